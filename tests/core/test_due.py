"""Every line of an explanation has its sentence, said in words a citizen can check."""

from __future__ import annotations

import json
from string import Formatter

from chalicelib.core.due import LINES, line
from chalicelib.core.words import say_line
from tests.build import the_wording
from tests.core.calendars import DATA


def test_every_line_has_its_sentence_in_both_languages() -> None:
    sentences = json.loads((DATA / "texts" / "due.json").read_text(encoding="utf-8"))
    assert {f"due.{code}" for code in LINES} == set(sentences)
    for code, names in LINES.items():
        for language in ("tr", "en"):
            placeholders = {name for _, name, _, _ in Formatter().parse(sentences[f"due.{code}"][language]) if name}
            assert placeholders == set(names), (code, language)


def test_a_pause_is_said_with_its_moments_in_words() -> None:
    pause = line("paused", since="2026-11-23T10:00+03:00", until="2026-11-24T09:30+03:00")
    assert "23 Kasım 2026 Pazartesi 10.00 ile 24 Kasım 2026 Salı 09.30 arasında" in say_line(pause, the_wording(), "tr")
    assert "Between Monday 23 November 2026, 10:00 and Tuesday" in say_line(pause, the_wording(), "en")


def test_a_fee_is_said_with_its_days_in_words() -> None:
    cut = line("fee-cut", day="2026-11-23", to="2026-12-01")
    said = say_line(cut, the_wording(), "tr")
    assert "23 Kasım 2026 Pazartesi günü bildirildi" in said
    assert "1 Aralık 2026 Salı gününden sonra" in said
