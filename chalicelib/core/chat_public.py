"""What an answer that everybody can read must not say."""

from __future__ import annotations

import re

from chalicelib.core.city import City
from chalicelib.core.contact import read_phone
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.text import ascii_digits, fold
from chalicelib.core.tracking import read

HIDING = ("personal_data", "insult", "spam")
"""Why a comment may be hidden. Criticism is no reason."""

_DIGITS = re.compile(r"\+?\d[\d ().\-/\u00a0\u2010-\u2015]{5,30}\d")
_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\W\d_]{2,}")
_LONGEST = 12  # digits of a phone with its country's, and of a request; more are an account, or several numbers
_NAME = 3  # letters: shorter parts of a name are in every other word


def leak(text: str, city: City, name: str = "") -> str:
    """What personal data a public answer would show, as the code of a fault: "public-phone", "public-email",
    "public-identity" (of a person or an account), "public-number" (of a request), "public-name" of
    whoever commented; "" for none.

    What the municipality publishes of itself may be said: the values of `city.channels`, and its line.
    """
    plain = ascii_digits(text)
    own = {_bare(channel.value) for channel in city.channels} | {_bare(city.line)}
    for written in _EMAIL.findall(plain):
        if written.strip(".,;:!?").lower() not in {channel.value.lower() for channel in city.channels}:
            return "public-email"
    for found in _DIGITS.finditer(plain):
        if _bare(found[0]) not in own and (code := _meaning(found[0])):
            return code
    return "public-name" if _names(text, name) else ""


def is_identity_number(digits: str) -> bool:
    """Whether eleven digits are a Turkish identity number: its tenth and eleventh digits check the others (NVİ)."""
    if len(digits) != 11 or not digits.isdecimal() or digits[0] == "0":
        return False
    each = [int(digit) for digit in digits]
    tenth = (7 * sum(each[0:9:2]) - sum(each[1:8:2])) % 10
    return each[9] == tenth and each[10] == sum(each[:10]) % 10


def _meaning(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    if len(digits) > _LONGEST or is_identity_number(digits):
        return "public-identity"
    try:
        read(digits)
    except NotFound:
        pass
    else:
        return "public-number"
    try:
        read_phone(written)
    except Invalid:
        return ""
    return "public-phone"


def _names(text: str, name: str) -> bool:
    said = fold(text).split()
    parts = [part for part in fold(name).split() if len(part) >= _NAME]
    return len(parts) > 1 and all(part in said for part in parts)


def _bare(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return re.sub(r"^(0090|90|0)(?=\d{10}$)", "", digits)
