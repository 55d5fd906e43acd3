"""A citizen's message becomes a stored request, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.clocks import watch
from chalicelib.core.contacts import citizen_key
from chalicelib.core.errors import KeyReused, TryLater
from chalicelib.core.moments import TURKEY
from chalicelib.core.opening import open_request
from chalicelib.core.request import Request
from chalicelib.core.tracking import derive, key_hash
from chalicelib.core.understand import understand
from chalicelib.flows.desk import Desk

# A number is nine derived digits: with a million requests in a year two sources meet once in a thousand; eight in a row
# never do.
ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message came from: the channel, the sender's own id of it (the idempotency key), and its own time where
    it has one (aware UTC), by which the year of the number is told. Within a `realm` ids are unique whatever the
    channel, which then is a part of what was said. `by` is who of the staff wrote it down."""

    channel: str
    id: str
    at: datetime | None = None
    realm: str = ""
    by: str = ""

    @property
    def space(self) -> str:
        """Within what the id is unique."""
        return self.realm or self.channel


@dataclass(frozen=True, slots=True)
class Opened:
    """The request, and whether this call opened it or an earlier one had."""

    request: Request
    new: bool


def hear(desk: Desk, said: Mapping[str, object], source: Source, language: str = "tr", *, chat: str = "") -> Opened:
    """Open the request that `said` asks for, or find the one that the same source opened before.

    `language` is the caller's, for whoever did not say theirs; it is no part of what was said, so that a repeat from a
    caller with other settings is a repeat. `chat` is the chat that it came by, "<network>:<address>"; it is no part of
    what was said either.

    One conditional put; on a repeat one consistent read more, and on 1-8 January one for the year before. Raises
    Invalid, KeyReused (the same source said something else before), TryLater.
    """
    own = said.get("language")
    unsaid = own is None or own == ""
    draft = understand(dict(said) | ({"language": language} if unsaid else {}), desk.city, chat)
    now = desk.now()
    origin = key_hash(desk.secret, "source", f"{source.space}\n{source.id}")
    told = f"{draft.canonical()}\n{'' if unsaid else draft.language}"
    body = key_hash(desk.secret, "body", f"{told}\n{source.channel}" if source.realm else told)
    year = (source.at or now).astimezone(TURKEY).year
    if not source.at and _new_year(now):
        earlier = _find(desk, source, origin, year - 1)
        if earlier:
            return _again(earlier, body)
    citizen = citizen_key(desk.secret, draft.phone or draft.email or draft.chat)
    for number in _numbers(desk, source, year):
        request = open_request(
            draft,
            desk.city,
            number=number,
            channel=source.channel,
            source=origin,
            body=body,
            now=now,
            citizen=citizen,
            by=source.by,
        )
        seen = watch(request.state, desk.city, now)
        if desk.requests.open(request, seen.at if seen else None):
            desk.log.info(
                "request opened",
                number=number,
                channel=source.channel,
                service=draft.service,
                unit=request.route.unit,
                priority=request.route.priority,
            )
            return Opened(request, new=True)
        standing = desk.requests.read(number)
        if standing and standing.source == origin:
            return _again(standing, body)
    raise TryLater("no free number")


def _again(standing: Request, body: str) -> Opened:
    if standing.body != body:
        raise KeyReused(standing.number)
    return Opened(standing, new=False)


def _find(desk: Desk, source: Source, origin: str, year: int) -> Request | None:
    for number in _numbers(desk, source, year):
        standing = desk.requests.read(number)
        if not standing or standing.source == origin:
            return standing
    return None


def _numbers(desk: Desk, source: Source, year: int) -> Iterator[str]:
    return (derive(desk.secret, source.space, source.id, year, attempt) for attempt in range(ATTEMPTS))


def _new_year(now: datetime) -> bool:
    day = now.astimezone(TURKEY)
    return day.month == 1 and day.day <= 8
