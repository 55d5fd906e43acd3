"""SMS: how many parts a text is sent in, and how it is kept short enough for one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.core.text import plain

# Turkish carriers append a sender code and may cut full-length messages (facts: Mapp's guide to Türkiye).
LIMIT = 145

# 3GPP TS 23.038 §6.2.1, the default alphabet: one septet each; §6.2.1.1, its extension: an escape before each.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
# TS 23.038 §4 and TS 23.040 §9.2.3.24.1: 140 octets a part, six of them for the header where there are several parts.
_SEPTETS = (160, 153)
_UNITS = (70, 67)

# What stands in square brackets is left out where a text is too long, the last one first.
_SPARE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Coded:
    """A text as a phone network counts it: `length` in septets of GSM-7 or in UTF-16 units of UCS-2."""

    encoding: Literal["GSM-7", "UCS-2"]
    length: int
    parts: int


def parts(text: str) -> Coded:
    """What it takes to send `text`: 160 septets alone and 153 in each of many, 70 and 67 units where a character is not
    of GSM-7. No character is split between parts. The national tables, which not every provider uses, are not counted.
    """
    if all(mark in _BASIC or mark in _EXTENDED for mark in text):
        return _coded("GSM-7", [2 if mark in _EXTENDED else 1 for mark in text], *_SEPTETS)
    return _coded("UCS-2", [2 if ord(mark) > 0xFFFF else 1 for mark in text], *_UNITS)


def fit(text: str, *, folded: bool) -> str:
    """The text in at most LIMIT characters; `folded` to plain letters, or with its own.

    Parts in square brackets may go, the last first; then words at the end, never half a word or half a number.
    """
    while True:
        said = _finished(whole(text), folded=folded)
        spare = list(_SPARE.finditer(text))
        if len(said) <= LIMIT or not spare:
            return _shortened(said)
        text = text[: spare[-1].start()] + text[spare[-1].end() :]


def whole(text: str) -> str:
    """The text with everything that may be left out, where there is room for it."""
    return " ".join(_SPARE.sub(r"\1", text).split())


def without_marks(value: object) -> str:
    """A value for a text, which must not be taken for a part that may go."""
    return str(value).translate(str.maketrans("", "", "[]"))


def _finished(said: str, *, folded: bool) -> str:
    return plain(said).strip() if folded else said


def _shortened(said: str) -> str:
    words = said.split(" ")
    while len(" ".join(words)) > LIMIT:
        last = words.pop()
        while words and last[:1].isdigit() and words[-1][-1:].isdigit():  # "444 55 01" is one number
            last = words.pop()
    return " ".join(words).rstrip(" ,;:")


def _coded(encoding: Literal["GSM-7", "UCS-2"], widths: Iterable[int], alone: int, each: int) -> Coded:
    taken = list(widths)
    length = sum(taken)
    if length <= alone:
        return Coded(encoding, length, 1)
    count, room = 1, each
    for width in taken:
        if width > room:
            count, room = count + 1, each
        room -= width
    return Coded(encoding, length, count)
