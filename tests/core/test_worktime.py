"""Working time passes only while the unit is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Calendar
from chalicelib.core.errors import Misconfigured
from chalicelib.core.workdays import Holidays
from chalicelib.core.worktime import add_working, is_open, next_open, subtract_working, working_between
from tests.core.calendars import CALENDARS, CLOSED, HOLIDAYS, LEAVE, MOMENTS, OFFICE, ROUND_THE_CLOCK, at

NONE = timedelta(0)
INSTANT = timedelta(microseconds=1)
AMOUNTS = st.timedeltas(NONE, timedelta(hours=90))
SHORT = st.timedeltas(NONE, timedelta(days=40))


def minutes(amount: int) -> timedelta:
    return timedelta(minutes=amount)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23 08:29:59", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 12:00", False),
        ("2026-11-23 17:29:59", True),
        ("2026-11-23 17:30", False),
        ("2026-11-22 10:00", False),
        ("2026-10-28 14:00", False),
        ("2026-10-29 10:00", False),
    ],
)
def test_an_office_is_open_in_its_spans_only(moment: str, opened: bool) -> None:
    assert is_open(at(moment), OFFICE, HOLIDAYS) is opened


def test_round_the_clock_is_open_on_a_holiday_night() -> None:
    assert is_open(at("2026-10-29 03:00"), ROUND_THE_CLOCK, HOLIDAYS)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23 09:15", "2026-11-23 09:15"),
        ("2026-11-23 12:00", "2026-11-23 13:00"),
        ("2026-11-23 17:30", "2026-11-24 08:30"),
        ("2026-11-20 18:00", "2026-11-23 08:30"),
        ("2026-10-28 12:30", "2026-10-30 08:30"),
    ],
)
def test_the_next_opening(moment: str, opening: str) -> None:
    assert next_open(at(moment), OFFICE, HOLIDAYS) == at(opening)


@pytest.mark.parametrize(
    ("start", "end", "between"),
    [
        ("2026-11-23 09:00", "2026-11-23 10:30", 90),
        ("2026-11-23 11:00", "2026-11-23 14:00", 120),
        ("2026-11-20 17:00", "2026-11-23 09:00", 60),
        ("2026-11-21 09:00", "2026-11-22 09:00", 0),
        ("2026-10-27 17:00", "2026-10-30 09:00", 30 + 210 + 30),
        ("2026-11-23 10:00", "2026-11-23 09:00", 0),
        ("2026-11-23 10:00", "2026-11-23 10:00", 0),
    ],
)
def test_open_time_between_two_moments(start: str, end: str, between: int) -> None:
    assert working_between(at(start), at(end), OFFICE, HOLIDAYS) == minutes(between)


def test_round_the_clock_all_time_is_open_time() -> None:
    assert working_between(at("2026-10-28 22:00"), at("2026-10-30 23:30"), ROUND_THE_CLOCK, HOLIDAYS) == timedelta(
        days=2, minutes=90
    )
    assert working_between(at("2026-10-30 22:00"), at("2026-10-29 23:30"), ROUND_THE_CLOCK, HOLIDAYS) == NONE


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-11-23 09:00", 0, "2026-11-23 09:00"),
        ("2026-11-23 17:30", 0, "2026-11-23 17:30"),
        ("2026-11-23 17:31", 0, "2026-11-24 08:30"),
        ("2026-11-23 12:30", 0, "2026-11-23 13:00"),
        ("2026-11-23 16:30", 60, "2026-11-23 17:30"),
        ("2026-11-23 16:30", 61, "2026-11-24 08:31"),
        ("2026-11-20 17:00", 120, "2026-11-23 10:00"),
        ("2026-11-23 17:30", 30, "2026-11-24 09:00"),
    ],
)
def test_open_time_added(start: str, amount: int, end: str) -> None:
    assert add_working(at(start), minutes(amount), OFFICE, HOLIDAYS) == at(end)


@pytest.mark.parametrize(
    ("end", "amount", "start"),
    [
        ("2026-11-23 09:00", 0, "2026-11-23 09:00"),
        ("2026-11-23 12:30", 0, "2026-11-23 12:00"),
        ("2026-11-22 12:30", 0, "2026-11-20 17:30"),
        ("2026-11-23 09:00", 30, "2026-11-23 08:30"),
        ("2026-11-23 09:00", 31, "2026-11-20 17:29"),
        ("2026-11-23 14:00", 120, "2026-11-23 11:00"),
        ("2026-10-30 09:00", 60, "2026-10-28 11:30"),
    ],
)
def test_open_time_taken_away(end: str, amount: int, start: str) -> None:
    assert subtract_working(at(end), minutes(amount), OFFICE, HOLIDAYS) == at(start)


def test_a_calendar_that_never_opens_is_said_to_be_wrong() -> None:
    start = at("2026-11-23 09:00")
    for reckon in (add_working, subtract_working):
        with pytest.raises(Misconfigured, match="not open"):
            reckon(start, minutes(1), CLOSED, HOLIDAYS)
    with pytest.raises(Misconfigured, match="not open"):
        next_open(start, CLOSED, HOLIDAYS)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        is_open(datetime(2026, 11, 23, 9, 0), OFFICE, HOLIDAYS)  # noqa: DTZ001  # the very mistake


@given(MOMENTS, AMOUNTS, CALENDARS, LEAVE)
def test_what_was_added_lies_between_and_can_be_taken_away(
    start: datetime, amount: timedelta, calendar: Calendar, holidays: Holidays
) -> None:
    end = add_working(start, amount, calendar, holidays)
    assert end.tzinfo is UTC
    assert working_between(start, end, calendar, holidays) == amount
    back = subtract_working(end, amount, calendar, holidays)
    assert back >= start
    assert working_between(back, end, calendar, holidays) == amount
    assert working_between(start, back, calendar, holidays) == NONE


@given(MOMENTS, AMOUNTS, CALENDARS, LEAVE)
def test_sums_end_in_open_time_or_on_its_edge(
    moment: datetime, amount: timedelta, calendar: Calendar, holidays: Holidays
) -> None:
    for end in (add_working(moment, amount, calendar, holidays), subtract_working(moment, amount, calendar, holidays)):
        assert is_open(end, calendar, holidays) or is_open(end - INSTANT, calendar, holidays)


@given(MOMENTS, SHORT, SHORT, CALENDARS, LEAVE)
def test_open_time_of_two_stretches_is_that_of_the_whole(
    start: datetime, one: timedelta, other: timedelta, calendar: Calendar, holidays: Holidays
) -> None:
    middle, end = start + one, start + one + other
    parts = working_between(start, middle, calendar, holidays) + working_between(middle, end, calendar, holidays)
    assert parts == working_between(start, end, calendar, holidays) <= end - start


@given(MOMENTS, SHORT, AMOUNTS, AMOUNTS, CALENDARS)
def test_more_time_or_a_later_start_never_ends_earlier(
    start: datetime, later: timedelta, less: timedelta, more: timedelta, calendar: Calendar
) -> None:
    end = add_working(start, less, calendar, HOLIDAYS)
    assert end <= add_working(start + later, less, calendar, HOLIDAYS)
    assert end <= add_working(start, less + more, calendar, HOLIDAYS)


@given(MOMENTS, CALENDARS, LEAVE)
def test_the_next_opening_is_open_and_nothing_is_before_it(
    moment: datetime, calendar: Calendar, holidays: Holidays
) -> None:
    opening = next_open(moment, calendar, holidays)
    assert is_open(opening, calendar, holidays)
    assert opening >= moment
    assert working_between(moment, opening, calendar, holidays) == NONE
    assert next_open(opening, calendar, holidays) == opening
