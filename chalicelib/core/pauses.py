"""Pauses: the stretches in which an internal clock stood still, and what they took."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.city import Calendar
from chalicelib.core.due import Line, line, minute
from chalicelib.core.workdays import Holidays, to_local
from chalicelib.core.worktime import working_between

Pauses = tuple[tuple[datetime, datetime], ...]
"""The times (since, until), both aware, in which the clock stood still; in any order, and they may overlap."""

_NONE = timedelta(0)


def pauses_after(received: datetime, pauses: Pauses) -> Pauses:
    """What of the pauses lies after the local moment of receipt, in Turkish time and in order; what overlaps is one."""
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted((max(to_local(since), received), to_local(until)) for since, until in pauses):
        if since >= until:
            continue
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return tuple(merged)


def wall_time(pauses: Pauses) -> timedelta:
    """What the pauses, which do not overlap, took of the day and the night."""
    return sum((until - since for since, until in pauses), _NONE) if pauses else _NONE


def open_time(pauses: Pauses, calendar: Calendar, holidays: Holidays) -> timedelta:
    """What the pauses, which do not overlap, took of the unit's working time."""
    if not pauses:
        return _NONE
    return sum((working_between(since, until, calendar, holidays) for since, until in pauses), _NONE)


def tell(pauses: Pauses) -> list[Line]:
    """The lines about pauses in Turkish time."""
    return [line("paused", since=minute(since), until=minute(until)) for since, until in pauses]
