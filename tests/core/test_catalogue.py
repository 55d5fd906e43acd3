"""Every service has outcomes that fit into an SMS, and they are in the order an officer looks for them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.preset import read_city
from tests.cities.reading import a_city, a_preset, read_json

CATALOGUE = read_json("catalogue.json")


def codes(service: str, **catalogue: Any) -> list[str]:
    city = read_city(a_preset("example"), CATALOGUE | catalogue, read_json("holidays.json"))
    return [outcome.code for outcome in city.services[service].outcomes]


def test_the_groups_outcomes_stand_before_the_common_ones() -> None:
    common = [row["code"] for row in CATALOGUE["outcomes"]]
    assert codes("road.pothole") == ["repaired", "secured", *common]
    assert codes("culture.course") == common


def test_a_group_can_word_a_common_outcome_itself() -> None:
    own = {"code": "done", "kind": "positive", "text": {"tr": "Asfaltlandı.", "en": "Asphalted."}}
    road = CATALOGUE["groups"]["road"] | {"outcomes": [own]}
    told = codes("road.pothole", groups=CATALOGUE["groups"] | {"road": road})
    assert told[0] == "done"
    assert told.count("done") == 1


def test_a_service_with_a_list_of_its_own_has_nothing_else() -> None:
    own = {"code": "paved", "kind": "positive", "text": {"tr": "Asfaltlandı.", "en": "Asphalted."}}
    pothole = CATALOGUE["services"]["road.pothole"] | {"outcomes": [own]}
    assert codes("road.pothole", services=CATALOGUE["services"] | {"road.pothole": pothole}) == ["paved"]


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
def test_every_service_can_end_well_partly_and_badly(city: str) -> None:
    for service in a_city(city).services.values():
        assert {outcome.kind for outcome in service.outcomes} == {"positive", "partial", "negative"}, service.code


def test_evidence_is_asked_for_where_a_life_or_a_right_hangs_on_it_and_not_for_a_pothole() -> None:
    services = a_city("izmir-him").services
    assert services["sewer.open_manhole"].evidence
    assert services["zabita.licence"].evidence
    assert not services["road.pothole"].evidence
