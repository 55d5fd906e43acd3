"""What citizens' words are about, measured on texts in many tones, half of which no rule was written for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.lexicon import OFFERED, danger_heard, guess, matters
from chalicelib.core.text import fold, upper_tr
from tests.build import a_city

TEXTS = Path(__file__).parent / "texts"


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    return rows


UNSEEN, TUNED, DANGERS, HARMLESS = map(read, ("matters_unseen", "matters_tuned", "dangers", "harmless"))


def offered(rows: list[dict[str, Any]]) -> float:
    return sum(row["service"] in guess(row["text"], a_city()).services for row in rows) / len(rows)


@pytest.mark.parametrize(("rows", "least"), [(UNSEEN, 0.97), (TUNED, 0.99)], ids=["unseen", "tuned"])
def test_the_wanted_service_is_first_or_among_the_offered(rows: list[dict[str, Any]], least: float) -> None:
    assert offered(rows) >= least


@pytest.mark.parametrize("code", ["izmir-him", "ilkadim-ilkim"])
def test_the_name_of_a_district_is_no_matter_misspelt(code: str) -> None:
    city = a_city(code)
    matter = {d.name for d in city.districts if guess(f"{d.name} merkez no 12", city).services}
    assert matter <= {"Çeşme", "Seferihisar"}  # a fountain, and what begins as a trip (sefer) does, are matters too


def test_what_is_sure_is_right() -> None:
    sure = [(row["service"], told.services[0]) for row in UNSEEN if (told := guess(row["text"], a_city())).sure]
    assert len(sure) > len(UNSEEN) * 0.7
    assert sum(wanted == first for wanted, first in sure) / len(sure) >= 0.97


@pytest.mark.parametrize("typed", [fold, upper_tr, lambda text: text.replace("a ", "aaaa ") + " 😡😡"])
def test_marks_capitals_and_drawn_out_letters_change_little(typed: Any) -> None:
    assert offered([{**row, "text": typed(row["text"])} for row in UNSEEN]) >= 0.97


@pytest.mark.parametrize("row", DANGERS, ids=lambda row: row["text"])
def test_every_danger_to_life_is_heard(row: dict[str, Any]) -> None:
    assert danger_heard(row["text"], a_city())


@pytest.mark.parametrize("code", sorted({row["danger"] for row in DANGERS}))
def test_a_danger_is_nearly_always_heard_as_itself(code: str) -> None:
    heard = [danger_heard(row["text"], a_city()) for row in DANGERS if row["danger"] == code]
    assert heard.count(code) >= len(heard) * 0.85


def test_what_only_sounds_dangerous_raises_next_to_no_alarm() -> None:
    assert len(HARMLESS) >= 200
    assert len([row["text"] for row in HARMLESS if danger_heard(row["text"], a_city())]) <= 3


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cöp alınmadi 3 gundur kokudan duramiyoruz", "waste.collection"),
        ("Gaziemir'de su yok ne zmn gelcek", "water.outage"),
        ("otobüs gelmeyi da donduk", "transit.delay"),
        ("ROGAR KAPAGI YOK", "sewer.open_manhole"),
        ("sulaaaar kesiiik", "water.outage"),
        ("kldrm bozuk", "road.sidewalk"),
        ("the street light is out", "out.streetlight"),
        ("🦟🦟 çok var", "pest.control"),
    ],
)
def test_it_hears_what_people_type(text: str, first: str) -> None:
    assert guess(text, a_city()).services[0] == first


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("başvurum ne oldu", "status"),
        ("şikayet etmiştim hala cevap yok", "status"),
        ("teşekkürler", "thanks"),
        ("Merhaba", "greeting"),
        ("temsilciyle görüşmek istiyorum", "human"),
        ("4982 sayılı bilgi edinme başvurusu yapacağım", "foi"),
        ("kişisel verilerimi silin", "privacy"),
        ("erzak yardımı istiyorum", "aid"),
        ("evet", "yes"),
        ("Evt dogru", "yes"),
        ("hayır", "no"),
        ("menü", "menu"),
        ("merhaba çöp alınmadı", ""),
        ("lütfen çöpü alın, teşekkürler", ""),
        ("", ""),
    ],
)
def test_it_hears_what_is_wanted(text: str, intent: str) -> None:
    assert guess(text, a_city()).intent == intent


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Çöpler alınmadı. Ayrıca sokak lambası yanmıyor", ("Çöpler alınmadı.", "sokak lambası yanmıyor")),
        ("çöp alınmadı, sokak lambası yanmıyor", ("çöp alınmadı", "sokak lambası yanmıyor")),
        ("Merhaba. Çöpler üç gündür alınmadı. Kokudan duramıyoruz!", None),
        ("Su yok 2 gündür, bebek var evde", None),
        ("kaldırımda çukur", None),
        ("", None),
    ],
)
def test_several_matters_are_told_apart(text: str, parts: tuple[str, ...] | None) -> None:
    assert matters(text, a_city()) == (parts or (text,))


@pytest.mark.parametrize("text", ["\ud800", "a" * 5000, "su " * 2000, "🦟" * 500, "+ = ~ * !", "\x00\n\n;;,"])
def test_hostile_text_is_no_matter(text: str) -> None:
    assert len(guess(text, a_city()).services) <= OFFERED
    assert danger_heard(text, a_city()) == ""
    assert matters(text, a_city())
