"""Reads working weeks and the table of public holidays."""

import re
from collections.abc import Mapping
from datetime import date

from chalicelib.core.city import Holiday
from chalicelib.core.shape import Table

Week = tuple[tuple[tuple[int, int], ...], ...]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_FULL_DAY = 24 * 60


def read_week(row: Table) -> tuple[bool, Week]:
    """Whether a calendar is always open, and its week: per day from Monday, spans in minutes of the local day.

    A day is written `"mon": "08:30-12:00, 13:00-17:30"`; a day left out is closed; `"always": true` replaces them all.
    """
    if row.flag("always", default=False):
        return True, (((0, _FULL_DAY),),) * 7
    week = tuple(_read_day(row, day) if row.has(day) else () for day in _DAYS)
    if not any(week):
        row.fault("mon", "no day is open; give spans of time or always")
    return False, week


def _read_day(row: Table, day: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for written in row.text(day).split(","):
        match = _SPAN.fullmatch(written.strip())
        start, end = _minutes(match) if match else (0, 0)
        if not start < end <= _FULL_DAY:
            row.fault(day, f'"{written.strip()}" is not a span of time such as 08:30-17:30')
        elif spans and start < spans[-1][1]:
            row.fault(day, f'"{written.strip()}" begins before the span in front of it ends')
        spans.append((start, end))
    return tuple(spans)


def _minutes(match: re.Match[str]) -> tuple[int, int]:
    hour, minute, end_hour, end_minute = map(int, match.groups())
    return hour * 60 + minute, end_hour * 60 + end_minute


def read_holidays(table: Mapping[str, object], faults: list[str]) -> dict[date, Holiday]:
    """The holidays by day, from rows of `date` (ISO), `name_tr` and `kind`, full or half."""
    holidays: dict[date, Holiday] = {}
    for row in Table(table, "holidays", faults).rows("holidays"):
        name, half = row.text("name_tr"), row.choice("kind", ("full", "half")) == "half"
        try:
            day = date.fromisoformat(row.text("date"))
        except ValueError:
            row.fault("date", "not a date such as 2026-10-29")
            continue
        if day in holidays:
            row.fault("date", f"{day} stands twice")
        holidays[day] = Holiday(day, name, half)
    return holidays
