"""Reads JSON of which any part may be missing or of another kind; nothing here raises."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.channels.chat_text import cut
from chalicelib.core.contact import read_phone
from chalicelib.core.errors import Invalid
from chalicelib.core.text import clean, without_bidi

Json = Mapping[str, Any]

LONGEST = 4096
"""UTF-16 units that are kept of a text; what is longer ends in "…"."""

LONGEST_NAME = 80
_LONGEST_KEY = 512
_LONGEST_ADDRESS = 2048
_MILLISECONDS = 100_000_000_000  # as seconds the year 5138, as milliseconds 1973
_YEARS = range(2010, 2100)


def an_object(value: object) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Json]:
    """The objects in a list; whatever else stands between them is left out."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def read_text(value: object, longest: int = LONGEST) -> str:
    """What a person wrote, with its line breaks and tabs; controls taken out, lone surrogates replaced, too long a text
    visibly cut. "" where it is none."""
    if not isinstance(value, str):
        return ""
    # What will be cut anyway need not be cleaned first; composing makes four characters one at most.
    return cut(clean(value[: longest * 5], lines=True), longest)


def read_line(value: object, longest: int = LONGEST_NAME) -> str:
    """A name, a file's name or a title on one line, without what turns the direction of writing."""
    if not isinstance(value, str):
        return ""
    return cut(clean(without_bidi(value[: longest * 5]), lines=False), longest)


def read_key(value: object) -> str:
    """A network's own id, whether it wrote a text or a number; "" where it cannot be one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else ""
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_KEY and _is_plain(value) else ""


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value


def read_address(value: object) -> str:
    """The address of a file, which nobody has looked at yet; "" where it cannot be one."""
    return value if isinstance(value, str) and len(value) <= _LONGEST_ADDRESS and _is_plain(value) else ""


def a_key(value: object, event: object) -> str:
    """A network's own id of something that came; where it has none, one that follows from all of what came, so that a
    repeat has it too."""
    return read_key(value) or "none:" + _digest(event)


def _digest(event: object) -> str:
    try:
        whole = json.dumps(event, sort_keys=True)
    except (ValueError, TypeError, RecursionError):
        whole = str(type(event))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def read_e164(value: object) -> str:
    """The phone that a network vouches for, whose digits it writes without a plus; "" where it is none."""
    digits = read_key(value).removeprefix("+")
    return f"+{digits}" if digits.isdigit() and 7 <= len(digits) <= 15 and digits[0] != "0" else ""


def read_dialled(value: object) -> str:
    """A phone as somebody may have typed it, in E.164; "" where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(typed := read_line(str_of(value))) > 40:
        return ""
    try:
        return read_phone(typed).e164
    except Invalid:
        return ""


def str_of(value: str | int) -> str:
    """A text as it is, a number in digits; "" for a number that is longer than any id."""
    return value if isinstance(value, str) else read_key(value)


def read_number(value: object) -> float | None:
    """A finite number, also where it comes as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_place(lat: object, long: object) -> tuple[float, float] | None:
    """A place on earth (WGS 84 degrees), or None."""
    north, east = read_number(lat), read_number(long)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    return north, east


def read_moment(value: object) -> datetime | None:
    """A time in UTC: seconds or milliseconds since 1970, as a number or in digits, or ISO 8601, where no offset means
    UTC; None for what is no time of these years."""
    number = read_number(value)
    try:
        if number is not None:
            at = datetime.fromtimestamp(number / 1000 if abs(number) >= _MILLISECONDS else number, UTC)
        elif isinstance(value, str):
            read = datetime.fromisoformat(value)
            at = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.year in _YEARS else None
