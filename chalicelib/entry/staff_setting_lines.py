"""Settings of several parts as people write them: a roster or outcomes line by line, rungs and providers by commas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.core.contact import read_phone, spell_phone
from chalicelib.core.errors import Invalid
from chalicelib.core.hours import DAYS
from chalicelib.core.text import fold
from chalicelib.entry.pages import say

NAMES = frozenset({"roster", "outcomes", "waits", "providers"})
RESULTS = ("positive", "partial", "negative")

_BAR = "|"
_WORD = re.compile(r"[^\W\d_]+")


def read_lines(name: str, text: str) -> list[object]:
    """What a field of NAMES says: "mon-fri | 17:30-08:30 | 0532 …, 0533 …", "code | positive | Turkish | English",
    "15, 30" or "ses, smtp". Days and results are understood in both languages.

    Raises ValueError with the line that cannot be read; whether its parts are right is for the settings to say.
    """
    if name == "waits":
        return [_number(part) for part in _by_commas(text)]
    if name == "providers":
        return list(_by_commas(text))
    read = {"roster": _shift, "outcomes": _outcome}[name]
    return [read(line) for line in text.splitlines() if line.strip()]


def write_lines(name: str, value: Iterable[Any], language: str) -> str:
    """The same the other way round, in the words of `language`."""
    if name in ("waits", "providers"):
        return ", ".join(str(part) for part in value)
    write = {"roster": _written_shift, "outcomes": _written_outcome}[name]
    return "\n".join(f" {_BAR} ".join(write(row, language)) for row in value)


def _shift(line: str) -> object:
    days, hours, phones = _parts(line, 3)
    codes = _codes("console.settings.day", DAYS)
    return {
        "days": _WORD.sub(lambda word: codes.get(fold(word[0]), word[0]), days),
        "hours": hours,
        "phones": [_phone(phone) for phone in phones.split(",") if phone.strip()],
    }


def _outcome(line: str) -> object:
    code, result, turkish, english = _parts(line, 4)
    kind = _codes("console.settings.result", RESULTS).get(fold(result), result)
    return {"code": code, "kind": kind, "text": {"tr": turkish, "en": english}}


def _written_shift(row: Mapping[str, Any], language: str) -> tuple[str, ...]:
    days = _WORD.sub(lambda word: say(f"console.settings.day.{word[0]}", language), str(row["days"]))
    return days, str(row["hours"]), ", ".join(map(spell_phone, row["phones"]))


def _written_outcome(row: Mapping[str, Any], language: str) -> tuple[str, ...]:
    return row["code"], say(f"console.settings.result.{row['kind']}", language), row["text"]["tr"], row["text"]["en"]


def _by_commas(text: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", text) if part]


def _parts(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split(_BAR)]
    if len(parts) != count:
        raise ValueError(line.strip())
    return parts


def _codes(stem: str, codes: Iterable[str]) -> dict[str, str]:
    """Each code by its folded words in both languages."""
    return {fold(say(f"{stem}.{code}", language)): code for code in codes for language in ("tr", "en")}


def _phone(written: str) -> str:
    try:
        return read_phone(written).e164
    except Invalid:
        return written.strip()  # the settings say what is wrong with it


def _number(part: str) -> int:
    try:
        return int(part)
    except ValueError as error:
        raise ValueError(part) from error
