"""What a citizen does with a request by the JSON API."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from chalicelib.core.tracking import show
from tests.entry.gateway import Answer, call
from tests.entry.test_public_api import DOCUMENT, keeps_to
from tests.fakes import Office
from tests.flows.working import Working


def moved(number: str, move: str, text: str | None = None, proof: str = "2233", language: str = "tr") -> Answer:
    said = {"move": move} | ({"text": text} if text is not None else {})
    headers = {"X-Contact-Proof": proof, "Accept-Language": language}
    return call("POST", f"/api/requests/{number}/moves", said, headers)


def test_a_citizen_answers_and_has_the_last_word_by_the_api(office: Office) -> None:
    work = Working(office)
    number = show(work.opened.number)
    work.ask()
    view = call("GET", f"/api/requests/{number}", headers={"X-Contact-Proof": "2233"})
    keeps_to(view, "get", "/api/requests/{number}")
    assert view.json["question"] == {"text": "Hangi kapı numarası?", "until": "2026-12-07T23:59:00+03:00"}
    assert view.json["moves"] == ["answer", "add", "withdraw"]
    answer = moved(number, "answer", "12 numara.")
    assert answer.status == 200
    keeps_to(answer, "post", "/api/requests/{number}/moves")
    assert [(step["code"], step.get("said")) for step in answer.json["timeline"]] == [
        ("answered", "12 numara."),
        ("asked", "Hangi kapı numarası?"),
        ("opened", None),
    ]
    work.resolve()
    told = call("GET", f"/api/requests/{number}", headers={"X-Contact-Proof": "2233"}).json["outcome"]
    assert told == {
        "code": "done",
        "kind": "positive",
        "text": "Talebiniz yerine getirildi.",
        "answer": "Çukuru bugün kapattık.",
    }
    answer = moved(number, "not_solved", "Duruyor.")
    assert (answer.status, answer.json["status"]) == (200, "reopened")
    keeps_to(answer, "post", "/api/requests/{number}/moves")
    assert "outcome" not in answer.json


def test_the_number_alone_tells_nothing_more_of_a_request_in_work(office: Office) -> None:
    work = Working(office)
    work.ask()
    answer = call("GET", f"/api/requests/{show(work.opened.number)}")
    assert set(answer.json) == {"number", "status", "status_text", "opened", "changed", "due", "public"}
    assert set(answer.json["public"]) == {"service_code", "service", "district", "photos"}
    assert answer.json["changed"] == "2026-11-23T11:30:00+03:00"
    keeps_to(answer, "get", "/api/requests/{number}")


def test_the_same_move_twice_is_answered_as_the_first_time(office: Office) -> None:
    work = Working(office)
    first, again = (moved(show(work.opened.number), "add", "Kapı 12.") for _ in range(2))
    assert (again.status, again.json) == (200, first.json)
    assert work.case.state.version == 2


def test_a_move_needs_the_proof_and_a_wrong_one_counts(office: Office) -> None:
    work = Working(office)
    number = show(work.opened.number)
    assert moved(number, "withdraw", proof="").status == 403
    statuses = [moved(number, "withdraw", proof="0000").status for _ in range(5)]
    assert statuses == [403] * 5
    slowed = moved(number, "withdraw")
    assert slowed.status == 429
    keeps_to(slowed, "post", "/api/requests/{number}/moves")
    assert work.case.state.open


def test_a_move_that_does_not_fit_is_409_with_the_version(office: Office) -> None:
    work = Working(office)
    work.move("start")
    answer = moved(show(work.opened.number), "solved")
    assert answer.status == 409
    assert answer.json["version"] == 2
    keeps_to(answer, "post", "/api/requests/{number}/moves")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"move": "resolve", "text": "x"},
        {"move": ["add"]},
        {"move": None},
        {"move": "add"},
        {"move": "add", "text": 7},
        {"move": "add", "text": " "},
        {"move": "add", "text": "x" * 4001},
        {"move": "add", "text": "x", "version": 1},
        {"move": "add", "text": "x", "\ud800": 1},
    ],
)
def test_a_move_that_cannot_be_read_is_400_and_the_document_says_so(office: Office, said: dict[str, object]) -> None:
    work = Working(office)
    answer = call("POST", f"/api/requests/{work.opened.number}/moves", said, {"X-Contact-Proof": "2233"})
    assert answer.status == 400
    keeps_to(answer, "post", "/api/requests/{number}/moves")
    schema = {"$ref": "#/components/schemas/CitizenMove", "components": DOCUMENT["components"]}
    assert not Draft202012Validator(schema).is_valid(said) or said.get("text") == " "
    assert not work.case.events
