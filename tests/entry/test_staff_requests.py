"""Requests through the staff API: opened for a caller, seen, found, moved and audited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.core.rights import RIGHTS
from chalicelib.entry.openapi import document
from tests.build import a_city, what_is_said
from tests.entry.colleagues import OTHER, OWN, Staff, move_in
from tests.entry.gateway import Answer
from tests.fakes import Office

DOCUMENT = document("https://kopru.example.org", a_city())
LANDLINE = "0232 111 22 33"


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def opened(staff: Staff, key: str = "form-1", **fields: Any) -> str:
    """A request that the operator filed for a caller; its number as shown."""
    said = what_is_said(channel="phone", phone=LANDLINE) | fields
    answer = staff.call("operator", "POST", "/api/staff/requests", said, idempotency_key=key)
    assert answer.status == 201, answer.text
    return str(answer.json["number"])


def moved(staff: Staff, who: str, number: str, move: str, version: int, **fields: Any) -> Answer:
    said = {"move": move, "version": version} | fields
    return staff.call(who, "POST", f"/api/staff/requests/{number}/moves", said)


def keeps_to(answer: Answer, name: str) -> Any:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(answer.json)
    return answer.json


def faults_in(answer: Answer) -> list[str]:
    return [each["field"] for each in keeps_to(answer, "Problem")["errors"]]


def test_caller_chooses_how_to_be_informed(staff: Staff) -> None:
    said = what_is_said(channel="phone", email="ayse@example.org", notify_by="email")
    number = staff.call("operator", "POST", "/api/staff/requests", said, idempotency_key="form-1").json["number"]
    seen = staff.call("operator", "GET", f"/api/staff/requests/{number}").json["requester"]
    assert (seen["notify_by"], seen["reached_by"]) == ("email", "email")


def test_caller_on_a_landline_gets_a_number_and_a_receipt(staff: Staff) -> None:
    said = what_is_said(channel="phone", phone=LANDLINE, requester="muhtar", on_behalf_of="Fatma Kaya")
    answer = staff.call("operator", "POST", "/api/staff/requests", said, idempotency_key="form-1")
    told = keeps_to(answer, "StaffOpened")
    assert answer.status == 201
    assert told["receipt_url"] == f"https://kopru.example.org/personel/makbuz/{told['number']}"
    case = staff.office.requests.cases[told["number"].replace("-", "")]
    assert (case.request.channel, case.request.draft.requester) == ("phone", "muhtar")
    assert case.request.draft.on_behalf_of == "Fatma Kaya"


def test_same_key_of_the_same_person_opens_one_request(staff: Staff) -> None:
    number = opened(staff)
    said = what_is_said(channel="phone", phone=LANDLINE)
    again = staff.call("operator", "POST", "/api/staff/requests", said, idempotency_key="form-1")
    assert (again.status, again.json["number"]) == (200, number)
    assert len(staff.office.requests.cases) == 1


@pytest.mark.parametrize("changed", [{"channel": "counter"}, {"description": "Başka bir şey"}, {"muhtar": True}])
def test_same_key_with_another_content_is_refused(staff: Staff, changed: dict[str, Any]) -> None:
    opened(staff)
    said = what_is_said(channel="phone", phone=LANDLINE) | changed
    answer = staff.call("operator", "POST", "/api/staff/requests", said, idempotency_key="form-1")
    assert answer.status == 422
    assert len(staff.office.requests.cases) == 1


def test_same_key_of_two_people_opens_two_requests(staff: Staff) -> None:
    number = opened(staff)
    said = what_is_said(channel="phone", phone=LANDLINE)
    other = staff.call("supervisor", "POST", "/api/staff/requests", said, idempotency_key="form-1")
    assert other.status == 201
    assert other.json["number"] != number


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": "web"}, "channel"),
        ({"channel": None}, "channel"),
        ({"channel": 7}, "channel"),
        ({"muhtar": "yes"}, "muhtar"),
        ({"requester": "vali"}, "requester"),
        ({"surname": "x"}, "surname"),
        ({"legal_basis": "petition", "address": ""}, "address"),
    ],
)
def test_what_cannot_be_taken_is_named(staff: Staff, fields: dict[str, Any], field: str) -> None:
    said = what_is_said(channel="phone") | fields
    answer = staff.call("operator", "POST", "/api/staff/requests", said)
    assert answer.status == 400
    assert faults_in(answer) == [field]


def test_officer_sees_the_matter_but_not_the_caller(staff: Staff) -> None:
    number = opened(staff, email="ayse@example.org")
    seen = keeps_to(staff.call("unit_officer", "GET", f"/api/staff/requests/{number}"), "StaffView")
    assert seen["sight"] == "masked"
    assert seen["requester"]["phone"].endswith("22 33")
    assert LANDLINE[-9:-3] not in str(seen)
    assert not any(word in str(seen) for word in ("Ayşe", "Yılmaz", "ayse@", "+90232"))
    assert "çukur" in seen["description"]


def test_auditor_sees_states_and_dates_and_no_word(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "operator", number, "note", 1, text="Gizli bir not")
    seen = keeps_to(staff.call("auditor", "GET", f"/api/staff/requests/{number}"), "StaffView")
    assert seen["sight"] == "history"
    assert "description" not in seen
    assert "Gizli" not in str(seen)
    assert [event["move"] for event in seen["events"]] == ["note"]


def test_view_names_the_moves_with_what_they_carry(staff: Staff) -> None:
    seen = staff.call("unit_officer", "GET", f"/api/staff/requests/{opened(staff)}").json
    moves = {each["move"]: each["carries"] for each in seen["moves"]}
    assert {"accept", "return", "start", "resolve", "note"} <= set(moves)
    assert not {"assign", "merge", "reopen", "erase"} & set(moves)
    outcome = next(field for field in moves["resolve"] if field["name"] == "outcome")
    assert "done" in outcome["choices"]


def test_read_of_a_confidential_request_is_recorded(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "operator", number, "confidential", 1, reason="Kimliği korunmalı")
    plain = number.replace("-", "")
    assert staff.call("operator", "GET", f"/api/staff/requests/{number}").status == 404
    assert staff.call("auditor", "GET", f"/api/staff/requests/{number}").status == 200
    assert staff.office.requests.cases[plain].reads == ()
    assert staff.call("supervisor", "GET", f"/api/staff/requests/{number}").status == 200
    assert [read.who for read in staff.office.requests.cases[plain].reads] == ["supervisor"]


def test_read_of_an_ordinary_request_is_not_recorded(staff: Staff) -> None:
    number = opened(staff)
    staff.call("operator", "GET", f"/api/staff/requests/{number}")
    assert staff.office.requests.cases[number.replace("-", "")].reads == ()


def test_move_answers_the_new_state(staff: Staff) -> None:
    number = opened(staff)
    answer = moved(staff, "unit_officer", number, "start", 1)
    told = keeps_to(answer, "StaffState")
    assert (told["status"], told["version"], told["taken_by"]) == ("in_progress", 2, "unit_officer")


def test_who_moves_on_an_old_version_gets_the_present_one(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "unit_officer", number, "start", 1)
    answer = moved(staff, "operator", number, "note", 1, text="Geç kaldım")
    assert answer.status == 409
    assert keeps_to(answer, "Problem")["version"] == 2


def test_move_that_does_not_fit_says_so_with_the_version(staff: Staff) -> None:
    number = opened(staff)
    answer = moved(staff, "operator", number, "answer", 1, text="Cevap")
    assert answer.status == 409
    told = keeps_to(answer, "Problem")
    assert (told["version"], told["detail"]) == (1, "Bu işlem başvurunun şu anki durumunda yapılamaz.")


@pytest.mark.parametrize("version", [None, "1", True, 1.0, -1])
def test_move_without_the_version_that_was_seen_is_refused(staff: Staff, version: Any) -> None:
    number = opened(staff)
    said = {"move": "note", "text": "Not"} | ({} if version is None else {"version": version})
    answer = staff.call("operator", "POST", f"/api/staff/requests/{number}/moves", said)
    assert (answer.status, faults_in(answer)) == (400, ["version"])


def test_unknown_fields_of_a_move_are_named(staff: Staff) -> None:
    answer = moved(staff, "operator", opened(staff), "note", 1, text="Not", colour="red")
    assert (answer.status, faults_in(answer)) == (400, ["colour"])


def test_unit_that_hands_a_request_back_sees_it_no_more(staff: Staff) -> None:
    number = opened(staff)
    answer = moved(staff, "unit_officer", number, "return", 1, reason="Bizim değil")
    assert (answer.status, answer.json["unit"]["code"], answer.json["moves"]) == (200, "cagri-merkezi", [])
    assert staff.call("unit_officer", "GET", f"/api/staff/requests/{number}").status == 404


def test_officer_learns_nothing_of_numbers_by_merging(staff: Staff) -> None:
    number, other = opened(staff), opened(staff, key="form-2")
    for into in (other, "2611-4817-3100", "nonsense"):
        assert moved(staff, "unit_officer", number, "merge", 1, into=into).status == 403


def test_chain_is_told_and_verified(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "unit_officer", number, "start", 1)
    moved(staff, "unit_officer", number, "note", 2, text="Başladık")
    told = keeps_to(staff.call("auditor", "GET", f"/api/staff/requests/{number}/chain"), "Chain")
    assert (told["verified"], told["faults"]) == (True, [])
    assert [event["n"] for event in told["events"]] == [2, 3]
    assert told["events"][1]["before"] == told["events"][0]["hash"]
    assert told["reads"] == []


def test_auditor_sees_who_read_a_confidential_request_and_not_a_word_of_it(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "supervisor", number, "confidential", 1, reason="Gizli")
    staff.call("unit_officer", "GET", f"/api/staff/requests/{number}")
    told = keeps_to(staff.call("auditor", "GET", f"/api/staff/requests/{number}/chain"), "Chain")
    assert [each["staff"] for each in told["reads"]] == ["unit_officer"]
    assert "Gizli" not in str(told)


def test_unit_does_not_learn_that_a_muhtar_asked_who_stays_unnamed(staff: Staff) -> None:
    number = opened(staff, requester="muhtar", hide_identity=True)
    told = keeps_to(staff.call("unit_officer", "GET", f"/api/staff/requests/{number}"), "StaffView")
    assert (told["requester"]["requester"], told["requester"]["identity_hidden"]) == ("", True)
    assert staff.call("operator", "GET", f"/api/staff/requests/{number}").json["requester"]["requester"] == "muhtar"


def test_inbox_shows_a_units_own_and_whose_they_are(staff: Staff) -> None:
    numbers = [opened(staff, key=f"form-{n}") for n in range(3)]
    moved(staff, "unit_officer", numbers[0], "start", 1)
    views = {view: numbers_in(staff, "unit_officer", f"?view={view}") for view in ("all", "mine", "new")}
    assert sorted(views["all"]) == sorted(numbers)
    assert (views["mine"], sorted(views["new"])) == (numbers[:1], sorted(numbers[1:]))
    assert numbers_in(staff, "officer.other") == []


def numbers_in(staff: Staff, who: str, query: str = "") -> list[str]:
    answer = staff.call(who, "GET", f"/api/staff/inbox{query}")
    return [each["number"] for each in keeps_to(answer, "Inbox")["requests"]]


def test_inbox_is_paged_by_cursor(staff: Staff) -> None:
    numbers = {opened(staff, key=f"form-{n}") for n in range(5)}
    found, cursor = [], ""
    for _ in range(5):
        page = staff.call("supervisor", "GET", f"/api/staff/inbox?unit={OWN}&limit=2&cursor={cursor}").json
        found += [each["number"] for each in page["requests"]]
        cursor = page["cursor"].replace("#", "%23")
        if not cursor:
            break
    assert (len(found), set(found)) == (5, numbers)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("view=today", "view"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=²", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=2026-13-45T00:00:00.000Z%23261148173056", "cursor"),
        ("view=late&cursor=2030-01-01T00:00:00.000Z%23261148173056", "cursor"),
        ("page=2", "page"),
    ],
)
def test_list_that_cannot_be_shown_says_why(staff: Staff, query: str, field: str) -> None:
    answer = staff.call("unit_officer", "GET", f"/api/staff/inbox?{query}")
    assert (answer.status, faults_in(answer)) == (400, [field])


def test_caller_without_the_number_is_found_by_the_phone(staff: Staff) -> None:
    number = opened(staff)
    staff.call(
        "switchboard", "POST", "/api/staff/contacts", {"subject": "status", "outcome": "informed", "phone": LANDLINE}
    )
    found = keeps_to(staff.call("operator", "POST", "/api/staff/search", {"q": "+90 (232) 111-22-33"}), "Found")
    assert [each["number"] for each in found["requests"]] == [number]
    assert [(each["subject"], each["phone"]) for each in found["contacts"]] == [("status", "")]


def test_number_finds_its_request_and_the_callers_others(staff: Staff) -> None:
    first, second = opened(staff), opened(staff, key="form-2")
    found = staff.call("operator", "POST", "/api/staff/search", {"q": f"No: {second}"}).json
    assert [each["number"] for each in found["requests"]] == [second, first]


def test_number_leads_who_may_not_see_it_no_further(staff: Staff) -> None:
    opened(staff)
    hidden = opened(staff, key="form-2")
    moved(staff, "supervisor", hidden, "confidential", 1, reason="Gizli")
    for who in ("operator", "switchboard"):
        found = staff.call(who, "POST", "/api/staff/search", {"q": hidden}).json
        assert [(each["number"], each["service_code"]) for each in found["requests"]] == [("", "")]
        assert hidden not in str(found)
        assert found["contacts"] == []


def test_confidential_request_of_a_caller_is_found_without_its_matter(staff: Staff) -> None:
    opened(staff, service_code="aid.food")
    for who, service in (("operator", ""), ("aid_line", "aid.food")):
        answer = staff.call(who, "POST", "/api/staff/search", {"q": LANDLINE})
        (entry,) = keeps_to(answer, "Found")["requests"]
        assert (entry["service_code"], entry["number"] == "") == (service, service == "")


@pytest.mark.parametrize("typed", ["hello", "2611-4817-3052", "ayse@", "1"])
def test_what_is_neither_number_nor_contact_is_refused(staff: Staff, typed: str) -> None:
    answer = staff.call("operator", "POST", "/api/staff/search", {"q": typed})
    assert (answer.status, faults_in(answer)) == (400, ["q"])


@pytest.mark.parametrize("body", [{}, {"q": ""}, {"q": 7}, {"q": None}, {"q": "x", "p": "y"}])
def test_search_takes_one_text(staff: Staff, body: dict[str, Any]) -> None:
    assert staff.call("operator", "POST", "/api/staff/search", body).status == 400


def test_who_cannot_be_written_to_stands_on_the_call_list(staff: Staff) -> None:
    number = opened(staff)
    moved(staff, "unit_officer", number, "ask", 1, question="Hangi kapı?")
    listed = keeps_to(staff.call("operator", "GET", "/api/staff/calls?list=back"), "Calls")["requests"]
    assert [each["number"] for each in listed] == [number]
    assert staff.call("operator", "GET", "/api/staff/calls").json["requests"] == []


def test_contact_is_logged_once_and_listed_without_the_person(staff: Staff) -> None:
    said = {"subject": "other", "outcome": "informed", "phone": LANDLINE, "note": "Nikâh saatini sordu"}
    first = staff.call("switchboard", "POST", "/api/staff/contacts", said, idempotency_key="k")
    again = staff.call("switchboard", "POST", "/api/staff/contacts", said, idempotency_key="k")
    assert (first.status, again.status, first.json) == (201, 201, again.json)
    keeps_to(first, "Contact")
    (listed,) = keeps_to(staff.call("operator", "GET", "/api/staff/contacts"), "Contacts")["contacts"]
    assert (listed["note"], listed["phone"]) == ("", "")
    assert staff.call("operator", "GET", "/api/staff/contacts?day=2026-11-22").json["contacts"] == []
    assert faults_in(staff.call("operator", "GET", "/api/staff/contacts?day=yesterday")) == ["day"]


def test_rights_of_a_person_are_those_of_the_table(staff: Staff) -> None:
    told = keeps_to(staff.call("vekil", "GET", "/api/staff/me"), "Person")
    assert told["units"] == [OTHER, OWN]
    assert told["rights"] == [right for right, roles in RIGHTS.items() if "unit_officer" in roles]
    assert told["stands_in_for"] == [{"username": "away", "name": "İzinde"}]


def test_answers_are_kept_nowhere(staff: Staff) -> None:
    answer = staff.call("operator", "GET", "/api/staff/me")
    assert answer.headers["cache-control"] == "no-store"
