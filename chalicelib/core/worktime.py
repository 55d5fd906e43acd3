"""Working time: how much of it lies between two moments, and the moment that lies so much of it away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.core.city import Calendar
from chalicelib.core.workdays import (
    DAY,
    Holidays,
    Week,
    first_open_day,
    last_open_day,
    moment,
    open_spans,
    rules,
    to_local,
    working_minutes,
)

_NONE = timedelta(0)


def is_open(at: datetime, calendar: Calendar, holidays: Holidays) -> bool:
    """Whether the aware moment `at` falls into working time; the moment of closing does not."""
    local = to_local(at)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in working_minutes(local.date(), calendar, holidays))


def next_open(at: datetime, calendar: Calendar, holidays: Holidays) -> datetime:
    """The aware moment `at` itself if it is open, else the next opening (UTC).

    Raises Misconfigured, as all below do, if the calendar never opens.
    """
    return next(_open_after(to_local(at), *rules(calendar, holidays)))[0].astimezone(UTC)


def working_between(start: datetime, end: datetime, calendar: Calendar, holidays: Holidays) -> timedelta:
    """The open time between two aware moments; none if the end is not after the start, wall time for 7/24."""
    if end <= start:
        return _NONE
    if calendar.always:
        return end - start
    total = _NONE
    for begins, ends in _open_after(to_local(start), *rules(calendar, holidays)):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def add_working(at: datetime, amount: timedelta, calendar: Calendar, holidays: Holidays) -> datetime:
    """The earliest moment (UTC) by which `amount` of open time has passed since the aware moment `at`.

    Nothing added gives `at` if it is open or the very moment of closing, else the next opening.
    """
    if amount <= _NONE and _at_edge_or_open(at, calendar, holidays):
        return at.astimezone(UTC)
    return open_stretch(to_local(at), amount, *rules(calendar, holidays))[1].astimezone(UTC)


def subtract_working(at: datetime, amount: timedelta, calendar: Calendar, holidays: Holidays) -> datetime:
    """The latest moment (UTC) since which `amount` of open time passes until the aware moment `at`.

    Nothing taken away gives `at` if it is open or the very moment of closing, else the last closing before it.
    """
    if amount <= _NONE and _at_edge_or_open(at, calendar, holidays):
        return at.astimezone(UTC)
    left = amount
    for begins, ends in _open_before(to_local(at), *rules(calendar, holidays)):
        if left <= ends - begins:
            return (ends - left).astimezone(UTC)
        left -= ends - begins
    raise AssertionError("open time never ends: a calendar without any is refused on the way")


def open_stretch(local: datetime, amount: timedelta, week: Week, holidays: Holidays) -> tuple[datetime, datetime]:
    """From when on it is open, not before `local`, and when `amount` of open time has passed: two local moments."""
    opening = None
    left = amount
    for begins, ends in _open_after(local, week, holidays):
        opening = opening or begins
        if left <= ends - begins:
            return opening, begins + left
        left -= ends - begins
    raise AssertionError("open time never ends: a calendar without any is refused on the way")


def _open_after(local: datetime, week: Week, holidays: Holidays) -> Iterator[tuple[datetime, datetime]]:
    day = first_open_day(local.date(), week, holidays)
    while True:
        for start, end in open_spans(day, week, holidays):
            begins, ends = max(moment(day, start), local), moment(day, end)
            if begins < ends:
                yield begins, ends
        day = first_open_day(day + DAY, week, holidays)


def _open_before(local: datetime, week: Week, holidays: Holidays) -> Iterator[tuple[datetime, datetime]]:
    day = last_open_day(local.date(), week, holidays)
    while True:
        for start, end in reversed(open_spans(day, week, holidays)):
            begins, ends = moment(day, start), min(moment(day, end), local)
            if begins < ends:
                yield begins, ends
        day = last_open_day(day - DAY, week, holidays)


def _at_edge_or_open(at: datetime, calendar: Calendar, holidays: Holidays) -> bool:
    return is_open(at, calendar, holidays) or is_open(at - datetime.resolution, calendar, holidays)
