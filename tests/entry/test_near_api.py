"""GET /api/requests/near, called as API Gateway calls it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import NotFound
from chalicelib.core.tracking import read
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.entry.gateway import call
from tests.entry.test_public_api import keeps_to, post
from tests.fakes import Office

PLACE = "lat=38.4189&long=27.1287"
PATH = "/api/requests/near"


@pytest.fixture
def office(office: Office) -> Office:
    pothole = replace(office.city.services["road.pothole"], publish="place", private=False, questions=())
    office.city = replace(office.city, services={**office.city.services, "road.pothole": pothole})
    return office


def near(query: str, language: str = "tr") -> Any:
    answer = call("GET", f"{PATH}?{query}", headers={"Accept-Language": language})
    keeps_to(answer, "get", PATH)
    return answer


def test_what_is_near_is_told_with_its_state_its_date_and_no_more(office: Office) -> None:
    number = post(office, lat=38.4189, long=27.1287, district="Konak").json["number"]
    answer = near(PLACE, "en")
    (found,) = answer.json["requests"]
    assert (found["number"], found["status"], found["service_code"]) == (number, "received", "road.pothole")
    assert (found["district"], found["status_text"]) == ("Konak", "Received")
    assert found["distance_metres"] < 110
    assert (found["lat"], found["long"]) == (38.41850, 27.12868)
    for word in ("Ankara", "çukur var", "Ayşe", "Yılmaz", "5321112233"):
        assert word not in answer.text


def test_it_may_be_kept_for_half_a_minute(office: Office) -> None:
    assert near(PLACE).headers["cache-control"] == "public, max-age=30"
    assert "no-store" in call("GET", PATH).headers["cache-control"]


def test_where_nothing_is_near_the_list_is_empty(office: Office) -> None:
    post(office, lat=38.5, long=27.2)
    post(office, key="key-2")
    assert near(PLACE).json == {"requests": []}


def test_it_can_be_asked_wider_and_of_a_service(office: Office) -> None:
    post(office, lat=38.4229, long=27.1287)
    assert near(PLACE).json["requests"] == []
    assert len(near(f"{PLACE}&radius=500").json["requests"]) == 1
    assert len(near(f"{PLACE}&radius=500.0&service_code=road.paving").json["requests"]) == 1
    assert near(f"{PLACE}&radius=500&service_code=park.playground").json["requests"] == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", {"lat", "long"}),
        ("lat=38.4", {"long"}),
        ("lat=&long=", {"lat", "long"}),
        ("lat=38,42&long=27.12", {"lat"}),
        ("lat=NaN&long=inf", {"lat", "long"}),
        ("lat=1e1&long=0x1", {"lat", "long"}),
        ("lat=41.0&long=29.0", {"lat"}),
        (f"{PLACE}&radius=0", {"radius"}),
        (f"{PLACE}&radius=501", {"radius"}),
        (f"{PLACE}&radius=near", {"radius"}),
        (f"{PLACE}&service_code=%00{'x' * 300}", {"service_code"}),
    ],
)
def test_what_cannot_be_asked_is_400_with_its_fields(office: Office, query: str, fields: set[str]) -> None:
    answer = near(query)
    assert answer.status == 400
    assert {error["field"] for error in answer.json["errors"]} == fields


def test_the_address_is_no_request_number_and_takes_no_other_route(office: Office) -> None:
    with pytest.raises(NotFound):
        read("near")
    assert call("GET", "/api/requests/near2").status == 404


def test_no_more_than_twenty_are_told(office: Office) -> None:
    for place in range(25):
        hear(office.desk, what_is_said(lat=38.4189, long=27.1287), Source("web", f"key-{place}"))
    assert len(near(PLACE).json["requests"]) == 20
