"""One-time codes: what proves that a phone is somebody's, and the sessions that follow from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.core.limits import Rate
from chalicelib.core.text import ascii_digits
from chalicelib.core.tracking import key_hash

CHANNELS = ("sms", "whatsapp")
"""By which a code can be sent."""

LIFETIME = timedelta(minutes=5)
GUESSES = 5
SESSION = timedelta(days=30)

PER_PHONE = Rate(burst=3, seconds=20 * 60)
PER_PHONE_A_DAY = 10
"""Codes to one phone, whoever asks: enough for somebody whose network is slow, too few to bother a stranger. A day's
guesses are fifty of a million."""

_CODE = re.compile(r"\d{6}")
_ID = re.compile(r"[0-9a-f]{32}")
_TOKEN = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was sent: `hash` is the keyed hash of its six digits, `citizen` that of the contact it was sent to,
    `guesses` how many are left, `phone` the number as it may be shown again."""

    id: str
    hash: str
    citizen: str
    guesses: int
    phone: str = ""


def digits_of(random: str) -> str:
    """Six digits of 32 random hexadecimal characters."""
    return f"{int(random, 16) % 10**6:06d}"


def hash_of(secret: bytes, id: str, digits: str) -> str:
    """What is stored of a code's digits; it is worth nothing under another id."""
    return key_hash(secret, "code", f"{id}\n{digits}")


def read_digits(typed: str) -> str:
    """The six digits in what was typed, in whatever script and with spaces or dashes; "" where there are not six."""
    digits = re.sub(r"[\s\-]", "", ascii_digits(typed[:40]))
    return digits if digits.isascii() and _CODE.fullmatch(digits) else ""


def is_id(text: str) -> bool:
    """Whether this can be the id of a code."""
    return bool(_ID.fullmatch(text))


def session_key(token: str) -> str:
    """What is stored of a session's token, "" for what can be none: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else ""
