"""The ladder that a late request climbs: when each step is raised, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.core.city import Calendar, City
from chalicelib.core.paces import Pace
from chalicelib.core.people import heads_of
from chalicelib.core.workdays import Holidays
from chalicelib.core.worktime import add_working, next_open, subtract_working, working_between

SUPERVISOR = "supervisor"
"""The role at the top, where a late request stays loud."""


def step_at(level: int, start: datetime, due: datetime, pace: Pace, calendar: Calendar, holidays: Holidays) -> datetime:
    """When the step after `level` is raised (UTC), for a clock from `start` to `due`, both aware.

    Level 0 waits for the warning, 1 for the breach, 2 and more for the rungs: each of `pace.waits` after the due time,
    then again and again every `pace.repeat` minutes. A warning that would lie before `start` comes halfway instead. On
    a working clock the minutes are the unit's, and nothing is raised while it is closed. Never earlier than the step of
    a lower level. Raises Misconfigured if a calendar never opens.
    """
    if pace.clock == "working":
        if level == 0:
            at = min(_working_warning(start, due, timedelta(minutes=pace.warn), calendar, holidays), due)
        else:
            at = due if level == 1 else add_working(due, _after_due(level, pace), calendar, holidays)
        return next_open(at, calendar, holidays)
    if level == 0:
        early = due - timedelta(minutes=pace.warn)
        return min(early if early >= start else start + (due - start) / 2, due)
    return due if level == 1 else due + _after_due(level, pace)


def rungs(unit_code: str, city: City) -> tuple[str, ...]:
    """The roles told at the breach and after it, in order: the unit, its head, the heads of the units above it (where
    there is none, that unit itself), the centre's supervisor. For a unit that the city no longer has, only the last."""
    return (*dict.fromkeys(_unit_roles(unit_code, city)), SUPERVISOR)


def role_at(level: int, steps: tuple[str, ...]) -> str:
    """Who is told when `level` is reached, by the city's `rungs`: the unit at the warning (1) and the breach (2), then
    one rung each; past the last the supervisor, for ever."""
    rung = max(level - 2, 0)
    return steps[rung] if rung < len(steps) else SUPERVISOR


def _working_warning(
    start: datetime, due: datetime, warn: timedelta, calendar: Calendar, holidays: Holidays
) -> datetime:
    early = subtract_working(due, warn, calendar, holidays)
    if early >= start:
        return early
    return add_working(start, working_between(start, due, calendar, holidays) / 2, calendar, holidays)


def _after_due(level: int, pace: Pace) -> timedelta:
    rung = level - 2
    if rung < len(pace.waits):
        return timedelta(minutes=pace.waits[rung])
    last = pace.waits[-1] if pace.waits else 0
    return timedelta(minutes=last + pace.repeat * (rung - len(pace.waits) + 1))


def _unit_roles(unit_code: str, city: City) -> Iterator[str]:
    if unit_code in city.units:
        yield f"unit:{unit_code}"  # its head, if it has one, is told after it
    unit = city.units.get(unit_code)
    while unit:
        yield f"head:{unit.code}" if heads_of(city, unit.code) else f"unit:{unit.code}"
        unit = city.units.get(unit.parent or "")
