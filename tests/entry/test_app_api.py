"""The app's API, called as API Gateway calls it."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest

from chalicelib.core.errors import NotReached
from chalicelib.core.tracking import show
from tests.build import a_city, what_is_said
from tests.entry.gateway import Answer, call
from tests.entry.test_public_api import keeps_to
from tests.fakes import Office
from tests.flows.working import Working

PHONE = "0532 111 22 33"


def ask(phone: str = PHONE, language: str = "tr", **said: object) -> Answer:
    answer = call("POST", "/api/codes", {"phone": phone} | said, {"Accept-Language": language})
    keeps_to(answer, "post", "/api/codes")
    return answer


def enter(code_id: str, code: str) -> Answer:
    answer = call("POST", "/api/sessions", {"code_id": code_id, "code": code})
    keeps_to(answer, "post", "/api/sessions")
    return answer


def digits(office: Office) -> str:
    found = re.search(r"\b\d{6}\b", json.dumps(dict(office.provider.sent[-1].body)))
    assert found
    return found[0]


def signed_in(office: Office, phone: str = PHONE) -> dict[str, str]:
    """The header of a session of this phone."""
    asked = ask(phone).json
    return {"Authorization": f"Bearer {enter(asked['code_id'], digits(office)).json['token']}"}


def test_a_phone_is_proved_and_its_requests_are_listed(office: Office) -> None:
    work = Working(office)
    Working(office, key="key-2", phone="0533 444 55 66")
    asked = ask()
    assert asked.status == 202
    assert asked.json["channel"] == "sms"
    entered = enter(asked.json["code_id"], digits(office))
    assert entered.status == 201
    assert entered.json["phone"] == "+90 5•• ••• 22 33"
    mine = call("GET", "/api/me/requests", headers={"Authorization": f"Bearer {entered.json['token']}"})
    keeps_to(mine, "get", "/api/me/requests")
    assert [(each["number"], each["service_code"]) for each in mine.json["requests"]] == [
        (show(work.opened.number), "road.pothole")
    ]


def test_wrong_codes_spent_ones_and_invented_ones_are_answered_alike(office: Office) -> None:
    asked = ask().json
    wrong = "000000" if digits(office) != "000000" else "000001"
    answers = [enter(asked["code_id"], wrong) for _ in range(6)] + [enter("0" * 32, wrong), enter("x", "x")]
    assert [answer.status for answer in answers] == [403] * 8
    assert [answer.json["guesses_left"] for answer in answers] == [4, 3, 2, 1, 0, 0, 0, 0]
    assert enter(asked["code_id"], digits(office)).status == 403


def test_codes_are_asked_for_too_often_and_the_caller_is_told_when_to_come_again(office: Office) -> None:
    assert [ask().status for _ in range(4)] == [202, 202, 202, 429]
    refused = ask()
    assert int(refused.headers["retry-after"]) > 0
    assert len(office.provider.sent) == 3


def test_where_no_provider_takes_it_the_words_say_so(office: Office) -> None:
    office.provider.down = dict.fromkeys(("aws-sms", "netgsm"), NotReached("no connection"))
    answer = ask(language="en")
    assert answer.status == 503
    assert "could not send the code" in answer.json["detail"]


@pytest.mark.parametrize(
    "said",
    [
        {"phone": ""},
        {"phone": None},
        {"phone": 5321112233},
        {"phone": ["0532 111 22 33"]},
        {"phone": "0232 444 55 66"},
        {"phone": PHONE, "channel": "pigeon"},
        {"phone": PHONE, "channel": None},
        {"phone": PHONE, "code": "123456"},
        {"phone": "\ud800"},
        {"phone": PHONE, "\ud800": 1},
    ],
)
def test_what_cannot_be_read_is_400(office: Office, said: dict[str, object]) -> None:
    answer = call("POST", "/api/codes", said)
    assert answer.status == 400
    keeps_to(answer, "post", "/api/codes")
    assert office.provider.sent == []


def test_a_session_ends(office: Office) -> None:
    session = signed_in(office)
    ended = call("DELETE", "/api/session", headers=session)
    keeps_to(ended, "delete", "/api/session")
    assert ended.status == 200
    for method, path in (("DELETE", "/api/session"), ("GET", "/api/me/requests")):
        answer = call(method, path, headers=session)
        assert answer.status == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        keeps_to(answer, method.lower(), path)


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": "Bearer"}, {"Authorization": "Basic eA=="}, {"Authorization": "Bearer " + "0" * 64}],
)
def test_without_a_session_there_is_no_list(office: Office, header: dict[str, str]) -> None:
    Working(office)
    answer = call("GET", "/api/me/requests", headers=header)
    assert answer.status == 401
    keeps_to(answer, "get", "/api/me/requests")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "99999999999999999999", "１"])
def test_a_limit_out_of_bounds_is_400(office: Office, limit: str) -> None:
    answer = call("GET", f"/api/me/requests?limit={limit}", headers=signed_in(office))
    assert answer.status == 400
    keeps_to(answer, "get", "/api/me/requests")


def test_a_session_opens_its_own_requests_and_moves_them(office: Office) -> None:
    work, session = Working(office), signed_in(office)
    path = f"/api/requests/{show(work.opened.number)}"
    own = call("GET", path, headers=session)
    keeps_to(own, "get", "/api/requests/{number}")
    assert own.json["description"] == what_is_said()["description"]
    moved = call("POST", f"{path}/moves", {"move": "add", "text": "Kapı 12."}, session)
    assert moved.status == 200
    keeps_to(moved, "post", "/api/requests/{number}/moves")
    assert [(step["id"], step["code"]) for step in moved.json["timeline"]] == [
        (f"{work.opened.number}-2", "added"),
        (f"{work.opened.number}-1", "opened"),
    ]


def test_a_session_sees_of_others_what_anybody_sees(office: Office) -> None:
    work, session = Working(office), signed_in(office, "0533 444 55 66")
    path = f"/api/requests/{show(work.opened.number)}"
    assert call("GET", path, headers=session).json == call("GET", path).json
    refused = call("POST", f"{path}/moves", {"move": "withdraw"}, session)
    assert refused.status == 403
    keeps_to(refused, "post", "/api/requests/{number}/moves")
    assert work.case.state.open
    proved = call("GET", path, headers=session | {"X-Contact-Proof": "2233"})
    assert "description" in proved.json


def test_a_session_that_is_over_is_401_whatever_it_asks_for(office: Office) -> None:
    work = Working(office)
    path = f"/api/requests/{show(work.opened.number)}"
    over = {"Authorization": "Bearer " + "0" * 64, "X-Contact-Proof": "2233"}
    for answer, method, route in (
        (call("GET", path, headers=over), "get", "/api/requests/{number}"),
        (call("POST", f"{path}/moves", {"move": "withdraw"}, over), "post", "/api/requests/{number}/moves"),
    ):
        assert answer.status == 401
        keeps_to(answer, method, route)
    assert work.case.state.open


def test_a_text_is_suggested_services_and_a_danger_is_said(office: Office) -> None:
    answer = call("POST", "/api/suggestions", {"text": "Sokakta büyük bir çukur var."})
    keeps_to(answer, "post", "/api/suggestions")
    assert "road.pothole" in [each["service_code"] for each in answer.json["services"]]
    assert "emergency" not in answer.json
    danger = call(
        "POST", "/api/suggestions", {"text": "Elektrik teli koptu, yerde duruyor."}, {"Accept-Language": "en"}
    )
    keeps_to(danger, "post", "/api/suggestions")
    assert danger.json["emergency"]["code"] in a_city().dangers


@pytest.mark.parametrize("said", [{}, {"text": ""}, {"text": 7}, {"text": "x" * 5001}, {"text": "x", "more": "x"}])
def test_a_text_that_cannot_be_read_is_400(office: Office, said: dict[str, object]) -> None:
    answer = call("POST", "/api/suggestions", said)
    assert answer.status == 400
    keeps_to(answer, "post", "/api/suggestions")


def test_nothing_of_a_suggestion_a_code_or_a_phone_is_logged(office: Office, logged: StringIO) -> None:
    call("POST", "/api/suggestions", {"text": "Kanarya çukuru"})
    signed_in(office)
    lines = logged.getvalue() + repr(office.log.lines)
    assert not any(secret in lines for secret in ("Kanarya", "5321112233", digits(office)))


def test_the_services_come_with_their_questions_in_both_languages(office: Office) -> None:
    answer = call("GET", "/api/services", headers={"Accept-Language": "en"})
    keeps_to(answer, "get", "/api/services")
    lamp = next(each for each in answer.json["services"] if each["service_code"] == "out.streetlight")
    state = next(each for each in lamp["questions"] if each["code"] == "lamp")
    assert state["required"]
    assert state["label"] == state["translations"]["en"]
    assert all(value["translations"]["tr"] for value in state["values"])
    assert {each["publish"] for each in answer.json["services"] if each["confidential"]} == {"nothing"}


def test_services_that_are_known_are_not_sent_again(office: Office) -> None:
    first = call("GET", "/api/services")
    again = call("GET", "/api/services", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (again.status, again.text) == (304, "")
    assert again.headers["etag"] == first.headers["etag"]
    assert call("GET", "/api/services", headers={"If-None-Match": first.headers["etag"], "Accept-Language": "en"}).text
