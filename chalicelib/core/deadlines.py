"""Working time: when an answer is due by the city's targets and by law, explained line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from chalicelib.core.city import Calendar, Holiday, Target
from chalicelib.core.errors import Misconfigured
from chalicelib.core.moments import TURKEY

Basis = Literal["petition", "foi", "privacy"]
Spans = tuple[tuple[int, int], ...]
Week = tuple[Spans, ...]
Holidays = Mapping[date, Holiday]

LINES: Mapping[str, tuple[str, ...]] = {
    "received": ("at",),
    "rule-hours": ("amount",),
    "rule-working-hours": ("amount",),
    "rule-working-days": ("amount",),
    "rule-calendar-days": ("amount",),
    "rule-petition": ("amount",),
    "rule-foi": ("amount",),
    "rule-privacy": ("amount",),
    "receipt-day-not-counted": ("day",),
    "clock-starts": ("at",),
    "holiday-skipped": ("day", "name"),
    "half-day": ("day", "name"),
    "rest-days-skipped": ("count",),
    "rolled-from-holiday": ("day", "name", "to"),
    "rolled-from-rest-day": ("day", "to"),
    "due": ("at",),
}
"""Every line an explanation can hold, with its placeholders: `at` is a local time and `day`, `to` are days, all ISO."""

LAW: Mapping[Basis, tuple[Literal["working_days", "calendar_days"], int]] = {
    "petition": ("calendar_days", 30),  # Law 3071 m.7
    "foi": ("working_days", 15),  # Law 4982 m.11
    "privacy": ("calendar_days", 30),  # Law 6698 (KVKK) m.13
}

_DAY = timedelta(days=1)
_NOON_CLOSING = 13 * 60  # Law 2429: half days are free from 13:00 on
_LAST_MINUTE = 24 * 60 - 1
_OFFICE_WEEK: Week = (((510, 1050),),) * 5 + ((),) * 2  # Mon-Fri 08:30-17:30
_WHOLE_WEEK: Week = (((0, 24 * 60),),) * 7


@dataclass(frozen=True, slots=True)
class Line:
    """One step of an explanation: a sentence of texts/ by its code, and what fills it in."""

    code: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due (aware, UTC) and how that follows from the receipt."""

    at: datetime
    lines: tuple[Line, ...]


def working_minutes(day: date, calendar: Calendar, holidays: Holidays) -> Spans:
    """The open (start, end) spans of a local day in minutes; a half day ends at 13:00, 7/24 knows no holidays."""
    return _open(day, *_rules(calendar, holidays))


def is_open(at: datetime, calendar: Calendar, holidays: Holidays) -> bool:
    """Whether the aware moment `at` falls into working time."""
    local = _local(at)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in working_minutes(local.date(), calendar, holidays))


def add_working_days(day: date, amount: int, holidays: Holidays) -> date:
    """The last of `amount` working days (1 or more) after `day`: Mon-Fri, no full holiday; half days count."""
    return _nth_open_day(day, amount, _OFFICE_WEEK, holidays)


def add_calendar_days_rolled(day: date, amount: int, holidays: Holidays) -> date:
    """The day `amount` days after `day`, or the first working day behind it (after the model of Law 2577 m.8)."""
    return _first_open_day(day + amount * _DAY, _OFFICE_WEEK, holidays)


def internal_due(start: datetime, target: Target, calendar: Calendar, holidays: Holidays) -> Due:
    """When a target (amount 1 or more) that starts at the aware moment `start` is due in a unit with this calendar.

    Hours run round the clock; working hours only in working time. Working days end with the last open span of the
    n-th working day after the day of receipt; calendar days likewise, on the next working day if the last is none.
    A day that closes at 24:00, as 7/24 does, ends at 23:59. Raises Misconfigured if the calendar never opens.
    """
    week, closed = _rules(calendar, holidays)
    received = _local(start)
    rule = _line("rule-" + target.unit_of_time.replace("_", "-"), amount=str(target.amount))
    if target.unit_of_time == "hours":
        return _due(received, [rule], received + timedelta(hours=target.amount))
    if target.unit_of_time == "working_hours":
        end, lines = _after_working_hours(received, target.amount, week, closed)
        return _due(received, [rule, *lines], end)
    last, lines = _last_day(received.date(), target.unit_of_time, target.amount, week, closed)
    return _due(received, [rule, *lines], _closing(last, week, closed))


def legal_due(basis: Basis, start: datetime, calendar: Calendar, holidays: Holidays) -> Due:
    """When the law wants the answer to what was received at the aware moment `start`, by the periods in LAW.

    Legal working days are Mon-Fri without full holidays, whatever the unit's week. The last one ends when the unit
    closes, or with the office day (17:30, half days 13:00) if the unit is closed on it.
    """
    received = _local(start)
    unit_of_time, amount = LAW[basis]
    last, lines = _last_day(received.date(), unit_of_time, amount, _OFFICE_WEEK, holidays)
    week, closed = _rules(calendar, holidays)
    at = _closing(last, week, closed) if _open(last, week, closed) else _closing(last, _OFFICE_WEEK, holidays)
    return _due(received, [_line(f"rule-{basis}", amount=str(amount)), *lines], at)


def _rules(calendar: Calendar, holidays: Holidays) -> tuple[Week, Holidays]:
    return (_WHOLE_WEEK, {}) if calendar.always else (calendar.week, holidays)


def _open(day: date, week: Week, holidays: Holidays) -> Spans:
    spans = week[day.weekday()]
    holiday = holidays.get(day)
    if holiday is None or not spans:
        return spans
    if not holiday.half:
        return ()
    return tuple((start, min(end, _NOON_CLOSING)) for start, end in spans if start < _NOON_CLOSING)


def _nth_open_day(day: date, amount: int, week: Week, holidays: Holidays) -> date:
    """The `amount`-th open day after `day`; gives up after a year and a week per day, which no working week needs."""
    left = amount
    for _ in range(366 + 7 * amount):
        day += _DAY
        if _open(day, week, holidays):
            left -= 1
            if left <= 0:
                return day
    raise Misconfigured([f"calendar: not open often enough around {day}"])


def _first_open_day(day: date, week: Week, holidays: Holidays) -> date:
    return _nth_open_day(day - _DAY, 1, week, holidays)


def _last_day(
    receipt: date, unit_of_time: Literal["working_days", "calendar_days"], amount: int, week: Week, holidays: Holidays
) -> tuple[date, list[Line]]:
    lines = [_line("receipt-day-not-counted", day=receipt.isoformat())]
    if unit_of_time == "working_days":
        last = _nth_open_day(receipt, amount, week, holidays)
        return last, lines + _passed(receipt + _DAY, last, week, holidays)
    counted = receipt + amount * _DAY
    last = _first_open_day(counted, week, holidays)
    if last == counted:
        return last, lines + _passed(last, last, week, holidays)
    why = _rolled(counted, last, week, holidays)
    return last, [*lines, why, *_passed(counted + _DAY, last, week, holidays)]


def _after_working_hours(
    received: datetime, amount: int, week: Week, holidays: Holidays
) -> tuple[datetime, list[Line]]:
    whole = left = timedelta(hours=amount)
    lines: list[Line] = []
    day = _first_open_day(received.date(), week, holidays)
    while True:
        for start, end in _open(day, week, holidays):
            begins, ends = max(_at(day, start), received), _at(day, end)
            if begins >= ends:
                continue
            if left == whole and begins > received:
                lines.append(_line("clock-starts", at=_minute(begins)))
            if left <= ends - begins:
                return begins + left, lines + _passed(received.date(), day, week, holidays)
            left -= ends - begins
        day = _first_open_day(day + _DAY, week, holidays)


def _passed(first: date, last: date, week: Week, holidays: Holidays) -> list[Line]:
    """What was special about the days from first to last: holidays by name, weekly rest days by number."""
    lines = []
    rest_days = 0
    for day in (first + passed * _DAY for passed in range((last - first).days + 1)):
        if not week[day.weekday()]:
            rest_days += 1
        elif holiday := holidays.get(day):
            code = "half-day" if _open(day, week, holidays) else "holiday-skipped"
            lines.append(_line(code, day=day.isoformat(), name=holiday.name))
    if rest_days:
        lines.append(_line("rest-days-skipped", count=str(rest_days)))
    return lines


def _rolled(counted: date, last: date, week: Week, holidays: Holidays) -> Line:
    if counted in holidays and week[counted.weekday()]:
        name = holidays[counted].name
        return _line("rolled-from-holiday", day=counted.isoformat(), name=name, to=last.isoformat())
    return _line("rolled-from-rest-day", day=counted.isoformat(), to=last.isoformat())


def _closing(day: date, week: Week, holidays: Holidays) -> datetime:
    return _at(day, min(_open(day, week, holidays)[-1][1], _LAST_MINUTE))


def _due(received: datetime, between: list[Line], at: datetime) -> Due:
    lines = (_line("received", at=_minute(received)), *between, _line("due", at=_minute(at)))
    return Due(at.astimezone(UTC), lines)


def _line(code: str, **values: str) -> Line:
    return Line(code, tuple(values.items()))


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(TURKEY)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), TURKEY) + timedelta(minutes=minute)


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
