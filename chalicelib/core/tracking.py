"""The request number: derived, shown, read back from what people type, and the secrets that prove it is theirs."""

from __future__ import annotations

import hmac
import re
import unicodedata

from chalicelib.core.errors import NotFound
from chalicelib.core.text import ascii_digits, without_bidi

_LONGEST_INPUT = 80

# H. M. Damm, "Total anti-symmetrische Quasigruppen" (Marburg 2004): every single wrong digit and every swap of
# neighbours leaves a remainder other than 0.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

_NUMBER = re.compile(
    r"(?:\D*(?:[nN][oO]|[.:#\s]))?"  # "Başvuru No: ", "#"
    r"(?P<digits>[0-9OoIlı](?:[\s.\-\u2010-\u2015\u2212_/]*[0-9OoIlı]){11})"
)
_LOOKALIKES = str.maketrans("OoIlı", "00111")


def derive(secret: bytes, channel: str, source: str, year: int, attempt: int) -> str:
    """The twelve digits of a request: year (2), nine from a keyed hash of its source, one check digit.

    The same arguments always give the same number, which makes the number the idempotency. `year` has four digits,
    `source` is the channel's own id, `attempt` counts from 0 and moves on when the number belongs to another source.
    """
    mark = _mac(secret, "number", channel, source, str(year), str(attempt))
    body = f"{year % 100:02d}{int.from_bytes(mark[:16], 'big') % 10**9:09d}"
    return body + _remainder(body)


def show(number: str) -> str:
    """The number in groups of four, as printed and dictated: '2611-4817-3056'."""
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def read(text: str) -> str:
    """The twelve digits meant by what a person typed, or spoke and someone else typed.

    Spaces, dashes, dots, digits of any script, a leading 'No:' or '#', O for 0 and I or l for 1 are understood.
    Raises NotFound ("mistyped") when the length or the check digit is wrong.
    """
    written = without_bidi(text).strip()
    if len(written) > _LONGEST_INPUT:
        raise NotFound("mistyped")
    found = _NUMBER.fullmatch(ascii_digits(unicodedata.normalize("NFKC", written)))
    number = re.sub(r"\D", "", found["digits"].translate(_LOOKALIKES)) if found else ""
    if not number or _remainder(number) != "0":
        raise NotFound("mistyped")
    return number


def pin(secret: bytes, number: str, edition: int) -> str:
    """The six-digit takip şifresi of a request; a new `edition` makes a new one and voids the old."""
    mark = _mac(secret, "pin", number, str(edition))
    return f"{int.from_bytes(mark[:16], 'big') % 10**6:06d}"


def key_hash(secret: bytes, purpose: str, text: str) -> str:
    """A keyed hash, 32 hexadecimal characters, that stands for a source or a citizen where the text may not be kept."""
    return _mac(secret, "key", purpose, text).hex()[:32]


def same(left: str, right: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(_bytes(left), _bytes(right))


def _remainder(digits: str) -> str:
    """The check digit of `digits`; '0' if they end in their own."""
    row = "0"
    for digit in digits:
        row = _DAMM[int(row)][int(digit)]
    return row


def _mac(secret: bytes, *fields: str) -> bytes:
    # Each field carries its length, so that ("a", "bc") and ("ab", "c") differ.
    parts = [_bytes(field) for field in fields]
    message = b"".join(b"%d:%b" % (len(part), part) for part in parts)
    return hmac.digest(secret, message, "sha256")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
