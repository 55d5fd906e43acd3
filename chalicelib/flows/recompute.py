"""Working time has changed: the internal targets of all open requests are computed again, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from chalicelib.core.city import City
from chalicelib.core.clocks import reckon, watch
from chalicelib.core.errors import Conflict, TryLater
from chalicelib.core.rights import SYSTEM
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move
from chalicelib.flows.settings import RECOMPUTE

PAGE = 100
TRIES = 3
# A sweep keeps the city with which it began, and runs for less than this.
ONE_SWEEP = timedelta(minutes=1)


def recomputing(desk: Desk) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is left of the job, request by request, each with its number; the caller runs each and goes on.

    After a page its end is noted, and there the next sweep goes on; a page in which storage failed is not ended and
    comes again. Nothing until every process works with the new times. Raises TryLater.
    """
    job = desk.settings.job(RECOMPUTE)
    while job and job.cursor is not None and job.ready(desk.now() - ONE_SWEEP):
        unit, _, after = job.cursor.partition("|")
        unit = unit or min(desk.city.units)
        page = desk.requests.of_unit(unit, PAGE, after)
        failed: list[str] = []
        for entry in page.entries:
            yield entry.number, partial(_attempt, desk, entry.number, failed)
        cursor = f"{unit}|{page.cursor}" if page.cursor else _unit_after(unit, desk.city)
        if failed or not desk.settings.advance(RECOMPUTE, job, cursor):
            return  # the next sweep comes back to it; or somebody else got further
        if cursor is None:
            desk.log.info("deadlines recomputed", ordered=job.since.isoformat())
        job = desk.settings.job(RECOMPUTE)


def recompute(desk: Desk, number: str) -> bool:
    """Whether the dates of this request changed: then they did so in an event of their own.

    Where they stay, only the moment of its next look is set anew. The law's dates never move with a leave. Asks again
    where somebody was quicker; raises Conflict where that goes on, TryLater.
    """
    for left in reversed(range(TRIES)):
        case = desk.requests.case(number)
        if case is None or not case.state.open:
            return False
        _, changed = reckon(case.state, desk.city)
        if not changed:
            seen = watch(case.state, desk.city, desk.now())
            if seen:
                desk.requests.look_at(number, case.state.version, seen.at)
            return False
        try:
            move(desk, number, "recompute", {}, SYSTEM, case.state.version)
        except Conflict:
            if not left:
                raise
        else:
            return True
    return False


def _attempt(desk: Desk, number: str, failed: list[str]) -> None:
    try:
        recompute(desk, number)
    except (Conflict, TryLater):
        failed.append(number)
        raise


def _unit_after(unit: str, city: City) -> str | None:
    following = min((code for code in city.units if code > unit), default=None)
    return f"{following}|" if following else None
