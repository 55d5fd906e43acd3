"""Every sentence of the pages is there in both languages, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path

from chalicelib import wire

ROOM = Path(wire.__file__).parent
SENTENCES = {
    code: sentence
    for name in ("web.json", "form.json")
    for code, sentence in json.loads((ROOM / "texts" / name).read_text(encoding="utf-8")).items()
}
SOURCES = [*(ROOM / "web" / "templates").rglob("*.html"), *(ROOM / "entry").glob("*.py")]
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
CODES = {code for code in re.findall(r'"((?:web|form)\.[a-z_.-]*[a-z_])"', SOURCE) if not code.endswith(".html")}
# Codes that are put together: a stem and what follows from the data.
STEMS = (
    "web.within.", "web.left.", "web.reach.", "web.kind.", "web.form.basis.", "web.form.notify.", "web.form.who-",
    "web.find.wait-",
)  # fmt: skip


def test_every_sentence_that_is_said_exists() -> None:
    assert CODES - SENTENCES.keys() == set()


def test_no_sentence_is_left_over() -> None:
    labels = {"web.form.first-name", "web.form.last-name", "web.form.on-behalf-of", "web.form.basis"}
    spare = {code for code in SENTENCES if not code.startswith(STEMS)} - CODES - labels
    assert spare == set()


def test_both_languages_fill_in_the_same_values() -> None:
    for code, sentence in SENTENCES.items():
        tr, en = (set(re.findall(r"\{(\w*)\}", sentence[language])) for language in ("tr", "en"))
        assert tr == en or not en, code


def test_nobody_is_shouted_at() -> None:
    assert [code for code, sentence in SENTENCES.items() if "!" in sentence["tr"] + sentence["en"]] == []
