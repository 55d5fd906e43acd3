"""Internal deadlines count the unit's working time, leave the pauses out, and say why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from chalicelib.core.city import Calendar, Target
from chalicelib.core.deadlines import internal_due
from chalicelib.core.due import LINES
from chalicelib.core.errors import Misconfigured
from chalicelib.core.workdays import Holidays
from chalicelib.core.worktime import is_open
from tests.core.calendars import CALENDARS, CLOSED, HOLIDAYS, LEAVE, MOMENTS, OFFICE, ROUND_THE_CLOCK, SATURDAYS, at
from tests.core.reckoning import INSTANT, STRETCHES, TARGETS, WORKING, due, pauses_at, said


@pytest.mark.parametrize(
    ("start", "unit_of_time", "amount", "end"),
    [
        ("2026-11-21 23:15", "hours", 4, "2026-11-22 03:15"),
        ("2026-11-23 16:30", "working_hours", 1, "2026-11-23 17:30"),
        ("2026-11-23 16:30", "working_hours", 2, "2026-11-24 09:30"),
        ("2026-11-23 11:00", "working_hours", 4, "2026-11-23 16:00"),
        ("2026-11-21 11:00", "working_hours", 1, "2026-11-23 09:30"),
        ("2026-10-28 11:00", "working_hours", 2, "2026-10-30 09:30"),
        ("2026-11-23 09:00", "working_days", 1, "2026-11-24 17:30"),
        ("2026-11-23 23:00", "working_days", 1, "2026-11-24 17:30"),
        ("2026-11-20 09:00", "working_days", 3, "2026-11-25 17:30"),
        ("2026-11-21 09:00", "working_days", 1, "2026-11-23 17:30"),
        ("2026-10-27 09:00", "working_days", 1, "2026-10-28 12:00"),
        ("2026-10-27 09:00", "working_days", 2, "2026-10-30 17:30"),
        ("2026-11-23 09:00", "calendar_days", 2, "2026-11-25 17:30"),
        ("2026-11-23 09:00", "calendar_days", 5, "2026-11-30 17:30"),
        ("2026-05-20 09:00", "calendar_days", 7, "2026-06-01 17:30"),
    ],
)
def test_an_office_answers_in_its_working_time(start: str, unit_of_time: str, amount: int, end: str) -> None:
    assert due(start, unit_of_time, amount).at == at(end)


def test_the_day_of_receipt_is_the_local_one() -> None:
    late_in_the_evening = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # already the 24th in Türkiye
    answer = internal_due(late_in_the_evening, Target("working_days", 1), OFFICE, HOLIDAYS)
    assert answer.at == at("2026-11-25 17:30")
    assert answer.at.tzinfo is UTC


def test_round_the_clock_days_end_a_minute_before_midnight() -> None:
    assert due("2026-10-28 10:00", "working_days", 1, ROUND_THE_CLOCK).at == at("2026-10-29 23:59")
    assert due("2026-10-28 10:00", "calendar_days", 3, ROUND_THE_CLOCK).at == at("2026-10-31 23:59")
    assert due("2026-10-28 23:00", "working_hours", 2, ROUND_THE_CLOCK).at == at("2026-10-29 01:00")


def test_a_saturday_counts_where_the_unit_works_on_saturdays() -> None:
    assert due("2026-11-20 09:00", "working_days", 1, SATURDAYS).at == at("2026-11-21 17:00")


def test_skipped_days_are_explained_by_name_and_number() -> None:
    answer = due("2026-10-27 15:05", "working_days", 3)
    assert answer.lines[0].values == (("at", "2026-10-27T15:05+03:00"),)
    assert said(answer) == [
        ("rule-working-days", "3"),
        ("receipt-day-not-counted", "2026-10-27"),
        ("half-day", "2026-10-28", HOLIDAYS[date(2026, 10, 28)].name),
        ("holiday-skipped", "2026-10-29", "Cumhuriyet Bayramı"),
        ("rest-days-skipped", "2"),
    ]
    assert answer.lines[-1].values == (("at", "2026-11-02T17:30+03:00"),)


def test_a_receipt_on_a_rest_day_is_not_counted_among_the_skipped() -> None:
    assert said(due("2026-11-22 10:00", "working_days", 2)) == [
        ("rule-working-days", "2"),
        ("receipt-day-not-counted", "2026-11-22"),
    ]


def test_a_rolled_day_is_explained_by_what_it_fell_on() -> None:
    assert said(due("2026-05-20 09:00", "calendar_days", 7)) == [
        ("rule-calendar-days", "7"),
        ("receipt-day-not-counted", "2026-05-20"),
        ("rolled-from-holiday", "2026-05-27", HOLIDAYS[date(2026, 5, 27)].name, "2026-06-01"),
        ("holiday-skipped", "2026-05-28", HOLIDAYS[date(2026, 5, 28)].name),
        ("holiday-skipped", "2026-05-29", HOLIDAYS[date(2026, 5, 29)].name),
        ("rest-days-skipped", "2"),
    ]
    assert ("rolled-from-rest-day", "2026-11-28", "2026-11-30") in said(due("2026-11-23 09:00", "calendar_days", 5))


def test_a_clock_that_starts_later_says_when() -> None:
    assert said(due("2026-11-21 11:00", "working_hours", 1)) == [
        ("rule-working-hours", "1"),
        ("clock-starts", "2026-11-23T08:30+03:00"),
        ("rest-days-skipped", "2"),
    ]
    assert said(due("2026-11-23 11:30", "working_hours", 1)) == [("rule-working-hours", "1")]


def test_a_calendar_that_never_opens_is_said_to_be_wrong() -> None:
    with pytest.raises(Misconfigured, match="not open"):
        due("2026-11-23 09:00", "working_days", 1, CLOSED)
    with pytest.raises(Misconfigured, match="not open"):
        due("2026-11-23 09:00", "working_hours", 1, CLOSED)


@given(MOMENTS, TARGETS, CALENDARS, STRETCHES)
def test_every_line_is_declared_with_its_placeholders(
    start: datetime, target: Target, calendar: Calendar, stretches: list[tuple[timedelta, timedelta]]
) -> None:
    for line in internal_due(start, target, calendar, HOLIDAYS, pauses_at(start, stretches)).lines:
        assert tuple(name for name, _ in line.values) == LINES[line.code]


@given(MOMENTS, MOMENTS, TARGETS, CALENDARS, STRETCHES)
def test_what_comes_later_is_never_due_earlier(
    one: datetime, other: datetime, target: Target, cal: Calendar, stretches: list[tuple[timedelta, timedelta]]
) -> None:
    first, second = sorted([one, other])
    assert internal_due(first, target, cal, HOLIDAYS).at <= internal_due(second, target, cal, HOLIDAYS).at
    pauses = pauses_at(second, [(abs(since), abs(until)) for since, until in stretches])
    assert (
        internal_due(first, target, cal, HOLIDAYS, pauses).at <= internal_due(second, target, cal, HOLIDAYS, pauses).at
    )


@given(MOMENTS, WORKING, CALENDARS, LEAVE, STRETCHES)
def test_working_time_ends_after_receipt_and_never_while_closed(
    start: datetime,
    target: Target,
    calendar: Calendar,
    holidays: Holidays,
    stretches: list[tuple[timedelta, timedelta]],
) -> None:
    end = internal_due(start, target, calendar, holidays, pauses_at(start, stretches)).at
    assert end > start
    assert is_open(end - INSTANT, calendar, holidays)


@given(MOMENTS, TARGETS, CALENDARS, LEAVE)
def test_more_closed_days_never_bring_a_due_time_forward(
    start: datetime, target: Target, calendar: Calendar, closed: Holidays
) -> None:
    before, after = (internal_due(start, target, calendar, table).at for table in (HOLIDAYS, closed))
    assert before <= after
