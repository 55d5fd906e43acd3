"""A Receipt: what a provider says afterwards of a message that it took."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.core.delivery import State

# What the ids of our errands are made of (core.notices.Errand.id), no longer than the tag of SES that carries them.
_ERRAND = re.compile(r"[A-Za-z0-9_-]{1,256}")

# A provider's own word, but never as many digits as a phone has, however they are written.
_WORD = re.compile(r"(?!(?:\D*\d){7})[A-Za-z0-9_. -]{1,60}")

_LONGEST_ID = 256
_ID = re.compile(rf"[!-~]{{1,{_LONGEST_ID}}}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """`errand` is the errand's id, "" where only the provider's id is known; `state` the ledger's word, `message` the
    provider's id, `reason` its own short code, never a contact or a text. `suppress`: nothing more is to be sent to
    this address by this channel (a permanent bounce, a complaint, an opt-out)."""

    errand: str
    state: State
    message: str = ""
    reason: str = ""
    provider: str = ""
    suppress: bool = False

    @property
    def number(self) -> str:
        """The number of the request: an errand's id begins with it."""
        return self.errand.split("-", 1)[0]


def read_errand(value: object) -> str:
    """The errand id that came back with an event; "" if it cannot be one of ours."""
    return value if isinstance(value, str) and _ERRAND.fullmatch(value) else ""


def read_id(value: object) -> str:
    """A provider's message id, whether it wrote a text or a number; "" if it cannot be one."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_LONGEST_ID:
        return str(value)
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def read_word(value: object) -> str:
    """A provider's own code, safe to be logged and shown; "other" where it is no short code, "" where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "other"
    if isinstance(value, int):
        return str(value) if abs(value) < 10_000_000 else "other"
    return value if _WORD.fullmatch(value) else "other"
