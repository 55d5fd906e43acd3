"""Open311 as a strict client finds it: discovery, formats, services, jurisdiction; and whatever is asked, an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.errors import TryLater
from tests.entry.gateway import call
from tests.entry.peer import BASE, errors, get, parsed, publish, shown
from tests.fakes import Office

DAY = timedelta(days=1)


def quote_part(text: str) -> str:
    """A text as one part of an address; a part is never empty."""
    return quote(text or "-", safe="").replace(".", "%2E")


# --- discovery ---


def test_discovery_names_two_endpoints_with_two_formats_and_types_without_charset(office: Office) -> None:
    heard = get("/discovery", base="/open311")
    xml, answer = heard.answers
    assert (xml.headers["content-type"], answer.headers["content-type"]) == ("text/xml", "application/json")
    assert xml.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    told = heard.json
    assert [(each["type"], each["url"]) for each in told["endpoints"]] == [
        ("production", "https://kopru.example.org/open311/v2"),
        ("test", "https://kopru.example.org/open311/test/v2"),
    ]
    assert all(each["specification"] == "http://wiki.open311.org/GeoReport_v2" for each in told["endpoints"])
    assert all(each["formats"] == ["text/xml", "application/json"] for each in told["endpoints"])
    assert all(not each["url"].endswith("/") for each in told["endpoints"])
    assert told["contact"]
    assert told["key_service"]
    assert {each["changeset"] for each in told["endpoints"]} == {told["changeset"]}
    assert datetime.fromisoformat(told["changeset"]) < office.clock.at
    assert "xmlns" not in xml.text


def test_changeset_changes_exactly_when_the_list_or_a_definition_changes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib import wire
    from chalicelib.core.label import Label
    from chalicelib.flows.settings import change, present

    def now() -> str:
        city = present(office.desk).city
        monkeypatch.setattr(wire, "city_now", lambda: city)
        return str(get("/discovery", base="/open311").json["changeset"])

    first = now()
    assert now() == first
    office.clock.move(minutes=5)
    change(office.desk, "admin", "services", "road.pothole", {"priority": "P2"}, None)
    change(office.desk, "admin", "centre", "days", {"confirm_days": 9}, None)
    assert now() == first
    office.clock.move(minutes=5)
    change(office.desk, "admin", "services", "road.pothole", {"priority": "P2", "publish": "nothing"}, 1)
    second = now()
    assert second > first
    office.clock.move(minutes=5)
    change(office.desk, "admin", "services", "road.pothole", None, 2)
    third = now()
    assert third > second
    assert datetime.fromisoformat(third) <= office.clock.at

    pothole = office.city.services["road.pothole"]
    question = replace(pothole.questions[0], label=Label("Başka", "Other"))
    other = replace(pothole, questions=(question, *pothole.questions[1:]))
    monkeypatch.setattr(
        wire, "city_now", lambda: replace(office.city, services={**office.city.services, "road.pothole": other})
    )
    assert get("/discovery", base="/open311").json["changeset"] != third


# --- formats ---


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/xml"),
        ("*/*", "text/xml"),
        ("application/json", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("text/xml, application/json;q=0.5", "text/xml"),
        ("application/json;q=0.4, text/xml;q=0.3", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/xml"),
        ("application/json;q=0", "text/xml"),
        ("application/json;q=x", "text/xml"),
    ],
)
def test_without_suffix_accept_chooses_and_xml_is_the_default(office: Office, accept: str, kind: str) -> None:
    answer = call("GET", f"{BASE}/services", headers={"Accept": accept})
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.status == 200


def test_the_suffix_outweighs_the_accept_header(office: Office) -> None:
    answer = call("GET", f"{BASE}/services.xml", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/services.csv", "/requests.html", "/tokens", "/nothing/1", "/requests/1/notes", "/services/x/y"],
)
def test_what_is_not_there_is_404_as_a_list_in_both_formats(office: Office, path: str) -> None:
    assert len(errors(get(path), 404)) == 1


def test_beside_discovery_there_is_nothing_else(office: Office) -> None:
    for name in ("other.json", "discovery.csv", "v2"):
        answer = call("GET", f"/open311/{name}", headers={"Accept": "application/json"})
        assert (answer.status, answer.json[0]["code"]) == (404, 404)


@pytest.mark.parametrize(
    "path", ["/open311/discovery.xml", f"{BASE}/services.json", f"{BASE}/services/road.pothole.xml"]
)
def test_the_head_of_an_answer_can_be_asked_for_alone(office: Office, path: str) -> None:
    head, whole = call("HEAD", path), call("GET", path)
    assert (head.status, head.headers["content-type"]) == (whole.status, whole.headers["content-type"])


def test_another_method_is_answered_as_a_list(office: Office) -> None:
    answer = call("DELETE", f"{BASE}/services.json")
    assert (answer.status, answer.json[0]["code"]) == (405, 405)
    assert parsed(call("DELETE", f"{BASE}/services.xml")).tag == "errors"


@pytest.mark.parametrize(("error", "status"), [(TryLater("away"), 503), (ZeroDivisionError("x"), 500)])
def test_what_breaks_is_a_list_of_errors_too(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(office.requests, "public_of", fail)
    heard = get(f"/requests/{shown(publish(office))}")
    errors(heard, status)
    assert ("retry-after" in heard.answers[0].headers) == (status == 503)


# --- services ---


def test_services_are_listed_with_their_types(office: Office) -> None:
    heard = get("/services")
    rows = {row["service_code"]: row for row in heard.json}
    assert set(rows) == {code for code, service in office.city.services.items() if service.listed}
    for code, row in rows.items():
        service = office.city.services[code]
        assert row["metadata"] is bool(service.questions)
        assert row["type"] == service.reply
        assert row["service_name"] == row["service_name"].strip() != ""
        hidden = service.publish == "nothing" or service.private or service.confidential
        assert ("private" in row["keywords"].split(",")) is hidden
    pothole = rows["road.pothole"]
    assert pothole["group"] in {group.label.tr for group in office.city.groups}
    assert heard.words("service/metadata") == [str(row["metadata"]).lower() for row in heard.json]
    assert heard.words("service/service_name") == [row["service_name"] for row in heard.json]


def test_services_speak_turkish_unless_english_is_asked_for(office: Office) -> None:
    turkish, english = get("/services"), get("/services", {"Accept-Language": "en"})
    pothole = office.city.services["road.pothole"].label
    assert pothole.tr in turkish.words("service/service_name")
    assert pothole.en in english.words("service/service_name")


def test_every_definition_holds_its_questions_in_order(office: Office) -> None:
    types = set()
    for code, service in office.city.services.items():
        if not (service.listed and service.questions):
            continue
        heard = get(f"/services/{code}")
        assert heard.json["service_code"] == code
        attributes = heard.json["attributes"]
        assert [each["code"] for each in attributes] == [question.code for question in service.questions]
        assert [each["order"] for each in attributes] == list(range(1, len(attributes) + 1))
        for attribute, question in zip(attributes, service.questions, strict=True):
            assert (attribute["variable"], attribute["required"]) == (question.asked, question.required)
            listed = attribute["datatype"] in ("singlevaluelist", "multivaluelist")
            assert [each["key"] for each in attribute.get("values", [])] == [each.key for each in question.choices]
            assert ("values" in attribute) is listed
            types.add(attribute["datatype"])
        assert heard.words("attributes/attribute/code") == [each["code"] for each in attributes]
    assert types == {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}


def test_a_service_that_is_not_listed_has_no_definition(office: Office) -> None:
    unlisted = next(code for code, service in office.city.services.items() if not service.listed)
    assert errors(get(f"/services/{unlisted}"), 404) == errors(get("/services/no.such"), 404)


def test_a_service_without_questions_has_an_empty_definition(office: Office) -> None:
    code = next(code for code, service in office.city.services.items() if service.listed and not service.questions)
    heard = get(f"/services/{code}")
    assert heard.json == {"service_code": code, "attributes": []}


def test_a_jurisdiction_is_not_needed_ours_is_taken_and_another_is_404(office: Office) -> None:
    for known in ("izmir-him", "kopru.example.org", "www.kopru.example.org", "EXAMPLE.org"):
        assert get("/requests", jurisdiction_id=known).status == 200
    for path in ("/services", "/services/road.pothole", "/requests", "/requests/1", "/servicerequestupdates"):
        errors(get(path, jurisdiction_id="another.example.net"), 404)


def test_the_test_endpoint_reads_as_the_production_endpoint_does(office: Office) -> None:
    publish(office)
    for path in ("/services", "/requests", "/servicerequestupdates", "/services/road.pothole"):
        assert get(path, base="/open311/test/v2").json == get(path).json


NAMES = ("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "extensions",
         "updated_after", "updated_before", "jurisdiction_id", "api_key", "x")  # fmt: skip
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.sampled_from(
        ["2026-11-23T10:30:00Z", "open", "0", "-1", "true", "1e9", "2611-4817-3056", "\x00", "\ufffe", ",,"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.one_of(
        st.sampled_from(["/requests", "/services", "/servicerequestupdates"]),
        st.builds("/{}/{}".format, st.sampled_from(["requests", "services", "tokens", "x"]), VALUES.map(quote_part)),
    ),
    query=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
)
def test_whatever_is_asked_both_formats_answer_by_the_schema(office: Office, path: str, query: dict[str, str]) -> None:
    heard = get(path, **query)
    assert heard.status in (200, 400, 404)
    if heard.status != 200:
        errors(heard, heard.status)
