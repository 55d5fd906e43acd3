"""Internal due dates for tests: targets, pauses as distances from the start, and one that is reckoned from texts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib.core.city import Calendar, Target
from chalicelib.core.deadlines import internal_due
from chalicelib.core.due import Due
from chalicelib.core.pauses import Pauses
from tests.core.calendars import HOLIDAYS, OFFICE, at

TARGETS = st.builds(
    Target, st.sampled_from(["hours", "working_hours", "working_days", "calendar_days"]), st.integers(1, 60)
)
WORKING = st.builds(Target, st.sampled_from(["working_hours", "working_days", "calendar_days"]), st.integers(1, 60))
TIMES = st.timedeltas(timedelta(days=-5), timedelta(days=60))
STRETCHES = st.lists(st.tuples(TIMES, TIMES), max_size=4)
"""Pauses as distances from the start; some lie before it, some are empty, some overlap."""
INSTANT = timedelta(microseconds=1)


def pauses_at(start: datetime, stretches: list[tuple[timedelta, timedelta]]) -> Pauses:
    return tuple((start + since, start + until) for since, until in stretches)


def due(start: str, unit_of_time: Any, amount: int, calendar: Calendar = OFFICE, *pauses: tuple[str, str]) -> Due:
    stopped = tuple((at(since), at(until)) for since, until in pauses)
    return internal_due(at(start), Target(unit_of_time, amount), calendar, HOLIDAYS, stopped)


def said(answer: Due) -> list[tuple[str, ...]]:
    """The lines between the first and the last as plain tuples: code, values."""
    return [(line.code, *(value for _, value in line.values)) for line in answer.lines[1:-1]]
