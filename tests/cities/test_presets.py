"""The presets of the repository: complete, plausible, and right for the labelled texts of citizens."""

import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.city import City, Owner
from chalicelib.core.routing import danger_in, road_class
from chalicelib.core.text import fold, mentions
from tests.cities.reading import CITIES, a_city

PRESETS = sorted(path.parent.name for path in CITIES.glob("*/city.json"))
SAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "sample_requests.json").read_text(encoding="utf-8")
)
CITY_OF = {"izmir": "izmir-him", "ilkadim": "ilkadim-ilkim"}

# Who must get each labelled text: the accountable unit or the other body, then the units told beside it.
EXPECTED = {
    1: Owner(body="konak-belediyesi"),
    3: Owner(unit="fen-isleri"),
    5: Owner(unit="izsu"),
    7: Owner(body="saski", also=("fen-isleri",)),
    9: Owner(unit="eshot"),
    11: Owner(unit="park-bahceler"),
    13: Owner(unit="park-bahceler"),
    15: Owner(unit="zabita"),
    17: Owner(unit="veteriner-isleri"),
    19: Owner(unit="sosyal-hizmetler"),
    21: Owner(unit="sosyal-hizmetler"),
    23: Owner(unit="vefa-timi"),
    25: Owner(unit="sosyal-hizmetler", also=("saglik-isleri",)),
    27: Owner(unit="sosyal-hizmetler", also=("zabita",)),
    29: Owner(body="district"),
    31: Owner(unit="akom", also=("izsu",)),
    33: Owner(body="dogal-gaz-187", also=("zabita",)),
    35: Owner(unit="saglik-isleri"),
    37: Owner(unit="ulasim"),
    39: Owner(unit="kvkk-irtibat"),
    41: Owner(unit="ilkim"),
    43: Owner(unit="cagri-merkezi"),
    45: Owner(unit="ilkim"),
}
DANGERS = {7: "open_manhole", 31: "flood", 33: "gas", 43: "self_harm"}


@functools.cache
def city_of(code: str) -> City:
    return a_city(code)


def read_owner(city: City, service: str, text: str) -> Owner:
    """The table read as a clerk would: road class, then the district named by the text."""
    row = city.services[service]
    owner = row.side_owner if row.side_owner and road_class("", text) == "side" else row.owner
    named = [district.body for district in city.districts if mentions(fold(text), (fold(district.name),))]
    return Owner(body=named[0], also=owner.also) if owner.body == "district" and named else owner


def read_priority(city: City, sample: dict[str, Any]) -> str:
    """The default, raised to P2 by words of an injury, P5 for a suggestion."""
    priority = city.services[sample["category"]].priority
    if sample["kind"] == "suggestion":
        return "P5"
    return "P2" if priority > "P2" and mentions(fold(sample["text"]), city.urgent_words) else priority


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["id"]))
def test_labelled_text_reaches_its_unit_and_priority(sample: dict[str, Any]) -> None:
    city = city_of(CITY_OF[sample["city"]])
    assert read_owner(city, sample["category"], sample["text"]) == EXPECTED[sample["id"]]
    assert read_priority(city, sample) == sample["priority"]
    assert city.services[sample["category"]].confidential == (sample["social_aid"] or sample["id"] == 43)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["id"]))
def test_only_texts_of_danger_sound_dangerous(sample: dict[str, Any]) -> None:
    city = city_of(CITY_OF[sample["city"]])
    assert danger_in(fold(sample["text"]), city) == DANGERS.get(sample["id"], "")
    if sample["id"] in DANGERS:
        assert city.services[sample["category"]].danger == DANGERS[sample["id"]]


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("Gaziemir'de otobüs gelmedi", ""),
        ("Salıncak kırık, çocuklar düşecek", ""),
        ("Asansörde mahsur kaldık", "injury"),
        ("Apartmanda GAZ KOKUSU var", "gas"),
        ("Fırtınada elektrik kablosu koptu", "wire"),
        ("Bodrumu su bastı", "flood"),
        ("Karşı evde yangın çıktı", "fire"),
        ("Parka bayıldık, teşekkürler", ""),
        ("Caddenin ortası çöktü", "collapse"),
        ("Oğlum kayboldu", "missing"),
    ],
)
def test_danger_words_hear_what_is_meant(text: str, danger: str) -> None:
    assert danger_in(fold(text), city_of("izmir-him")) == danger


def test_future_fall_is_no_injury_and_past_fall_is() -> None:
    words = city_of("izmir-him").urgent_words
    assert not mentions(fold("çocuklar düşecek, kanal taşacak"), words)
    assert mentions(fold("dün bir çocuk düştü"), words)


@pytest.mark.parametrize("code", PRESETS)
def test_folder_is_named_after_the_city(code: str) -> None:
    assert city_of(code).code == code


@pytest.mark.parametrize(("code", "least"), [("izmir-him", 20), ("ilkadim-ilkim", 12), ("example", 3)])
def test_preset_has_its_units(code: str, least: int) -> None:
    assert len(city_of(code).units) >= least


@pytest.mark.parametrize("code", PRESETS)
def test_who_must_hear_of_danger_to_life_can_be_reached_at_night(code: str) -> None:
    city = city_of(code)
    told = {city.desk}
    for service in city.services.values():
        owners = (service.owner, service.side_owner) if service.side_owner else (service.owner,)
        if service.priority == "P1":
            told.update(unit for owner in owners for unit in (owner.unit, *owner.also) if unit)
        if service.priority == "P2":
            told.update(owner.unit for owner in owners if owner.unit)
    assert [unit for unit in told if not city.units[unit].duty_phone] == []


@pytest.mark.parametrize("code", PRESETS)
def test_no_address_of_a_preset_can_reach_anyone(code: str) -> None:
    city = city_of(code)
    mails = [unit.email for unit in city.units.values()]
    mails += [body.email for body in city.bodies.values() if body.email]
    phones = [unit.duty_phone for unit in city.units.values() if unit.duty_phone]
    assert [mail for mail in mails if not mail.endswith(".example.org")] == []
    assert [phone for phone in phones if not phone.startswith("+90500000")] == []
    assert len(set(mails)) == len(mails)
    assert len(set(phones)) == len(phones)


@pytest.mark.parametrize("code", ["izmir-him", "ilkadim-ilkim"])
def test_what_no_source_confirms_is_marked(code: str) -> None:
    units = city_of(code).units.values()
    assert [unit.code for unit in units if unit.confirmed == unit.source.startswith("not confirmed")] == []
    assert any(not unit.confirmed for unit in units)


def test_every_district_of_izmir_can_be_referred_to() -> None:
    city = city_of("izmir-him")
    assert len(city.districts) == 30
    assert {body.code for body in city.bodies.values() if not body.email} >= {"kiraz-belediyesi", "beydag-belediyesi"}
    assert city.bodies["konak-belediyesi"].email


@pytest.mark.parametrize("code", PRESETS)
def test_every_group_and_every_prefix_has_an_other(code: str) -> None:
    services = city_of(code).services
    groups = {service.group for service in services.values()}
    assert groups == {group.code for group in city_of(code).groups}
    assert {service.group for service in services.values() if service.code.endswith(".other")} == groups
    prefixes = {service.partition(".")[0] for service in services if "." in service}
    assert [prefix for prefix in prefixes if f"{prefix}.other" not in services] == []


def test_every_code_of_the_labelled_texts_is_known() -> None:
    assert {sample["category"] for sample in SAMPLES} <= set(city_of("example").services)


@pytest.mark.parametrize("code", PRESETS)
def test_short_labels_differ_inside_a_group(code: str) -> None:
    for group in city_of(code).groups:
        for language in ("tr", "en"):
            shorts = [s.short.say(language) for s in city_of(code).services.values() if s.group == group.code]
            assert len(set(shorts)) == len(shorts)


def test_notice_names_the_controller_and_leaves_no_gap() -> None:
    city = city_of("ilkadim-ilkim")
    for language in ("tr", "en"):
        assert city.name.say(language) in city.notice.say(language)
        assert not re.search(r"[{}]", city.notice.say(language))


def test_dangers_name_the_lines_the_law_gives() -> None:
    lines = {code: danger.lines for code, danger in city_of("izmir-him").dangers.items()}
    assert lines["gas"] == ("187", "112")
    assert lines["wire"] == ("186", "112")
    assert {code: row for code, row in lines.items() if "112" not in row} == {}
    for danger in city_of("izmir-him").dangers.values():
        assert all(line in danger.text.tr and line in danger.text.en for line in danger.lines)


@pytest.mark.parametrize("code", PRESETS)
def test_confidential_service_reaches_no_other_body(code: str) -> None:
    services = city_of(code).services.values()
    assert [service.code for service in services if service.confidential and service.owner.body] == []
