"""Every key string of the tables."""

from __future__ import annotations

from datetime import UTC, datetime

SHARDS = 10
OPENING = "A"


def stamp(at: datetime) -> str:
    """An aware moment as text that sorts by time: ISO 8601, UTC, milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The moment of a stamp."""
    return datetime.fromisoformat(text)


def shard(text: str) -> str:
    """The partition of a sparse index that an id falls into: "0" to "9", by its digits."""
    return str(sum(map(ord, text)) % SHARDS)


def mark(at: datetime, text: str) -> str:
    """The sort key of a sparse index: time#id."""
    return f"{stamp(at)}#{text}"


def before(at: datetime) -> str:
    """Sorts after every mark up to `at`."""
    return f"{stamp(at)}$"


def tries(caller: str) -> str:
    """The row of a caller's wrong proofs, in the request's partition."""
    return f"T#{caller}"
