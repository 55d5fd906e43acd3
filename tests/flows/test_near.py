"""What is public and open near a place: the nearest first, and nothing that is not public now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.city import Publish
from chalicelib.core.errors import Invalid
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.near import FARTHEST, near
from tests.build import a_staffed_city, an_actor, what_is_said
from tests.fakes import Office

KONAK = (38.4189, 27.1287)
SERVICES = ("road.pothole", "road.paving", "park.playground")


def an_office(publish: Publish = "released") -> Office:
    """An office in a city where what is in SERVICES may be public so far."""
    city = a_staffed_city()
    free = {code: _free(city.services[code], publish) for code in SERVICES}
    return Office(city=replace(city, services={**city.services, **free}))


def _free(service: Any, publish: Publish) -> Any:
    return replace(service, publish=publish, private=False, questions=())


def opened(office: Office, key: str, north: float = 0.0, service: str = "road.pothole", **fields: Any) -> str:
    """The number of a request so many degrees north of Konak."""
    said = what_is_said(service_code=service, lat=KONAK[0] + north, long=KONAK[1], **fields)
    return hear(office.desk, said, Source("web", key)).request.number


def numbers(office: Office, **asked: Any) -> list[str]:
    return [found.public.number for found in near(office.desk, *KONAK, **asked)]


def test_the_nearest_comes_first_and_what_is_further_than_asked_not_at_all() -> None:
    office = an_office()
    far, middle, here = opened(office, "1", 0.0040), opened(office, "2", 0.0012), opened(office, "3")
    assert numbers(office) == [here, middle]
    assert numbers(office, metres=FARTHEST) == [here, middle, far]
    assert numbers(office, metres=FARTHEST, limit=1) == [here]
    away = [found.metres for found in near(office.desk, *KONAK, FARTHEST)]
    assert away == sorted(away)
    assert away[0] < 110
    assert 350 < away[-1] <= FARTHEST


def test_a_place_is_told_no_more_exactly_than_its_cell() -> None:
    office = an_office()
    opened(office, "1")
    (found,) = near(office.desk, *KONAK)
    assert (found.public.lat, found.public.long) != KONAK
    assert not found.public.text
    assert not hasattr(found.public, "address")


def test_of_a_service_its_group_is_offered_the_service_itself_first() -> None:
    office = an_office()
    paving = opened(office, "1", service="road.paving")
    pothole = opened(office, "2", 0.0012)
    opened(office, "3", service="park.playground")
    assert numbers(office, service="road.pothole") == [pothole, paving]
    assert numbers(office, service="road.paving") == [paving, pothole]
    assert numbers(office, service="park.playground", limit=1) != [paving]


def test_what_ended_is_offered_no_more() -> None:
    office = an_office()
    number = opened(office, "1")
    assert numbers(office) == [number]
    move(office.desk, number, "withdraw", {}, an_actor("citizen"))
    assert numbers(office) == []


@pytest.mark.parametrize("fields", [{"kind": "ihbar"}, {"hide_identity": True}, {"legal_basis": "petition"}])
def test_a_tip_a_hidden_person_and_a_petition_are_never_offered(fields: dict[str, Any]) -> None:
    office = an_office()
    opened(office, "1", **fields)
    assert numbers(office) == []


def test_what_its_service_stopped_publishing_is_not_offered_though_it_was_written() -> None:
    office = an_office()
    number = opened(office, "1")
    closed = an_office("nothing").city
    assert [found.public.number for found in near(replace(office.desk, city=closed), *KONAK)] == []
    assert numbers(office) == [number]


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ((41.0, 29.0), "lat", "outside-area"),
        ((91.0, 29.0), "lat", "coordinate"),
        ((float("nan"), 27.0), "lat", "coordinate"),
        ((*KONAK, 0.5), "radius", "radius"),
        ((*KONAK, 501.0), "radius", "radius"),
        ((*KONAK, 250, "no.such"), "service_code", "service-code"),
    ],
)
def test_what_cannot_be_asked_is_said_by_field(asked: tuple[Any, ...], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        near(an_office().desk, *asked)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]
