"""Staff work: what lies before a unit and the centre, one request as they may see it, and what a caller is known by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.core.case import Case
from chalicelib.core.chain import verify
from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.contacts import CHANNELS, Contact, citizen_key
from chalicelib.core.errors import Fault, Invalid, NotFound, Refused
from chalicelib.core.marks import Entry, Page
from chalicelib.core.publication import is_releasable
from chalicelib.core.rights import CENTRE, CONFIDENTIAL, UNIT, Actor, Sight, is_confidential, is_within, parts, sight
from chalicelib.core.shown import listed, shown
from chalicelib.core.tracking import read
from chalicelib.core.workflow import TABLE, Move, may_make
from chalicelib.flows import contacts, intake, reach
from chalicelib.flows.bundled import bundles
from chalicelib.flows.desk import Desk

if TYPE_CHECKING:
    from chalicelib.core.marks import Sent, Stop

VIEWS = ("all", "late", "soon", "mine", "new")
CALLS = ("now", "back")
SOON = timedelta(hours=48)
LAST = 20
MOST = 100

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)#\d{12}", re.ASCII)  # time#number, as the lists sort


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as somebody of the staff may see it: the case without what is beyond their sight, the moves of the
    table that they may make now, and every message that was sent for it. `bundles` are those that told of some with
    others, by their ids; `reach` the channels that are stopped, with the reason, where the contact may be seen."""

    case: Case
    sight: Sight
    moves: tuple[Move, ...]
    sent: tuple[Sent, ...]
    bundles: Mapping[str, Sent] = field(default_factory=dict)
    reach: Mapping[str, Stop] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a number or a contact leads to: requests, the open ones first, and the citizen's last contacts."""

    entries: tuple[Entry, ...]
    contacts: tuple[Contact, ...]


def units_of(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """Whose lists they may open: the centre its desk's and their own unit's, its supervisor everybody's, officers their
    unit's, heads also those of the units below."""
    city = desk.city
    found: list[str] = []
    for hat in actor.hats:
        if hat.role in CENTRE:
            found += [city.desk, *([hat.unit] if hat.unit else [])]
        if hat.role in UNIT and hat.unit:
            found.append(hat.unit)
    for hat in actor.hats:
        if hat.role == "supervisor":
            found += city.units
        if hat.role == "unit_head":
            found += [unit for unit in city.units if is_within(unit, hat.unit, city)]
    return tuple(unit for unit in dict.fromkeys(found) if unit in city.units)


def inbox(desk: Desk, actor: Actor, unit: str, view: str, limit: int = 50, cursor: str = "") -> Page:
    """A unit's open requests, the soonest due first: "all"; "late"; "soon", due within 48 hours; "mine"; "new", taken
    by nobody. One query.

    Raises Refused where the unit's list is not theirs, Invalid ("view", "cursor", "limit"), TryLater.
    """
    if unit not in units_of(desk, actor):
        raise Refused("refused")
    if view not in VIEWS:
        raise Invalid(Fault("view", "choice"))
    now = desk.now()
    since, until = {"late": (None, now), "soon": (now, now + SOON)}.get(view, (None, None))
    _check_page(limit, cursor, until)
    if cursor and since and _read_cursor(cursor) < since:
        cursor = ""  # time went on since the page before: whatever stood there is late by now
    if view in ("mine", "new"):
        page = desk.requests.among_unit(unit, limit, cursor, actor.name if view == "mine" else "")
    else:
        page = desk.requests.of_unit(unit, limit, cursor, since=since, until=until)
    return replace(page, entries=listed(page.entries, actor, desk.city, unit))


def calls(desk: Desk, actor: Actor, which: str, limit: int = 50, cursor: str = "") -> Page:
    """Whom the centre must call: "now", since nobody took a P1, or "back", since no message can reach them; the longest
    waiting first. One query. Raises Refused, Invalid ("list", "cursor", "limit"), TryLater."""
    _need(actor, "calls")
    if which not in CALLS:
        raise Invalid(Fault("list", "choice"))
    _check_page(limit, cursor)
    page = desk.requests.calls(which, limit, cursor)
    return replace(page, entries=listed(page.entries, actor, desk.city))


def see(desk: Desk, actor: Actor, number: str) -> Seen:
    """The request of a number, as typed. A read of a confidential request's personal data is written down.

    One query of the request and one of the ledger, more of it for bundles (flows/bundled.py) and, with full sight, for
    the two contacts; one put where it is confidential. Raises NotFound, also where they may not know of it; TryLater.
    """
    case, how = _look(desk, actor, number)
    if how in ("full", "masked") and is_confidential(case.request, desk.city):
        desk.requests.record_read(case.number, desk.now(), actor.name)
    sent = tuple(desk.ledger.of_request(case.number))
    stopped = reach.stopped(desk, case.request) if how == "full" else {}
    seen = shown(case, how, audit=actor.may("audit"))
    return Seen(seen, how, moves_of(desk, actor, case), sent, bundles(desk, sent), stopped)


def allow(desk: Desk, actor: Actor, number: str, channel: str) -> tuple[str, Mapping[str, Stop]]:
    """Have the citizen of a request, its number as typed, told by `channel` again; its number, and what is stopped
    still. At most three queries and a delete. Raises Refused, NotFound, Invalid ("channel"), TryLater."""
    _need(actor, "calls")
    case, how = _look(desk, actor, number)
    if how != "full":
        raise Refused("refused")
    reach.allow(desk, case.request, channel, actor.name)
    return case.number, reach.stopped(desk, case.request)


def moves_of(desk: Desk, actor: Actor, case: Case) -> tuple[Move, ...]:
    """The moves that the table lets them make in the case's present state; nothing is offered to be made public, or to
    be taken back, where there is nothing."""
    mine = parts(actor, case.request, desk.city)
    return tuple(
        move for move in TABLE if may_make(move, case.state, mine) and is_releasable(move.name, case.request, desk.city)
    )


def check_chain(desk: Desk, actor: Actor, number: str) -> tuple[Case, tuple[str, ...]]:
    """The case for whoever audits it, and what is wrong with its chain, a line each. One query.

    Raises Refused, NotFound, TryLater.
    """
    _need(actor, "audit")
    case, how = _look(desk, actor, number)
    return shown(case, how, audit=True), verify(case)


def find(desk: Desk, actor: Actor, typed: str) -> Found:
    """What is known by a request number, a phone or an e-mail, as typed. Of confidential requests only those entitled
    see more than that there is one, with dates and state.

    At most three queries. Raises Refused, NotFound for a number that nobody has, Invalid ("q") for what is none of the
    three, TryLater.
    """
    _need(actor, "search")
    citizen, number = _meant(desk, typed)
    entries: list[Entry] = []
    if number:
        case = desk.requests.case(number)
        if case is None:
            raise NotFound("not-found")
        entries.append(_entry(case))
        # Somebody else's number leads no further than to that request.
        citizen = case.request.citizen if sight(actor, case.request, desk.city) == "full" else ""
    if citizen:
        more = desk.requests.of_citizen(citizen, LAST).entries
        entries += sorted((each for each in more if each.number != number), key=_ended)
    open_to = bool(actor.roles & CONFIDENTIAL)
    called = contacts.of_citizen(desk, citizen, actor.name, confidential=open_to) if citizen else []
    return Found(listed(entries, actor, desk.city), tuple(called))


def open_for(desk: Desk, actor: Actor, said: Mapping[str, object], key: str) -> intake.Opened:
    """Open the request that somebody made by phone, at the counter or elsewhere, as `said` by the staff: the public
    form's fields, the `channel` it came by, and `muhtar` (a flag) or `requester`.

    The same `key` of the same person opens it once. Costs and errors are those of intake.hear, and Refused.
    """
    _need(actor, "open")
    told = dict(said)
    channel, muhtar = told.pop("channel", None), told.pop("muhtar", None)
    if muhtar is not None and not isinstance(muhtar, bool):
        raise Invalid(Fault("muhtar", "must-be-boolean"))
    if muhtar:
        told["requester"] = "muhtar"
    if not isinstance(channel, str) or channel not in CHANNELS:
        raise Invalid(Fault("channel", "contact-channel"))
    opened = intake.hear(desk, told, intake.Source(channel, f"{actor.name}\n{key}", realm="staff", by=actor.name))
    if opened.new:
        desk.log.info("opened by staff", number=opened.request.number, staff=actor.name)
    return opened


def _look(desk: Desk, actor: Actor, typed: str) -> tuple[Case, Sight]:
    case = desk.requests.case(read(typed))
    how: Sight = sight(actor, case.request, desk.city) if case else "none"
    if case is None or how == "none":
        raise NotFound("not-found")
    return case, how


def _meant(desk: Desk, typed: str) -> tuple[str, str]:
    """The citizen's key, or the number. A phone with its country code has twelve digits too, but no year is 90."""
    try:
        reached = read_email(typed) if "@" in typed else read_phone(typed).e164
    except Invalid:
        try:
            return "", read(typed)
        except NotFound as error:
            raise Invalid(Fault("q", "find")) from error
    return citizen_key(desk.secret, reached), ""


def _entry(case: Case) -> Entry:
    state = case.state
    return Entry(
        case.number, case.request.opened, state.status, state.priority, state.service, case.request.opened,
        state.taken_by, state.confidential,
    )  # fmt: skip


def _ended(entry: Entry) -> bool:
    return entry.status in ("closed", "withdrawn", "duplicate")


def _need(actor: Actor, right: str) -> None:
    if not actor.may(right):
        raise Refused("refused")


def _check_page(limit: int, cursor: str, until: datetime | None = None) -> None:
    if not 1 <= limit <= MOST:
        raise Invalid(Fault("limit", "limit", (("most", str(MOST)),)))
    at = _read_cursor(cursor) if cursor else None
    if at and until and at >= until:  # the cursor of another list
        raise Invalid(Fault("cursor", "cursor"))


def _read_cursor(cursor: str) -> datetime:
    written = _CURSOR.fullmatch(cursor)
    try:
        return datetime.fromisoformat(written[1] if written else "")
    except ValueError as error:
        raise Invalid(Fault("cursor", "cursor")) from error
