"""What a second pen wrote: texts that the lexicon was widened by, and texts held out, that no rule was written for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.core.lexicon import danger_heard, danger_told, guess
from chalicelib.core.spelling import Vocabulary
from tests.build import a_city

TEXTS = Path(__file__).parent / "texts"
Rows = list[dict[str, str]]


def read(name: str) -> Rows:
    rows: Rows = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def alarmed(rows: Rows) -> list[str]:
    return [row["text"] for row in rows if danger_told(row["text"], a_city())]


@pytest.mark.parametrize(("name", "first", "offered"), [("second_pen", 0.9, 0.99), ("hold_out", 0.85, 0.95)])
def test_the_wanted_service_is_offered_and_mostly_first(name: str, first: float, offered: float) -> None:
    rows = read(name)
    told = [(row["service"], guess(row["text"], a_city()).services) for row in rows]
    assert sum(wanted == services[:1][0] for wanted, services in told if services) >= first * len(rows)
    assert sum(wanted in services for wanted, services in told) >= offered * len(rows)


@pytest.mark.parametrize("name", ["second_pen", "hold_out"])
def test_what_is_sure_is_right(name: str) -> None:
    sure = [(row["service"], told.services[0]) for row in read(name) if (told := guess(row["text"], a_city())).sure]
    assert sum(wanted == first for wanted, first in sure) >= 0.95 * len(sure)
    assert len(sure) >= 0.6 * len(read(name))


@pytest.mark.parametrize(
    ("name", "least"), [("second_pen_dangers", 0.99), ("hold_out_dangers", 0.85), ("last_look_dangers", 0.9)]
)
def test_dangers_to_life_are_heard(name: str, least: float) -> None:
    rows = read(name)
    assert len(alarmed(rows)) >= least * len(rows)


@pytest.mark.parametrize(
    ("name", "most"), [("second_pen_harmless", 0.02), ("hold_out_harmless", 0.07), ("last_look_harmless", 0.05)]
)
def test_what_only_sounds_dangerous_seldom_raises_an_alarm(name: str, most: float) -> None:
    rows = read(name)
    assert len(alarmed(rows)) <= most * len(rows), alarmed(rows)


def test_what_a_strong_rule_hears_is_not_explained_away_by_a_weaker_one() -> None:
    assert danger_heard("köpek ayağından yaralı", a_city()) == ""
    assert danger_heard("köpek çocuğun üstüne atladı yüzü kan içinde", a_city()) == "injury"
    assert danger_heard("köpek kedime saldırdı kan içinde", a_city()) == ""


def test_an_urgent_service_that_is_sure_tells_of_its_danger() -> None:
    text = "parkta yatan evsiz bir adam var üşüyor"
    assert danger_heard(text, a_city()) == ""
    assert danger_told(text, a_city()) == "injury"


@pytest.mark.parametrize(
    "text", ["yolda çukur var", "köpekler havlıyor", "intihar önleme semineri ne zaman", "ambulans sesi çok fazla", ""]
)
def test_a_service_that_is_not_urgent_or_a_harmless_text_tells_of_none(text: str) -> None:
    assert danger_told(text, a_city()) == ""


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("yaniyo", "yaniyor"),
        ("geliyom", "geliyor"),
        ("bakiyoz", "bakiyor"),
        ("gidiyolar", "gidiyor"),
        ("atlicam", "atlayacag"),
        ("gidicez", "gideceg"),
        ("duscek", "dusecek"),
        ("evdeyiz", "ev"),
    ],
)
def test_verbs_are_heard_as_they_are_said(said: str, known: str) -> None:
    assert Vocabulary([known]).find(said) == {known: 1.0}


@pytest.mark.parametrize("word", ["cocuk", "ocak", "sicak", "dogum", "cati"])
def test_other_words_are_not_taken_for_them(word: str) -> None:
    assert Vocabulary(["cat=", "dog=", "sacag", "yaniyor", "ocagin"]).find(word) == {}
