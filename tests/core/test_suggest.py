"""What a text could be filed as."""

from __future__ import annotations

import pytest

from chalicelib.core.suggest import MOST, suggest
from tests.build import a_city
from tests.hostile import payloads


@pytest.mark.parametrize(
    ("text", "service", "word"),
    [
        ("Sokağımızda büyük bir çukur var.", "road.pothole", "çukur"),
        ("çöp konteyneri taşmış, kokuyor", "waste.collection", "konteyneri"),
        ("sokak lambası yanmıyor", "out.streetlight", "lambası"),
        ("sular kesik", "water.outage", "sular"),
    ],
)
def test_a_matter_is_suggested_with_the_words_that_speak_for_it(text: str, service: str, word: str) -> None:
    found = {each.service: each.words for each in suggest(text, a_city())}
    assert word in found[service]


@pytest.mark.parametrize("text", ["", "   ", "merhaba", "123", "🙂", "\ud800"])
def test_a_text_that_says_nothing_suggests_nothing(text: str) -> None:
    assert suggest(text, a_city()) == ()


def test_only_what_the_form_offers_is_suggested_and_never_too_much() -> None:
    city = a_city()
    text = "çöp, çukur, su, kanalizasyon, ağaç, köpek, otobüs, lamba, gürültü, inşaat, teşekkür, personel"
    found = suggest(text, city)
    assert 0 < len(found) <= MOST
    assert all(city.services[each.service].listed for each in found)


def test_the_words_are_words_of_the_text() -> None:
    text = "Otobüs durağındaki cam kırılmış, çocuklar kesilebilir!"
    for found in suggest(text, a_city()):
        assert found.words
        assert all(word in text for word in found.words)


def test_hostile_texts_are_heard_out() -> None:
    for payload in payloads(7, 100):
        suggest(payload.body.decode("utf-8", "replace")[:5000], a_city())
