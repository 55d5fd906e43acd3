"""Plain letters make no word of ours obscene, and turn none into another word that could be meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from chalicelib.core.city import City
from chalicelib.core.moments import DAYS, MONTHS
from chalicelib.core.text import fold, lower_tr
from tests.build import a_city

TEXTS = Path(__file__).parents[2] / "chalicelib" / "texts"
CITIES = ("izmir-him", "ilkadim-ilkim", "example")
WORD = re.compile(r"[^\W\d_]+")

# What an SMS is made of: its own texts, the leads of alerts, the words for what has no name.
OF_AN_SMS = re.compile(
    r"sms\..*|.*\.sms(\..*)?|alert\.(?!legal|.*\.(what|do)$).*|bundle\.(sms|details|group|others).*|list\.confidential"
    r"|follow\.result\..*|body\.district"
)
# Beginnings of obscene words in plain letters.
OBSCENE = (
    "sik", "amcik", "amina", "aminak", "orospu", "yarrak", "yarak", "tassak", "tasak", "kahpe", "ibne", "pust", "gavat",
    "kaltak", "yavsak", "surtuk", "fahise", "dalyarak", "pezeven", "got ", "gotu ", "gotun ", "am ", "ami ", "bok ",
    "boku ", "boktan", "pic ", "pici ", "kic ", "kici ",
)  # fmt: skip
# Turkish words that plain letters cannot tell apart.
ALIKE = (
    "oldu öldü", "ol öl", "olur ölür", "olum ölüm", "on ön", "acı açı", "aç ac", "açıldı acildi", "açın acın",
    "sınır sinir", "kız kiz", "kızgın kizgin", "kır kir", "sıra şıra", "sık şık", "askı aşkı", "as aş", "aşı asi",
    "aşılırsa asılırsa", "is iş", "işi isi", "işli isli", "baş bas", "başın basın", "kaş kas", "taş tas", "taşı tası",
    "yaş yas", "yaşlı yaslı", "kıl kil", "bol böl", "bölü bolu", "don dön", "dış diş", "dışı dişi", "sis şiş",
    "hala hâlâ", "süre sure", "surede sürede", "saç sac", "saçı sacı", "kul kül", "kor kör", "koy köy", "koyu köyü",
    "kuş kus", "uç uc", "tür tur", "yarı yari", "han hân", "çoktu çöktü", "atık atik", "hali halı", "halı hâli",
    "adet âdet", "kar kâr", "şok sok", "gül gul", "kınık kinik", "çam cam", "çan can", "çanı canı", "çin cin",
    "cini çini", "mudur müdür", "ısın isin", "ışın işin", "dolu dölü", "üzüm uzum",
)  # fmt: skip
ALLOWED = {
    "açıldı": "'yeniden açıldı' after a request's number; 'acildi' would need what was urgent",
    "süre": "'süre doldu' of a request; the chapter of a book has no time limit",
    "iş": "'iş' names work in a unit's or an outcome's name; soot is called 'kurum' there",
    "aşı": "the name of a veterinary service beside its other words; no unit deals with rebels",
    "dışı": "always behind what it is outside of ('kapsam dışı', 'görev dışı')",
    "atık": "always with what is collected; nobody is called nimble in an SMS of a municipality",
    "çöktü": "with what fell in; 'çoktu' would need what there was much of",
    "kınık": "a district, always beside a service",
    "kar": "with ice and salt; nobody's profit is cleared from a road",
    "yaşlı": "services for the elderly; there are none for mourners, who would say 'taziye'",
    "basın": "the press office; 'başın' would need whose head",
}


def spoken(city: City) -> Iterator[str]:
    """Everything that can stand in an SMS of this city."""
    for file in TEXTS.glob("*.json"):
        for code, sentence in json.loads(file.read_text(encoding="utf-8")).items():
            if OF_AN_SMS.fullmatch(code):
                yield re.sub(r"\{\w+\}", " ", sentence["tr"])
    yield from (unit.short.tr for unit in city.units.values())
    yield from (body.name.tr for body in city.bodies.values())
    yield from (district.name for district in city.districts)
    yield from (city.name.tr, city.centre.tr, *MONTHS["tr"], *DAYS["tr"])
    for service in city.services.values():
        yield service.short.tr
        yield from (outcome.text.tr for outcome in service.outcomes)


def words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in WORD.findall(lower_tr(text))}


def obscene(words: Iterable[str]) -> list[str]:
    """Words that are so only in plain letters."""
    return sorted(word for word in words if f"{fold(word)} ".startswith(OBSCENE))


def ambiguous(words: Iterable[str]) -> list[str]:
    """Words of which plain letters make another one."""
    groups = [frozenset(group.split()) for group in ALIKE]
    found = {
        word
        for word in words
        for group in groups
        if word in group and any(fold(other) == fold(word) for other in group - {word})
    }
    return sorted(found - ALLOWED.keys())


@pytest.mark.parametrize("code", CITIES)
def test_no_word_of_an_sms_is_obscene_in_plain_letters(code: str) -> None:
    assert obscene(words_of(spoken(a_city(code)))) == []


@pytest.mark.parametrize("code", CITIES)
def test_no_word_of_an_sms_could_be_another_in_plain_letters(code: str) -> None:
    assert ambiguous(words_of(spoken(a_city(code)))) == []


def test_the_words_are_those_of_every_text_and_name() -> None:
    words = words_of(spoken(a_city()))
    assert {"başvurunuz", "onarıldı", "konak", "ağustos", "nöbetçiler", "çukur"} - words <= {"nöbetçiler"}
    assert len(words) > 400


@pytest.mark.parametrize("word", ["sıkıntı", "sıkışık", "şikâyet", "piç"])
def test_an_obscene_word_would_be_found(word: str) -> None:
    assert obscene([word]) == [word]


@pytest.mark.parametrize("word", ["öldü", "hâlâ", "sınır", "açın", "aşılırsa", "kız"])
def test_an_ambiguous_word_would_be_found(word: str) -> None:
    assert ambiguous([word]) == [word]


def test_every_group_is_of_words_that_fold_alike() -> None:
    assert [group for group in ALIKE if len({fold(word) for word in group.split()}) > 1] == []


def test_nothing_is_allowed_that_is_not_said() -> None:
    said = set().union(*(words_of(spoken(a_city(code))) for code in CITIES))
    assert set(ALLOWED) - said == set()
