"""Working days are those on which Turkish offices work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Misconfigured
from chalicelib.core.workdays import (
    add_calendar_days_rolled,
    add_working_days,
    first_open_day,
    last_open_day,
    working_minutes,
)
from tests.core.calendars import CLOSED, DAYS, EVENINGS, HOLIDAYS, OFFICE, ROUND_THE_CLOCK, SATURDAYS


@pytest.mark.parametrize(
    ("received", "fifteen", "thirty", "rolled"),
    [
        ("2025-05-28", "2025-06-20", "2025-07-11", "2025-06-27"),
        ("2026-03-16", "2026-04-07", "2026-04-29", "2026-04-15"),
        ("2026-05-25", "2026-06-18", "2026-07-09", "2026-06-24"),
        ("2026-10-15", "2026-11-06", "2026-11-27", "2026-11-16"),
        ("2027-04-30", "2027-05-26", "2027-06-16", "2027-05-31"),
        ("2027-05-10", "2027-06-03", "2027-06-24", "2027-06-09"),
    ],
)
def test_the_published_vectors_of_legal_periods(received: str, fifteen: str, thirty: str, rolled: str) -> None:
    day = date.fromisoformat(received)
    assert add_working_days(day, 15, HOLIDAYS).isoformat() == fifteen
    assert add_working_days(day, 30, HOLIDAYS).isoformat() == thirty
    assert add_calendar_days_rolled(day, 30, HOLIDAYS).isoformat() == rolled


def test_a_half_day_ends_at_one_and_a_holiday_never_opens() -> None:
    assert working_minutes(date(2026, 10, 27), OFFICE, HOLIDAYS) == ((510, 720), (780, 1050))
    assert working_minutes(date(2026, 10, 28), OFFICE, HOLIDAYS) == ((510, 720),)
    assert working_minutes(date(2026, 10, 28), SATURDAYS, HOLIDAYS) == ((480, 780),)
    assert working_minutes(date(2026, 10, 29), OFFICE, HOLIDAYS) == ()
    assert working_minutes(date(2026, 10, 28), EVENINGS, HOLIDAYS) == ()


def test_round_the_clock_knows_no_holiday() -> None:
    assert working_minutes(date(2026, 10, 29), ROUND_THE_CLOCK, HOLIDAYS) == ((0, 1440),)


def test_the_nearest_open_days_before_and_after_a_long_weekend() -> None:
    thursday = date(2026, 10, 29)
    assert first_open_day(thursday, OFFICE.week, HOLIDAYS) == date(2026, 10, 30)
    assert last_open_day(thursday, OFFICE.week, HOLIDAYS) == date(2026, 10, 28)
    assert last_open_day(date(2026, 11, 1), OFFICE.week, HOLIDAYS) == date(2026, 10, 30)


def test_a_week_that_never_opens_is_said_to_be_wrong_in_both_directions() -> None:
    for search in (first_open_day, last_open_day):
        with pytest.raises(Misconfigured, match="not open"):
            search(date(2026, 11, 23), CLOSED.week, HOLIDAYS)


@given(DAYS, st.integers(1, 60))
def test_a_working_day_count_holds_exactly_that_many_office_days(day: date, amount: int) -> None:
    last = add_working_days(day, amount, HOLIDAYS)
    between = [day + timedelta(days=step) for step in range(1, (last - day).days + 1)]
    full = {holiday.day for holiday in HOLIDAYS.values() if not holiday.half}
    assert len([each for each in between if each.weekday() < 5 and each not in full]) == amount
