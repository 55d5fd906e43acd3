"""How far away a promised date is said to be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.core.remaining import Remaining, time_left
from tests.build import a_city

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("due", "left"),
    [
        ("2026-11-23T14:30", Remaining("today", 0, "soon")),
        ("2026-11-24T14:30", Remaining("tomorrow", 1, "soon")),
        ("2026-11-26T14:30", Remaining("working-days", 3, "calm")),
        ("2026-11-30T14:30", Remaining("working-days", 5, "calm")),
        ("2026-11-23T08:59", Remaining("late-today", 0, "late")),
        ("2026-11-22T20:59", Remaining("late-day", 1, "late")),
        ("2026-11-20T14:30", Remaining("late-days", 3, "late")),
        ("2026-11-23T21:30", Remaining("tomorrow", 1, "soon")),  # half past midnight in Türkiye
    ],
)
def test_an_office_counts_its_working_days(due: str, left: Remaining) -> None:
    city = a_city()
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert time_left(at, NOON, city.calendars["office"], city.holidays) == left


def test_holidays_are_not_counted() -> None:
    city = a_city()
    before = datetime(2026, 12, 30, 9, tzinfo=UTC)  # a Wednesday; 1 January is a holiday
    due = datetime(2027, 1, 4, 14, 30, tzinfo=UTC)
    assert time_left(due, before, city.calendars["office"], city.holidays) == Remaining("working-days", 2, "calm")


def test_a_unit_that_never_closes_counts_every_day() -> None:
    city = a_city()
    due = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert time_left(due, NOON, city.calendars["always"], city.holidays) == Remaining("days", 7, "calm")


def test_closed_days_alone_are_plain_days() -> None:
    city = a_city()
    friday, sunday = datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2026, 11, 29, 9, tzinfo=UTC)
    assert time_left(sunday, friday, city.calendars["office"], city.holidays) == Remaining("days", 2, "calm")


def test_one_working_day_is_said_in_the_singular() -> None:
    city = a_city()
    friday, monday = datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert time_left(monday, friday, city.calendars["office"], city.holidays) == Remaining("working-day", 1, "calm")
