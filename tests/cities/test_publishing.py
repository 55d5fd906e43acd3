"""What may be public is decided per service: what would point at a person never is, whatever anybody sets."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.settings import Preset, check
from tests.cities.reading import a_city, a_preset, read_json

PRESETS = ("izmir-him", "ilkadim-ilkim", "example")
# Zabıta, noise, building, animals with owners, aid, homeless people, the law, emergencies, staff, and a person's own.
NEVER = (
    "zabita.", "noise.", "zoning.", "aid.", "legal.", "emergency.", "meta.", "office.", "cemetery.", "animal.stray",
    "animal.bite", "animal.cruelty", "animal.injured", "animal.vaccination", "animal.adoption", "animal.sacrifice",
    "animal.other", "disaster.building_damage", "transit.driver", "transport.taxi", "tree.felling", "environment.air",
    "water.bill", "water.meter", "water.subscription", "transit.card", "transit.lost", "out.police", "multi",
)  # fmt: skip


@pytest.mark.parametrize("code", PRESETS)
def test_what_points_at_a_person_is_private(code: str) -> None:
    services = a_city(code).services.values()
    found = [service for service in services if service.code.startswith(NEVER)]
    assert len(found) > 70
    assert [service.code for service in found if not service.private or service.publish != "nothing"] == []


@pytest.mark.parametrize("code", PRESETS)
def test_every_way_to_publish_is_used_for_harmless_matters_of_the_street(code: str) -> None:
    groups = {"waste", "road", "water", "transport", "green", "animals", "other"}
    for publish in ("place", "released"):
        found = [service for service in a_city(code).services.values() if service.publish == publish]
        assert len(found) >= 8
        assert {service.group for service in found} <= groups
        assert not any(service.confidential or service.basis or service.needs_call for service in found)


@pytest.mark.parametrize("code", PRESETS)
@pytest.mark.parametrize("publish", ["place", "released"])
def test_no_setting_publishes_what_is_private(code: str, publish: str) -> None:
    preset = Preset(a_preset(code), read_json("catalogue.json"), read_json("holidays.json"))
    for service in ("zabita.vendor", "aid.homeless", "noise.neighbour", "zoning.illegal_building"):
        with pytest.raises(Invalid) as refused:
            check(preset, {}, ("services", service), {"publish": publish})
        (fault,) = refused.value.faults
        line = f"services.{service}.publish: a private service publishes nothing"
        assert (fault.field, dict(fault.values)["reason"]) == ("publish", line)


def test_a_setting_publishes_less_or_more_of_what_is_not_private() -> None:
    preset = Preset(a_preset("example"), read_json("catalogue.json"), read_json("holidays.json"))
    for service, publish in (("road.pothole", "nothing"), ("waste.bulky", "place"), ("road.works", "released")):
        _, city = check(preset, {}, ("services", service), {"publish": publish})
        assert city.services[service].publish == publish


@pytest.mark.parametrize("code", PRESETS)
def test_a_person_reads_what_fits_nowhere_before_a_peer_hears_its_number(code: str) -> None:
    replies = {service.code: service.reply for service in a_city(code).services.values()}
    assert [service for service, reply in replies.items() if reply != "realtime"] == ["meta.other"]
    assert replies["meta.other"] == "batch"
