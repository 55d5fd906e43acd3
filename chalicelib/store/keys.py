"""Every key string of the tables."""

from __future__ import annotations

from datetime import UTC, datetime

SHARDS = 10
OPENING = "A"


def stamp(at: datetime) -> str:
    """An aware moment as text that sorts by time: ISO 8601, UTC, milliseconds."""
    return f"{at.astimezone(UTC).isoformat(timespec='milliseconds')[:-6]}Z"


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


def event(n: int) -> str:
    """The part of event `n` (2 and more) of a request."""
    return f"E#{n:05d}"


def said(n: int) -> str:
    """The part of what was said in event `n`."""
    return f"N#{n:05d}"


def read(at: datetime, who: str) -> str:
    """The part that records who read a confidential request's personal data, and when."""
    return f"L#{stamp(at)}#{who}"


def read_of(part: str) -> tuple[datetime, str]:
    """When and who, of such a part."""
    _, at, who = part.split("#", 2)
    return moment(at), who


def count(part: str) -> int:
    """The event that a part belongs to; the opening is event 1."""
    return 1 if part == OPENING else int(part[2:])


def tries(caller: str) -> str:
    """The row of a caller's wrong proofs, in the request's partition."""
    return f"T#{caller}"


def marked(mark: str) -> datetime:
    """The moment of such a sort key."""
    return moment(mark.partition("#")[0])


def month(at: datetime) -> str:
    """The partition of what was opened in a month (UTC)."""
    return stamp(at)[:7]


def in_cell(at: datetime, number: str, rest: str) -> str:
    """The place of a request among those of its cell, the oldest first; `rest` is what its own, smaller cell adds to
    it."""
    return f"{mark(at, number)}#{rest}"


def book(name: str, at: datetime) -> str:
    """The partition of a book's updates of a month."""
    return f"{name}#{month(at)}"


def visible(at: datetime, number: str, n: int) -> str:
    """The place of an update in its book: by time, then by number and event."""
    return f"{mark(at, number)}#{n:05d}"


def stop(contact: str) -> str:
    """The partition of the channels by which nothing is sent to a contact (its keyed hash); no number begins so."""
    return f"S{contact}"


def lane(provider: str) -> str:
    """The work table's item of a provider."""
    return f"lane#{provider}"


def gate(key: str) -> str:
    """The work table's item of those who were let in first."""
    return f"gate#{key}"


def code(id: str) -> str:
    """The work table's item of a one-time code."""
    return f"code#{id}"


def session(key: str) -> str:
    """The work table's item of an app's session (the hash of its token)."""
    return f"session#{key}"


def limit(key: str) -> str:
    """The work table's item of how often something was done."""
    return f"limit#{key}"


def setting(kind: str, code: str) -> str:
    """A setting's item on the shelf of those in force."""
    return f"{kind}#{code}"


def kind_and_code(item: str) -> tuple[str, str]:
    """What a setting's item, or a version's, is about."""
    kind, code = item.split("#")[:2]
    return kind, code


def setting_version(kind: str, code: str, version: int) -> str:
    """A version's item on the shelf of the history; sorts by version."""
    return f"{setting(kind, code)}#{version:06d}"


def message(id: str) -> str:
    """The contacts table's row of a message."""
    return f"M{id}"


def known(key: str) -> str:
    """The contacts table's row of what is known of an address (its keyed hash)."""
    return f"K{key}"


def told(at: datetime, n: int, id: str) -> str:
    """The place of a message in its thread: by time, and what we answer at one moment in the order of its events."""
    return f"{stamp(at)}#{n:05d}#{id}"


def turn(since: datetime, alarm: bool, id: str) -> str:
    """The place of a thread among those that wait for a person: alarms first, then who waits longest."""
    return f"{0 if alarm else 1}#{mark(since, id)}"
