"""While the citizen is asked the internal clock stands still; it never runs backwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Calendar, Target
from chalicelib.core.deadlines import internal_due
from chalicelib.core.worktime import add_working, working_between
from tests.core.calendars import CALENDARS, HOLIDAYS, MOMENTS, OFFICE, at
from tests.core.reckoning import STRETCHES, TARGETS, TIMES, due, pauses_at, said


@pytest.mark.parametrize(
    ("unit_of_time", "amount", "pause", "end"),
    [
        # Received on Monday 23 November at 09:00; without the pause due at 13:00 (hours), Monday 14:00 (working hours),
        # Wednesday 25 at 17:30 (two working days) and Monday 30 at 17:30 (five calendar days, rolled).
        ("hours", 4, ("2026-11-23 10:00", "2026-11-23 22:00"), "2026-11-24 01:00"),
        ("working_hours", 4, ("2026-11-23 10:00", "2026-11-23 11:00"), "2026-11-23 15:00"),
        ("working_hours", 4, ("2026-11-23 11:00", "2026-11-24 09:00"), "2026-11-24 11:00"),
        ("working_hours", 4, ("2026-11-23 12:00", "2026-11-23 13:00"), "2026-11-23 14:00"),
        ("working_days", 2, ("2026-11-24 10:00", "2026-11-24 12:00"), "2026-11-26 10:30"),
        ("working_days", 2, ("2026-11-24 08:30", "2026-11-26 08:30"), "2026-11-27 17:30"),
        ("working_days", 2, ("2026-11-27 17:00", "2026-11-30 09:00"), "2026-11-26 09:30"),
        ("working_days", 2, ("2026-11-28 09:00", "2026-11-29 09:00"), "2026-11-25 17:30"),
        ("calendar_days", 5, ("2026-11-24 10:00", "2026-11-24 12:00"), "2026-11-30 17:30"),
        ("calendar_days", 5, ("2026-11-24 10:00", "2026-11-26 10:00"), "2026-12-02 17:30"),
        ("calendar_days", 5, ("2026-11-24 10:00", "2026-11-29 10:00"), "2026-12-07 17:30"),
        ("hours", 4, ("2026-11-22 10:00", "2026-11-23 10:00"), "2026-11-23 14:00"),
        ("hours", 4, ("2026-11-21 10:00", "2026-11-22 10:00"), "2026-11-23 13:00"),
    ],
)
def test_a_pause_moves_the_end_by_what_it_took(
    unit_of_time: str, amount: int, pause: tuple[str, str], end: str
) -> None:
    assert due("2026-11-23 09:00", unit_of_time, amount, OFFICE, pause).at == at(end)


def test_a_pause_is_told_with_its_moments_and_what_it_ran_into() -> None:
    pause = ("2026-10-26 16:00", "2026-10-27 10:00")
    assert said(due("2026-10-23 09:00", "working_days", 3, OFFICE, pause)) == [
        ("rule-working-days", "3"),
        ("receipt-day-not-counted", "2026-10-23"),
        ("half-day", "2026-10-28", HOLIDAYS[date(2026, 10, 28)].name),
        ("holiday-skipped", "2026-10-29", "Cumhuriyet Bayramı"),
        ("rest-days-skipped", "2"),
        ("paused", "2026-10-26T16:00+03:00", "2026-10-27T10:00+03:00"),
    ]
    assert said(due("2026-11-23 09:00", "calendar_days", 2, OFFICE, ("2026-11-23 10:00", "2026-11-26 10:00"))) == [
        ("rule-calendar-days", "2"),
        ("receipt-day-not-counted", "2026-11-23"),
        ("paused", "2026-11-23T10:00+03:00", "2026-11-26T10:00+03:00"),
        ("rolled-from-rest-day", "2026-11-28", "2026-11-30"),
        ("rest-days-skipped", "1"),
    ]


def test_overlapping_pauses_are_told_and_counted_as_one() -> None:
    twice = due(
        "2026-11-23 09:00",
        "hours",
        4,
        OFFICE,
        ("2026-11-23 12:00", "2026-11-23 14:00"),
        ("2026-11-23 10:00", "2026-11-23 13:00"),
    )
    assert twice == due("2026-11-23 09:00", "hours", 4, OFFICE, ("2026-11-23 10:00", "2026-11-23 14:00"))
    assert [line.code for line in twice.lines].count("paused") == 1


@given(MOMENTS, TARGETS, CALENDARS, STRETCHES, TIMES, TIMES)
def test_a_pause_never_shortens(
    start: datetime,
    target: Target,
    calendar: Calendar,
    stretches: list[tuple[timedelta, timedelta]],
    since: timedelta,
    until: timedelta,
) -> None:
    fewer, more = pauses_at(start, stretches), pauses_at(start, [*stretches, (since, until)])
    ends = [internal_due(start, target, calendar, HOLIDAYS, pauses).at for pauses in ((), fewer, more)]
    assert ends == sorted(ends)


@given(MOMENTS, TARGETS, CALENDARS, STRETCHES, st.randoms())
def test_reckoning_again_with_the_same_pauses_changes_nothing(
    start: datetime, target: Target, calendar: Calendar, stretches: list[tuple[timedelta, timedelta]], chance: Any
) -> None:
    pauses = pauses_at(start, stretches)
    middles = [since + (until - since) / 2 for since, until in pauses]
    halves = [
        half
        for (since, until), middle in zip(pauses, middles, strict=True)
        for half in ((since, middle), (middle, until))
    ]
    shuffled = [*pauses, *halves]
    chance.shuffle(shuffled)
    assert internal_due(start, target, calendar, HOLIDAYS, tuple(shuffled)) == internal_due(
        start, target, calendar, HOLIDAYS, pauses
    )


@given(MOMENTS, st.integers(1, 60), CALENDARS, STRETCHES)
def test_working_hours_add_up_to_the_open_time_between_without_the_pauses(
    start: datetime, hours: int, calendar: Calendar, stretches: list[tuple[timedelta, timedelta]]
) -> None:
    single = pauses_at(start, [(abs(since), abs(until)) for since, until in stretches[:1]])
    end = internal_due(start, Target("working_hours", hours), calendar, HOLIDAYS, single).at
    lost = sum((working_between(since, until, calendar, HOLIDAYS) for since, until in single), timedelta(0))
    assert working_between(start, end, calendar, HOLIDAYS) == timedelta(hours=hours) + lost


@given(MOMENTS, st.integers(1, 30), CALENDARS, TIMES, TIMES)
def test_working_days_get_the_open_time_of_a_pause_back(
    start: datetime, days: int, calendar: Calendar, since: timedelta, until: timedelta
) -> None:
    pause = (start + abs(since), start + abs(until))
    target = Target("working_days", days)
    end = internal_due(start, target, calendar, HOLIDAYS).at
    lost = working_between(*pause, calendar, HOLIDAYS)
    assert internal_due(start, target, calendar, HOLIDAYS, (pause,)).at == add_working(end, lost, calendar, HOLIDAYS)
