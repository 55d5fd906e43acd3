"""Time passes: whatever is due in a request is raised, once, by a move of the system's own."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from datetime import timedelta

from chalicelib.core.case import Case
from chalicelib.core.clocks import Watch, silence_ends, watch
from chalicelib.core.closing import knows_of_fee, told_at, wants_reminder
from chalicelib.core.due_steps import step_now
from chalicelib.core.errors import Conflict
from chalicelib.core.marks import Mark
from chalicelib.core.rights import SYSTEM
from chalicelib.flows.desk import SHARDS, Desk
from chalicelib.flows.move import move

DAY = timedelta(days=1)


def waiting(desk: Desk) -> Iterator[Mark]:
    """The requests to be looked at by now, the longest waiting first whatever their shard; read as they are taken."""
    now = desk.now()
    return heapq.merge(*(desk.requests.next(shard, now) for shard in SHARDS), key=lambda mark: mark.value)


def look(desk: Desk, number: str) -> None:
    """Raise the one thing that is due in this request, if it still is.

    One move on the version that was read: of two sweeps one makes it, and after a crash the next finds it still due.
    Where working time has changed since, the request is looked at when its clocks say now. One query and one write.
    Raises TryLater.
    """
    case, now = desk.requests.case(number), desk.now()
    seen = watch(case.state, desk.city, now) if case else None
    if case is None or seen is None:
        return  # the index was behind: it has ended
    if seen.at > now:
        desk.requests.look_at(number, case.state.version, seen.at)
        return
    try:
        _raise(desk, case, seen)
    except Conflict:
        desk.log.info("somebody was quicker", number=number, look=seen.look)


def _raise(desk: Desk, case: Case, seen: Watch) -> None:
    if seen.look == "close":
        _close(desk, case)
    elif seen.look == "fee":
        # A notice that nobody received has no consequence: they are called, and the days to pay count from there.
        knows = knows_of_fee(case, desk.ledger.of_request(case.number))
        _move(desk, case, "lapse" if knows else "untold")
    elif seen.look == "due" or seen.look == "legal":
        step = step_now(seen.look, case.state, desk.city, desk.now())
        facts = {"clock": step.clock, "level": step.level, "step": step.name, "role": step.role}
        _move(desk, case, "escalate", facts)
    else:
        _move(desk, case, {"take": "alert_again", "wait": "no_answer"}[seen.look])


def _close(desk: Desk, case: Case) -> None:
    """Silence closes what the citizen was told so many days ago; who was not told is to be called, and looked at again
    every day."""
    now, state = desk.now(), case.state
    told = told_at(case, desk.ledger.of_request(case.number))
    if told and now >= silence_ends(told, desk.city):
        _move(desk, case, "close")
    elif told:
        desk.requests.look_at(case.number, state.version, silence_ends(told, desk.city))
    elif wants_reminder(case, desk.city, now):
        _move(desk, case, "untold")
    else:
        desk.requests.look_at(case.number, state.version, now + DAY)


def _move(desk: Desk, case: Case, name: str, facts: Mapping[str, object] | None = None) -> None:
    move(desk, case.number, name, facts or {}, SYSTEM, case.state.version)
