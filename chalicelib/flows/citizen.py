"""What a citizen does with a request of theirs: answer, add, withdraw, say whether it is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, Invalid, NotFound, Refused, TryLater
from chalicelib.core.request import Request
from chalicelib.core.rights import CITIZEN
from chalicelib.core.text import clean
from chalicelib.core.tracking import key_hash, read, same
from chalicelib.core.workflow import MOVES, may_make
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import TRIES, move
from chalicelib.flows.track import Seen, look

# The citizen's moves, and the field that holds what they write.
ACTS: Mapping[str, str] = {
    "answer": "text",
    "add": "text",
    "withdraw": "reason",
    "solved": "text",
    "not_solved": "text",
}

# How long a page that was opened with the proof can be sent without it.
TICKET = timedelta(minutes=30)
MINUTE = 60


def enter(desk: Desk, typed: str, caller: str, *, ticket: str = "", proof: str = "") -> Seen:
    """The request of the number that was typed, for whoever has a ticket that is still good, or proves it anew.

    A wrong proof costs what it costs in `track.look`. Raises NotFound, Refused ("ticket" where neither is there).
    """
    number = read(typed)
    if ticket:
        seen = look(desk, number, "", caller)
        if _is_good(desk, ticket, seen.request):
            return Seen(seen.case, own=True)
    if not proof:
        raise Refused("ticket")
    return look(desk, number, proof, caller)


def act(
    desk: Desk, seen: Seen, name: str, text: object = None, *, files: Sequence[str] = (), session: str = ""
) -> Seen:
    """Make the citizen's move, and give the request as it is now. The same once more changes nothing. `files` were
    uploaded in this `session`.

    One query and one transaction. Raises Refused without the proof, NotFound for a move that is not a citizen's,
    NotAllowed where it does not fit the state, Invalid for its field "text", TryLater where others are always quicker.
    """
    if not seen.own:
        raise Refused("wrong-proof")
    if name not in ACTS:
        raise NotFound("no-such-move")
    case: Case | None = seen.case
    for _ in range(TRIES):
        if case is None:
            raise NotFound("not-found")
        if _is_repeat(case, name, text, files, desk.now()):
            return Seen(case, own=True)
        said: dict[str, object] = ({ACTS[name]: text} if text else {}) | ({"files": list(files)} if files else {})
        try:
            # By version: of two clicks at once, the second sees here what the first one did.
            return Seen(move(desk, case.number, name, said, CITIZEN, case.state.version, session), own=True)
        except Conflict:
            case = desk.requests.case(case.number)
        except Invalid as error:
            faults = (replace(each, field="files" if each.field == "files" else "text") for each in error.faults)
            raise Invalid(*faults) from error
    raise TryLater("changed by others all the time", wait=5)


def acts_now(case: Case, city: City, now: datetime) -> tuple[str, ...]:
    """What the citizen can do with the request at `now`."""
    state = case.state
    allowed = [name for name in ACTS if may_make(MOVES[name], state, frozenset({"citizen"}))]
    if "not_solved" in allowed and not _may_say_not_solved(case, city, now):
        allowed.remove("not_solved")
    return tuple(allowed)


def reopens_until(case: Case, city: City) -> datetime:
    """Until when "not solved" reopens it (core/effects/): the city's days after the outcome."""
    state = case.state
    return (state.answered or state.changed) + timedelta(days=city.reopen_days)


def ticket_of(desk: Desk, request: Request) -> str:
    """What lets a page of the citizen's be sent for the next half hour: the minute of its end and a keyed hash."""
    return _ticket(desk, request, int((desk.now() + TICKET).timestamp()) // MINUTE)


def _ticket(desk: Desk, request: Request, minute: int) -> str:
    # With the PIN's edition: a new PIN ends the pages that were opened with the old one.
    text = f"{request.number}:{request.state.pin_edition}:{minute}"
    return f"{minute}.{key_hash(desk.secret, 'ticket', text)}"


def _is_good(desk: Desk, ticket: str, request: Request) -> bool:
    minute = ticket.partition(".")[0]
    if not (minute.isascii() and minute.isdigit() and len(minute) <= 10):
        return False
    return int(minute) * MINUTE > desk.now().timestamp() and same(ticket, _ticket(desk, request, int(minute)))


def _may_say_not_solved(case: Case, city: City, now: datetime) -> bool:
    """Only where an outcome was told; what was merged can be taken up again at any time."""
    if case.state.status == "duplicate":
        return bool(case.state.answered)
    return now <= reopens_until(case, city)


def _is_repeat(case: Case, name: str, text: object, files: Sequence[str], now: datetime) -> bool:
    """Whether the citizen has just done the same, and nothing has moved since."""
    mine = [event for event in case.events if event.move == name and event.actor == CITIZEN.name]
    if not mine or now - mine[-1].at > TICKET or not isinstance(text or "", str):
        return False
    last = mine[-1]
    later = case.events[last.n - 1 :]
    moved = any("status" in event.facts.get("changed", {}) for event in later)
    same_files = list(last.facts.get("files", ())) == list(files)
    return not moved and same_files and case.texts(last.n).get(ACTS[name], "") == clean(str(text or ""), lines=True)
