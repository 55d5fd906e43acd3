"""Reads working weeks, duty rosters and the days that are free."""

import re
from collections.abc import Mapping
from datetime import date

from chalicelib.core.city import Holiday, Shift
from chalicelib.core.patterns import MOBILE
from chalicelib.core.shape import Table

Week = tuple[tuple[tuple[int, int], ...], ...]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_FULL_DAY = 24 * 60
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_week(row: Table) -> tuple[bool, Week]:
    """Whether a calendar is always open, and its week: per day from Monday, spans in minutes of the local day.

    A day is written `"mon": "08:30-12:00, 13:00-17:30"`; a day left out is closed; `"always": true` replaces them all.
    """
    if row.flag("always", default=False):
        return True, (((0, _FULL_DAY),),) * 7
    week = tuple(_read_day(row, day) if row.has(day) else () for day in DAYS)
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
        day = read_day(row, "date")
        if day is None:
            continue
        if day in holidays:
            row.fault("date", f"{day} stands twice")
        holidays[day] = Holiday(day, name, half)
    return holidays


def read_leave(table: Table) -> dict[date, Holiday]:
    """Days of administrative leave: `{"2026-10-30": {"name_tr": …, "kind": "full" or "half"}}`."""
    leave: dict[date, Holiday] = {}
    for written, row in table.each(_ISO_DAY):
        name, half = row.text("name_tr"), row.choice("kind", ("full", "half")) == "half"
        try:
            day = date.fromisoformat(written)
        except ValueError:
            table.fault(written, "not a date such as 2026-10-29")
            continue
        leave[day] = Holiday(day, name, half)
    return leave


def join_free_days(public: Mapping[date, Holiday], leave: Mapping[date, Holiday]) -> dict[date, Holiday]:
    """The days free for working time: public holidays and leave; on the same day a full one beats a half one."""
    joined = dict(public)
    for day, free in leave.items():
        if day not in joined or (joined[day].half and not free.half):
            joined[day] = free
    return joined


def read_day(row: Table, key: str) -> date | None:
    """A day written as 2026-10-29; none, and a fault, for anything else."""
    written = row.text(key)
    try:
        if _ISO_DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    if written:
        row.fault(key, "not a date such as 2026-10-29")
    return None


def read_roster(table: Table) -> tuple[Shift, ...]:
    """The list `roster` of a unit: `{"days": "mon-fri", "hours": "17:30-08:30", "phones": ["+905…"]}`, in order.

    Days are single ones and ranges, `"mon-wed, sun"`; hours that do not end after they start end on the next day.
    """
    return tuple(Shift(_read_days(row), *read_hours(row, "hours"), _read_phones(row)) for row in table.rows("roster"))


def _read_days(row: Table) -> tuple[int, ...]:
    days: set[int] = set()
    for written in row.text("days").split(","):
        first, dash, last = written.strip().partition("-")
        last = last if dash else first
        if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
            row.fault("days", f'"{written.strip()}" is not a day or days such as mon-fri')
        else:
            days.update(range(DAYS.index(first), DAYS.index(last) + 1))
    return tuple(sorted(days))


def read_hours(row: Table, key: str) -> tuple[int, int]:
    """A span such as 17:30-08:30 in minutes of the local day; one that does not end after it starts ends on the next
    day."""
    written = row.text(key)
    match = _SPAN.fullmatch(written)
    start, end = _minutes(match) if match else (0, 0)
    if match is None or end > _FULL_DAY:
        row.fault(key, f'"{written}" is not a span of time such as 17:30-08:30')
    return start, end


def _read_phones(row: Table) -> tuple[str, ...]:
    phones = row.texts("phones")
    for phone in phones:
        if not MOBILE.fullmatch(phone):
            row.fault("phones", f'"{phone}" is not a mobile number in +90 form')
    return phones
