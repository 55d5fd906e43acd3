"""Who answers for which service."""

import copy

from chalicelib.core.city import Owner
from chalicelib.core.preset import read_city
from tests.cities.reading import a_city, a_preset, read_json

CATALOGUE = read_json("catalogue.json")


def test_wildcard_that_every_code_beats_is_still_allowed() -> None:
    preset = copy.deepcopy(a_preset("example"))
    for code in CATALOGUE["services"]:
        if code.startswith("noise."):
            preset["owners"][code] = {"triage": True}
    assert read_city(preset, CATALOGUE, read_json("holidays.json")).services["noise.music"].owner.triage


def test_exact_code_beats_group_and_group_beats_everything() -> None:
    services = a_city("example").services
    assert services["sewer.open_manhole"].owner == Owner(body="buyuksehir", also=("saha-isleri",))
    assert services["sewer.smell"].owner == Owner(body="buyuksehir")
    assert services["culture.course"].owner == Owner(triage=True)


def test_road_class_gives_two_owners() -> None:
    pothole = a_city("ilkadim-ilkim").services["road.pothole"]
    assert (pothole.owner, pothole.side_owner) == (Owner(body="samsun-bb"), Owner(unit="fen-isleri"))
