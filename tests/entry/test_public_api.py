"""The public JSON API, called as API Gateway calls it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from jsonschema import Draft202012Validator

import app as application
from chalicelib.core.rights import CITIZEN
from chalicelib.entry.openapi import document
from chalicelib.flows.move import move
from tests.build import a_city, what_is_said
from tests.entry.gateway import Answer, call
from tests.fakes import Office

DOCUMENT = document("https://kopru.example.org", a_city())


def post(office: Office, key: str = "key-1", language: str = "tr", **fields: object) -> Answer:
    headers = {"Idempotency-Key": key, "Accept-Language": language}
    return call("POST", "/api/requests", what_is_said(**fields), headers)


def keeps_to(answer: Answer, method: str, path: str) -> None:
    """The answer is one that the OpenAPI document promises."""
    promised = DOCUMENT["paths"][path][method]["responses"][str(answer.status)]
    kind = answer.headers["content-type"].split(";")[0]
    schema = promised["content"][kind]["schema"] | {"components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(answer.json)


def test_a_request_is_opened_and_answered_with_its_number(office: Office) -> None:
    answer = post(office)
    assert answer.status == 201
    keeps_to(answer, "post", "/api/requests")
    told = answer.json
    assert told["unit"] == {"code": "fen-isleri", "name": a_city().units["fen-isleri"].name.tr}
    assert told["due"] == "2026-11-26T17:30:00+03:00"
    assert told["tracking_url"] == f"https://kopru.example.org/takip/{told['number']}"
    assert "pin" not in told
    assert list(office.requests.rows) == [told["number"].replace("-", "")]


def test_the_same_key_and_body_again_give_the_same_number(office: Office) -> None:
    first, again = post(office), post(office)
    assert (again.status, again.json) == (200, first.json)
    keeps_to(again, "post", "/api/requests")


def test_a_repeat_from_a_caller_with_other_settings_is_a_repeat(office: Office) -> None:
    first, again = post(office, language="tr"), post(office, language="en-GB")
    assert (again.status, again.json["number"]) == (200, first.json["number"])
    assert call("POST", "/api/requests", what_is_said(language="en"), {"Idempotency-Key": "key-1"}).status == 422


def test_the_callers_language_is_the_citizens_unless_they_say_theirs(office: Office) -> None:
    english = post(office, key="key-en", language="en").json["number"].replace("-", "")
    headers = {"Idempotency-Key": "key-tr", "Accept-Language": "en"}
    turkish = call("POST", "/api/requests", what_is_said(language="tr"), headers).json["number"].replace("-", "")
    assert office.requests.rows[english].draft.language == "en"
    assert office.requests.rows[turkish].draft.language == "tr"


def test_the_same_key_with_another_body_is_422(office: Office) -> None:
    first = post(office)
    answer = post(office, description="Başka bir konu")
    assert answer.status == 422
    keeps_to(answer, "post", "/api/requests")
    assert first.json["number"] in answer.json["detail"]


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256])
def test_a_key_that_cannot_be_one_is_refused(office: Office, key: str) -> None:
    answer = call("POST", "/api/requests", what_is_said(), {"Idempotency-Key": key})
    assert answer.status == 400
    keeps_to(answer, "post", "/api/requests")
    assert office.requests.rows == {}


def test_without_a_key_the_server_mints_one(office: Office) -> None:
    first = call("POST", "/api/requests", what_is_said())
    again = call("POST", "/api/requests", what_is_said(), {"Idempotency-Key": first.headers["idempotency-key"]})
    assert (first.status, again.status) == (201, 200)
    assert first.json["number"] == again.json["number"]


def test_a_referral_names_the_body_and_the_desk_stays_accountable(office: Office) -> None:
    told = post(office, service_code="waste.collection", district="Konak").json
    assert told["status"] == "referred"
    assert told["unit"]["code"] == office.city.desk
    assert told["referred_to"]["code"] == "konak-belediyesi"


def test_what_the_centre_must_pass_on_by_hand_is_not_called_passed_on(office: Office) -> None:
    for place, district in enumerate(("Karaburun", None)):
        told = post(office, key=f"key-{place}", service_code="waste.collection", district=district).json
        assert told["status"] == "received"
        assert told["unit"]["code"] == office.city.desk
        assert told["referred_to"]["code"]


def test_a_danger_is_answered_first_with_its_line(office: Office) -> None:
    told = post(office, service_code="emergency.gas").json
    assert told["emergency"]["lines"] == ["187", "112"]
    told = post(office, key="key-2", description="Yolda yangın çıktı").json
    assert told["emergency"]["lines"] == ["112"]


@pytest.mark.parametrize("email", ["ayse@example.org", None])
def test_who_leaves_no_phone_gets_a_pin_and_follows_the_request_with_it(office: Office, email: str | None) -> None:
    told = post(office, phone=None, email=email).json
    answer = call("GET", f"/api/requests/{told['number']}", headers={"X-Contact-Proof": told["pin"]})
    assert answer.json["description"] == what_is_said()["description"]
    keeps_to(answer, "get", "/api/requests/{number}")


def test_the_number_alone_shows_state_and_dates_and_nothing_else(office: Office) -> None:
    number = post(office, service_code="zabita.vendor").json["number"]
    answer = call("GET", f"/api/requests/{number}")
    keeps_to(answer, "get", "/api/requests/{number}")
    assert set(answer.json) == {"number", "status", "status_text", "opened", "changed", "due"}


def test_nothing_is_promised_any_more_of_what_ended(office: Office) -> None:
    number = post(office).json["number"]
    move(office.desk, number.replace("-", ""), "withdraw", {}, CITIZEN)
    answer = call("GET", f"/api/requests/{number}")
    keeps_to(answer, "get", "/api/requests/{number}")
    assert set(answer.json) == {"number", "status", "status_text", "opened", "changed", "public"}


def test_proof_by_query_works_and_a_wrong_one_is_403_then_429(office: Office) -> None:
    number = post(office).json["number"]
    assert call("GET", f"/api/requests/{number}?contact=2233").json["place"] == "Ankara Caddesi no 12, Bornova"
    statuses = [call("GET", f"/api/requests/{number}?contact=0000").status for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    slowed = call("GET", f"/api/requests/{number}?contact=2233")
    assert slowed.headers["retry-after"] == "30"
    keeps_to(slowed, "get", "/api/requests/{number}")


@pytest.mark.parametrize(("typed", "word"), [("2611-4817-3053", "yanlış"), ("x", "yanlış")])
def test_a_mistyped_number_is_said_at_once(office: Office, typed: str, word: str) -> None:
    answer = call("GET", f"/api/requests/{typed}")
    assert answer.status == 404
    assert word in answer.json["detail"]


def test_faults_are_named_field_by_field_in_the_callers_language(office: Office) -> None:
    answer = post(
        office, language="en-GB,en;q=0.9", phone="12", service_code="no.such", surname="x", lat="1", long=28.0
    )
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    keeps_to(answer, "post", "/api/requests")
    told = {error["field"]: error["message"] for error in answer.json["errors"]}
    assert set(told) == {"phone", "service_code", "surname", "lat"}
    assert told["surname"] == "There is no such field."
    turkish = post(office, phone="12").json
    assert "10 haneli" in turkish["errors"][0]["message"]
    assert not office.requests.rows


@pytest.mark.parametrize("basis", ["petition", "foi", "privacy"])
def test_a_legal_basis_requires_its_fields(office: Office, basis: str) -> None:
    answer = post(office, legal_basis=basis, first_name=None, address=" ")
    assert {error["field"] for error in answer.json["errors"]} == {"first_name", "address"}
    assert post(office, legal_basis=basis).status == 201


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '"text"', "{", '{"a":NaN}', "[" * 100_000, '{"description":' * 5000, "\x00", "1e999"]
)
def test_what_is_no_json_object_is_400(office: Office, body: str) -> None:
    answer = call("POST", "/api/requests", body, {"Content-Type": "application/json"})
    assert answer.status == 400
    keeps_to(answer, "post", "/api/requests")


def test_a_body_beyond_the_limit_is_413(office: Office) -> None:
    assert post(office, description="ç" * 300_000).status == 413


def test_another_content_type_is_415_in_our_shape(office: Office) -> None:
    answer = call("POST", "/api/requests", "a=b", {"Content-Type": "text/plain"})
    assert answer.status == 415
    keeps_to(answer, "post", "/api/requests")


@pytest.mark.parametrize("key", ["a b", "ç", "x" * 256, "a\tb"])
def test_a_key_of_strange_letters_is_refused(office: Office, key: str) -> None:
    assert post(office, key=key).status == 400


def test_an_unforeseen_error_is_a_500_that_says_nothing(office: Office, logged: StringIO) -> None:
    office.requests.open = lambda *_: 1 / 0  # type: ignore[method-assign]  # a defect, made for this test
    answer = post(office)
    assert answer.status == 500
    assert "ZeroDivision" not in answer.text
    assert '"error":"ZeroDivisionError"' in logged.getvalue()
    assert "Ayşe" not in logged.getvalue()
    assert "division by zero" not in logged.getvalue()


def test_services_are_listed_in_the_callers_language(office: Office) -> None:
    answer = call("GET", "/api/services", headers={"Accept-Language": "en"})
    keeps_to(answer, "get", "/api/services")
    codes = [service["service_code"] for service in answer.json["services"]]
    assert "road.pothole" in codes
    assert len(codes) == len(office.city.services)


def test_the_document_names_every_api_route_and_no_other() -> None:
    routes = {
        (path, method.lower())
        for path, methods in application.app.routes.items()
        if path.startswith("/api/")
        for method in methods
        if method != "OPTIONS"  # what a browser asks before (entry/cors.py) is no operation
    }
    promised = {path: methods for path, methods in DOCUMENT["paths"].items() if path.startswith("/api/")}
    assert routes == {(path, method) for path, methods in promised.items() for method in methods}


def test_the_document_is_valid_and_served(office: Office) -> None:
    answer = call("GET", "/api/openapi.json")
    assert answer.status == 200
    assert answer.json == json.loads(json.dumps(DOCUMENT))
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ({}, True),
        ({"lat": 38.42, "long": 27.14, "kind": None, "hide_identity": True}, True),
        ({"legal_basis": "petition"}, True),
        ({"legal_basis": "petition", "address": ""}, False),
        ({"lat": 38.42}, False),
        ({"lat": 10.0, "long": 10.0}, False),
        ({"service_code": "no.such"}, False),
        ({"description": ""}, False),
        ({"description": 7}, False),
        ({"surname": "x"}, False),
        ({"hide_identity": "yes"}, False),
        ({"lat": None}, True),
        ({"lat": 38.42, "long": None}, False),
        ({"language": "", "legal_basis": "", "kind": "öneri/görüş"}, True),
        ({"language": "trash"}, False),
        ({"kind": "dedikodu"}, False),
        ({"notify_by": "sms"}, True),
        ({"notify_by": "", "phone": None}, True),
        ({"notify_by": "email"}, False),
        ({"notify_by": "email", "email": "ayse@example.org"}, True),
        ({"notify_by": "whatsapp", "phone": ""}, False),
        ({"notify_by": "pigeon"}, False),
        ({"description": " \n "}, False),
        ({"address": "x" * 301}, False),
    ],
)
def test_the_document_takes_what_the_api_takes(office: Office, fields: dict[str, object], taken: bool) -> None:
    said = what_is_said() | fields
    schema = {"$ref": "#/components/schemas/NewRequest", "components": DOCUMENT["components"]}
    assert Draft202012Validator(schema).is_valid(said) is taken
    assert (call("POST", "/api/requests", said).status == 201) is taken


def test_debug_is_off() -> None:
    assert application.app.debug is False
