"""Conversations by the staff's API: what is told, to whom, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from chalicelib.entry.openapi import document
from tests.build import a_city
from tests.entry.colleagues import Staff, move_in
from tests.entry.gateway import Answer
from tests.fakes import Office
from tests.flows.chatting import ID, hears, now_is, waits

DOCUMENT = document("https://kopru.example.org", a_city())
API = f"/api/staff/chats/{ID}"


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def schema_of(name: str) -> dict[str, object]:
    return {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}


def keeps_to(answer: Answer, name: str) -> None:
    Draft202012Validator(schema_of(name)).validate(answer.json)


def say(staff: Staff, act: str, version: int, who: str = "operator", **said: object) -> tuple[int, dict[str, object]]:
    answer = staff.call(who, "POST", f"{API}/acts", {"act": act, "version": version} | said)
    return answer.status, answer.json


def test_queue_tells_how_long_and_why_but_no_word(staff: Staff) -> None:
    waits(staff.office, "gizli söz", alarm=True, why="danger")
    answer = staff.call("operator", "GET", "/api/staff/chats")
    (chat,) = answer.json["chats"]
    assert (chat["why"], chat["alarm"], chat["late"], chat["owner"]) == ("danger", True, False, "")
    assert chat["window_until"] == "2026-11-24T10:30:00+03:00"
    assert "gizli" not in answer.text
    assert "Ayşe" not in answer.text


def test_a_conversation_from_claim_to_close(staff: Staff) -> None:
    waits(staff.office, "Büyük bir çukur var")
    assert say(staff, "claim", 1)[0] == 200
    assert say(staff, "claim", 1, "social_media")[0] == 409
    assert say(staff, "reply", 2, text="Bakıyoruz.")[0] == 200
    status, made = say(staff, "request", 3, messages=["m0"], service_code="road.pothole")
    assert (status, made["numbers"]) == (201, [made["number"]])
    assert say(staff, "request", 3, messages=["m0"], service_code="road.pothole")[0] == 200
    assert say(staff, "note", 4, text="Komşusu da yazmıştı.")[0] == 200
    assert say(staff, "close", 5, outcome="informed")[0] == 200
    seen = staff.call("operator", "GET", API).json
    assert seen["mode"] == "closed"
    assert seen["messages"][0]["kind"] == "text"
    assert "Bakıyoruz." in [each["text"] for each in seen["messages"]]


def test_every_answer_keeps_to_its_schema(staff: Staff) -> None:
    thread = waits(staff.office, "Büyük bir çukur var", promise=None)
    hears(staff.office, thread, "place", "location", lat=38.4, long=27.1)
    say(staff, "claim", 1)
    keeps_to(staff.call("operator", "GET", "/api/staff/chats"), "Chats")
    for act, said in (
        ("reply", {"text": "Bakıyoruz."}),
        ("request", {"messages": ["m0", "place"], "service_code": "road.pothole"}),
        ("note", {"text": "Not"}),
        ("close", {"outcome": "informed", "subject": "other"}),
    ):
        body = {"act": act, "version": now_is(staff.office).version} | said
        Draft202012Validator(schema_of("ChatAct")).validate(body)
        keeps_to(staff.call("operator", "POST", f"{API}/acts", body), "ChatState")
    keeps_to(staff.call("operator", "GET", API), "Chat")
    keeps_to(staff.call("operator", "GET", "/api/staff/chats/C1"), "Problem")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"act": "shout", "version": 1}, ["act"]),
        ({"version": 1}, ["act"]),
        ({"act": "claim", "version": "1"}, ["version"]),
        ({"act": "claim"}, ["version"]),
        ({"act": "claim", "version": 1, "text": "x"}, ["text"]),
        ({"act": "reply", "version": 1, "text": ["x"]}, ["text"]),
        ({"act": "request", "version": 1, "messages": "m0"}, ["messages"]),
        ({"act": "request", "version": 1, "messages": [1]}, ["messages"]),
        ({"act": "hide", "version": 1, "reason": "spam"}, ["comment"]),
    ],
)
def test_what_is_not_understood_is_named(staff: Staff, said: dict[str, object], fields: list[str]) -> None:
    waits(staff.office, "x")
    answer = staff.call("operator", "POST", f"{API}/acts", said)
    assert (answer.status, [each["field"] for each in answer.json["errors"]]) == (400, fields)


def test_roles_without_the_right_get_nothing(staff: Staff) -> None:
    waits(staff.office, "x")
    for who in ("unit_officer", "unit_head", "switchboard", "admin", "auditor"):
        assert staff.call(who, "GET", "/api/staff/chats").status == 403
        assert staff.call(who, "GET", API).status == 403
        assert say(staff, "claim", 1, who)[0] == 403
    assert now_is(staff.office).version == 1


def test_log_holds_no_word_of_a_conversation(staff: Staff) -> None:
    waits(staff.office, "gizli söz")
    say(staff, "claim", 1)
    say(staff, "reply", 2, text="saklı yanıt")
    staff.call("operator", "GET", API)
    logged = json.dumps(staff.office.log.lines, ensure_ascii=False, default=str)
    assert "gizli" not in logged
    assert "saklı" not in logged
    assert "Ayşe" not in logged


def test_bad_cursors_and_limits_are_refused(staff: Staff) -> None:
    waits(staff.office, "x")
    for query in ("cursor=x", "limit=0", "limit=1000", "limit=x", "order=new"):
        assert staff.call("operator", "GET", f"/api/staff/chats?{query}").status == 400
        assert staff.call("operator", "GET", f"{API}?{query}").status == 400
