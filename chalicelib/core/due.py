"""A due date and the lines by which it explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from chalicelib.core.workdays import DAY, Holidays, Week, first_open_day, nth_open_day, open_spans

LINES: Mapping[str, tuple[str, ...]] = {
    "received": ("at",),
    "rule-hours": ("amount",),
    "rule-working-hours": ("amount",),
    "rule-working-days": ("amount",),
    "rule-calendar-days": ("amount",),
    "rule-petition": ("amount",),
    "rule-foi": ("amount",),
    "rule-foi-extended": ("amount",),
    "rule-privacy": ("amount",),
    "rule-cimer": ("day",),
    "rule-body": ("day",),
    "check-back": ("day",),
    "fee-cut": ("day", "to"),
    "receipt-day-not-counted": ("day",),
    "clock-starts": ("at",),
    "holiday-skipped": ("day", "name"),
    "half-day": ("day", "name"),
    "rest-days-skipped": ("count",),
    "rolled-from-holiday": ("day", "name", "to"),
    "rolled-from-rest-day": ("day", "to"),
    "paused": ("since", "until"),
    "waiting": ("since",),
    "law-runs-on": (),
    "fee-awaited": ("day", "to"),
    "due": ("at",),
}
"""Every line an explanation can hold, with its placeholders: `at`, `since` and `until` are local moments, `day` and
`to` are days, all ISO."""


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


def explain(received: datetime, between: list[Line], at: datetime) -> Due:
    """The due date from the local moment of receipt to the local moment `at`, by the lines in between."""
    return Due(at.astimezone(UTC), (line("received", at=minute(received)), *between, line("due", at=minute(at))))


def count_days(
    day: date, unit_of_time: Literal["working_days", "calendar_days"], amount: int, week: Week, holidays: Holidays
) -> tuple[date, list[Line]]:
    """The last of `amount` days after `day`, which does not count itself, and what was special on the way to it."""
    if unit_of_time == "calendar_days":
        return roll(day + amount * DAY, week, holidays)
    last = nth_open_day(day, amount, week, holidays)
    return last, passed(day + DAY, last, week, holidays)


def roll(counted: date, week: Week, holidays: Holidays) -> tuple[date, list[Line]]:
    """The day `counted` itself if it is open, else the next open one, and why."""
    last = first_open_day(counted, week, holidays)
    if last == counted:
        return last, passed(last, last, week, holidays)
    if counted in holidays and week[counted.weekday()]:
        name = holidays[counted].name
        why = line("rolled-from-holiday", day=counted.isoformat(), name=name, to=last.isoformat())
    else:
        why = line("rolled-from-rest-day", day=counted.isoformat(), to=last.isoformat())
    return last, [why, *passed(counted + DAY, last, week, holidays)]


def passed(first: date, last: date, week: Week, holidays: Holidays) -> list[Line]:
    """What was special about the days from first to last: holidays by name, weekly rest days by number."""
    lines = []
    rest_days = 0
    for day in (first + steps * DAY for steps in range((last - first).days + 1)):
        if not week[day.weekday()]:
            rest_days += 1
        elif holiday := holidays.get(day):
            code = "half-day" if open_spans(day, week, holidays) else "holiday-skipped"
            lines.append(line(code, day=day.isoformat(), name=holiday.name))
    if rest_days:
        lines.append(line("rest-days-skipped", count=str(rest_days)))
    return lines


def line(code: str, **values: str) -> Line:
    """A line of an explanation; `code` and the names of its values are those of LINES."""
    return Line(code, tuple(values.items()))


def minute(at: datetime) -> str:
    """A local moment as a line holds it, such as 2026-11-23T14:30+03:00."""
    return at.isoformat(timespec="minutes")
