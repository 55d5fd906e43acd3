"""A lexicon is read whole or refused by the name of its key, and a preset may add to it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import Misconfigured
from chalicelib.core.lexicon import danger_heard, guess
from chalicelib.core.preset import read_city
from tests.cities.reading import a_preset, read_json

CATALOGUE = {key: value for key, value in read_json("catalogue.json").items() if key != "lexicon"}


def city_with(**lexicons: Any) -> Any:
    return read_city(a_preset("example"), CATALOGUE | lexicons, read_json("holidays.json"))


@pytest.mark.parametrize(
    ("lexicon", "fault"),
    [
        ({"services": {"waste.colection": {"9": "cop"}}}, "lexicon.services.waste.colection: no such code"),
        ({"services": {"road.hump": {"nine": "kasis"}}}, "lexicon.services.road.hump.nine: not of the form"),
        ({"services": {"road.hump": {"9": "Kasis"}}}, "lexicon.services.road.hump.9: not a list of folded"),
        ({"services": {"road.hump": {"9": "kasis,tumsek"}}}, "lexicon.services.road.hump.9: not a list"),
        ({"services": {"road.hump": {"9": "BUMP + hiz"}}}, 'lexicon.sets: no set "BUMP"'),
        ({"sets": {"bump": "kasis"}}, "lexicon.sets.bump: not of the form"),
        ({"intents": {"sing": {"9": "la"}}}, "lexicon.intents.sing: no such code"),
        ({"dangers": {"fires": {"9": "yangin"}}}, "lexicon.dangers.fires: no such code"),
        ({"servces": {}}, "lexicon.servces: unknown key"),
    ],
)
def test_a_mistake_is_named_by_its_key(lexicon: dict[str, Any], fault: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        city_with(lexicon=lexicon)
    assert [line for line in refused.value.lines if line.startswith(fault)]


def test_a_preset_adds_words_and_members_of_sets() -> None:
    common = {"sets": {"BUMP": "kasis", "ISTEK": "istiyor"}, "services": {"road.hump": {"9": "BUMP + ISTEK"}}}
    own = {"sets": {"BUMP": "tumsek"}, "services": {"road.hump": {"9": "yavaslatici"}}}
    city = city_with(lexicon=common, own_lexicon=own)
    for text in ("kasis istiyoruz", "tümsek istiyoruz", "yavaşlatıcı"):
        assert guess(text, city).services == ("road.hump",)


def test_without_a_lexicon_the_words_of_the_dangers_are_still_heard() -> None:
    assert danger_heard("karşı evde yangın çıktı", city_with()) == "fire"
    assert danger_heard("yangın merdiveni kilitli", city_with()) == ""
    assert guess("karşı evde yangın çıktı", city_with()).services == ()
