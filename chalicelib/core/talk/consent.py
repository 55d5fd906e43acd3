"""Short answers as people type them: yes, no, a person, a number of a list; and what must not be kept of them."""

from __future__ import annotations

import re

from chalicelib.core.errors import NotFound
from chalicelib.core.text import ascii_digits, fold
from chalicelib.core.tracking import read


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


YES = _phrases(
    "evet|evt|ewet|eved|e|he|hee|aynen|dogru|dogrudur|tamam|tmm|tm|ok|okey|olur|gonder|gonderin|gonderebilirsiniz"
    "|yolla|evet dogru|evet gonder|evet gonderin|evet lutfen|tabi|tabii|onayliyorum|yes|yep|yeah|correct|send|send it"
    "|sure|yes please|نعم"
)
NO = _phrases("hayir|hyr|yok|degil|yanlis|hayir degil|olmaz|gonderme|no|nope|wrong|not that|لا")
HUMAN = _phrases(
    "0|temsilci|insan|yetkili|operator|musteri temsilcisi|temsilciye bagla|insanla gorusmek istiyorum|canli destek"
    "|agent|human|representative|a person|موظف"
)
MENU = _phrases("menu|ana menu|basa don|bastan|konular|main menu|start|قائمة")
GREETINGS = _phrases(
    "merhaba|merhabalar|mrb|selam|selamlar|slm|selamun aleykum|selamunaleykum|sa|iyi gunler|iyi aksamlar|iyi geceler"
    "|gunaydin|kolay gelsin|iyi calismalar|hello|hi|hey|good morning|good evening|مرحبا|السلام عليكم"
)
LANGUAGES = _phrases("english|ingilizce|turkce|turkish")

COVERED = "•" * 11
"""What stands in the place of an identity number."""

# A Turkish identity number: eleven digits, the first not 0, with two check digits.
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")
_NUMBER = re.compile(r"(?<![\d+])\d(?:[\s.\-/]{0,3}\d){11}(?![\d])")


def is_one_of(text: str, words: frozenset[str]) -> bool:
    """Whether the whole message is one of these."""
    return fold(text) in words


def chosen_number(text: str, offered: tuple[str, ...]) -> str:
    """The id of the choice whose place in the list was typed ("2", "2)", "٢"); "" where none was."""
    typed = fold(ascii_digits(text))
    if not typed.isascii() or not typed.isdigit() or len(typed) > 2 or not 1 <= int(typed) <= len(offered):
        return ""
    return offered[int(typed) - 1]


def number_in(text: str) -> str:
    """The number of a request that stands in the text, twelve digits; "" where none does."""
    for found in _NUMBER.finditer(ascii_digits(text)[:2000]):
        try:
            return read(found[0])
        except NotFound:
            continue
    return ""


def hide_identity(text: str) -> str:
    """The text with every valid Turkish identity number in it covered: nobody needs it in a chat.

    The tenth digit is (7 × the odd ones − the even ones) mod 10, the eleventh the sum of the ten before it mod 10.
    """
    kept = text
    for found in _IDENTITY.finditer(ascii_digits(text)):  # digit by digit the same length
        if _is_identity(found[0]):
            kept = f"{kept[: found.start()]}{COVERED}{kept[found.end() :]}"
    return kept


def _is_identity(text: str) -> bool:
    digits = [int(mark) for mark in text]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return len(set(digits[:10])) > 1 and digits[9] == tenth and digits[10] == sum(digits[:10]) % 10
