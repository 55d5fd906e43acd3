"""A citizen's message becomes a stored request, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from chalicelib.core.clocks import watch
from chalicelib.core.contacts import citizen_key
from chalicelib.core.errors import Fault, Invalid, KeyReused, TryLater
from chalicelib.core.files import belongs
from chalicelib.core.moments import TURKEY
from chalicelib.core.opening import open_request
from chalicelib.core.publication import publication, still
from chalicelib.core.questions import Answers
from chalicelib.core.request import Draft, Request
from chalicelib.core.tracking import derive, key_hash
from chalicelib.core.understand import understand
from chalicelib.flows.admit import admit
from chalicelib.flows.desk import Desk
from chalicelib.flows.fold import Place, first_of

# A number is nine derived digits: with a million requests in a year two sources meet once in a thousand; eight in a row
# never do.
ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message came from: the channel, the sender's own id of it (the idempotency key), and its own time where
    it has one (aware UTC), by which the year of the number is told. Within a `realm` ids are unique whatever the
    channel, which then is a part of what was said. `by` is who of the staff wrote it down. `caller` is the address of
    whoever sends from outside, which is limited and counts as `cost`; "" for all others."""

    channel: str
    id: str
    at: datetime | None = None
    realm: str = ""
    by: str = ""
    caller: str = ""
    cost: int = 1

    @property
    def space(self) -> str:
        """Within what the id is unique."""
        return self.realm or self.channel


@dataclass(frozen=True, slots=True)
class Opened:
    """The request, and whether this call opened it or an earlier one had; `folded` where that was the same person's of
    the same matter under another key."""

    request: Request
    new: bool
    folded: bool = False


def hear(
    desk: Desk,
    said: Mapping[str, object],
    source: Source,
    language: str = "tr",
    *,
    chat: str = "",
    extras: Answers = (),
    asks: bool = False,
    exact: bool = False,
) -> Opened:
    """Open the request that `said` asks for, or find the one that the same source opened before.

    `language` is the caller's, for whoever did not say theirs; it is no part of what was said, so that a repeat from a
    caller with other settings is a repeat. `chat` is the chat that it came by, "<network>:<address>"; it is no part of
    what was said either. `extras` are what a peer said beyond the questions of the service. `asks` (forms, programs and
    peers, which show the questions) demands answers to the required ones; chats and staff, who ask in their own words,
    leave them open. With `exact` the description is kept letter for letter.

    One conditional put; on a repeat one consistent read more, and on 1-8 January one for the year before; for who
    follows a public request one batch get before it. For a caller from outside an update before it, and one more where
    they left a contact. Raises Invalid, KeyReused (the same source said something else before), Refused (a limit),
    TryLater.
    """
    own = said.get("language")
    unsaid = own is None or own == ""
    spoken = dict(said) | ({"language": language} if unsaid else {})
    draft = understand(spoken, desk.city, chat, extras, asks=asks, exact=exact)
    _check(desk, draft, said)
    if source.caller:
        admit(desk, "filing", source.caller, source.cost)
    now = desk.now()
    origin = key_hash(desk.secret, "source", f"{source.space}\n{source.id}")
    told = f"{draft.canonical()}\n{'' if unsaid else draft.language}"
    body = key_hash(desk.secret, "body", f"{told}\n{source.channel}" if source.realm else told)
    year = (source.at or now).astimezone(TURKEY).year
    if not source.at and _new_year(now):
        earlier = _find(desk, source, origin, year - 1)
        if earlier:
            return _again(earlier, body)
    if not _can_follow(desk, draft):
        earlier = _find(desk, source, origin, year)  # filed while it could be followed
        if earlier:
            return _again(earlier, body)
        raise Invalid(Fault("follows", "cannot-follow"))
    citizen = citizen_key(desk.secret, draft.phone or draft.email or draft.chat)
    places = _places(desk, source, origin, year)
    if source.caller and citizen:
        mine = next(places)
        first = first_of(desk, citizen, body, mine)
        if isinstance(first, Request):
            return Opened(first, new=False, folded=True)
        places = chain(dict.fromkeys((first, mine)), places)
    for place in places:
        request = open_request(
            draft,
            desk.city,
            number=place.number,
            channel=source.channel,
            source=place.origin,
            body=body,
            now=now,
            citizen=citizen,
            by=source.by,
        )
        seen = watch(request.state, desk.city, now)
        if desk.requests.open(request, seen.at if seen else None, publication(request, desk.city)):
            desk.log.info(
                "request opened",
                number=place.number,
                channel=source.channel,
                service=draft.service,
                unit=request.route.unit,
                priority=request.route.priority,
            )
            return Opened(request, new=True)
        standing = desk.requests.read(place.number)
        if standing and standing.source == place.origin:
            return _again(standing, body)
    raise TryLater("no free number")


def heard_before(desk: Desk, source: Source, year: int) -> Request | None:
    """What this source opened under a number of that year, if anything. One consistent read, as a rule."""
    return _find(desk, source, key_hash(desk.secret, "source", f"{source.space}\n{source.id}"), year)


def _check(desk: Desk, draft: Draft, said: Mapping[str, object]) -> None:
    """Files must be of the session that sends them."""
    session = str(said.get("upload_session") or "")
    if not all(belongs(desk.secret, session, id) for id in draft.files):
        raise Invalid(Fault("files", "file-of-another"))


def _can_follow(desk: Desk, draft: Draft) -> bool:
    """Only what is public and open can be followed. One batch get for who follows something."""
    followed = desk.requests.public_of([draft.follows]) if draft.follows else []
    return not draft.follows or any(still(public, desk.city) and public.open for public in followed)


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


def _places(desk: Desk, source: Source, origin: str, year: int) -> Iterator[Place]:
    return (Place(number, origin) for number in _numbers(desk, source, year))


def _new_year(now: datetime) -> bool:
    day = now.astimezone(TURKEY)
    return day.month == 1 and day.day <= 8
