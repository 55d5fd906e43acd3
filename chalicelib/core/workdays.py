"""Working days: which days are open, from when to when, and the counting of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from chalicelib.core.city import Calendar, Holiday
from chalicelib.core.errors import Misconfigured
from chalicelib.core.moments import TURKEY

Spans = tuple[tuple[int, int], ...]
Week = tuple[Spans, ...]
Holidays = Mapping[date, Holiday]

DAY = timedelta(days=1)
OFFICE_WEEK: Week = (((510, 1050),),) * 5 + ((),) * 2
"""The week that the law counts in: Mon-Fri 08:30-17:30."""

_WHOLE_WEEK: Week = (((0, 24 * 60),),) * 7
_NOON_CLOSING = 13 * 60  # Law 2429: half days are free from 13:00 on
_LAST_MINUTE = 24 * 60 - 1


def working_minutes(day: date, calendar: Calendar, holidays: Holidays) -> Spans:
    """The open (start, end) spans of a local day in minutes; a half day ends at 13:00, 7/24 knows no holidays."""
    return open_spans(day, *rules(calendar, holidays))


def add_working_days(day: date, amount: int, holidays: Holidays) -> date:
    """The last of `amount` working days (1 or more) after `day`: Mon-Fri, no full holiday; half days count."""
    return nth_open_day(day, amount, OFFICE_WEEK, holidays)


def add_calendar_days_rolled(day: date, amount: int, holidays: Holidays) -> date:
    """The day `amount` days after `day`, or the first working day behind it (after the model of Law 2577 m.8)."""
    return first_open_day(day + amount * DAY, OFFICE_WEEK, holidays)


def rules(calendar: Calendar, holidays: Holidays) -> tuple[Week, Holidays]:
    """The week and the holidays that a calendar knows: 7/24 is the whole week without any."""
    return (_WHOLE_WEEK, {}) if calendar.always else (calendar.week, holidays)


def open_spans(day: date, week: Week, holidays: Holidays) -> Spans:
    """The open (start, end) spans of a local day in minutes."""
    spans = week[day.weekday()]
    holiday = holidays.get(day)
    if holiday is None or not spans:
        return spans
    if not holiday.half:
        return ()
    return tuple((start, min(end, _NOON_CLOSING)) for start, end in spans if start < _NOON_CLOSING)


def nth_open_day(day: date, amount: int, week: Week, holidays: Holidays, step: timedelta = DAY) -> date:
    """The `amount`-th open day (1 or more) after `day`; before it with a `step` of minus one day.

    Raises Misconfigured after a year and a week per day, which no working week needs.
    """
    left = amount
    for _ in range(366 + 7 * amount):
        day += step
        if open_spans(day, week, holidays):
            left -= 1
            if left <= 0:
                return day
    raise Misconfigured([f"calendar: not open often enough around {day}"])


def first_open_day(day: date, week: Week, holidays: Holidays) -> date:
    """`day` itself if it is open, else the next one that is; raises Misconfigured if there is none."""
    return nth_open_day(day - DAY, 1, week, holidays)


def last_open_day(day: date, week: Week, holidays: Holidays) -> date:
    """`day` itself if it is open, else the nearest one before it; raises Misconfigured if there is none."""
    return nth_open_day(day + DAY, 1, week, holidays, -DAY)


def closing(day: date, week: Week, holidays: Holidays) -> datetime:
    """When an open day closes, in Turkish time; 23:59 where it runs to midnight, so that it stays the same day."""
    return moment(day, min(open_spans(day, week, holidays)[-1][1], _LAST_MINUTE))


def moment(day: date, minute: int) -> datetime:
    """The `minute`-th minute of a local day, in Turkish time."""
    return datetime.combine(day, time(), TURKEY) + timedelta(minutes=minute)


def to_local(at: datetime) -> datetime:
    """An aware moment in Turkish time; raises ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(TURKEY)
