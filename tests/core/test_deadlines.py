"""Deadlines count working time as Turkish offices and Turkish law do, and say why."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Calendar, Holiday, Label, Target
from chalicelib.core.deadlines import (
    LAW,
    LINES,
    Due,
    add_calendar_days_rolled,
    add_working_days,
    internal_due,
    is_open,
    legal_due,
    working_minutes,
)
from chalicelib.core.errors import Misconfigured

LOCAL = timezone(timedelta(hours=3))
DATA = Path(__file__).parents[2] / "chalicelib"
ROWS = json.loads((DATA / "cities" / "holidays.json").read_text(encoding="utf-8"))["holidays"]
HOLIDAYS = {
    date.fromisoformat(row["date"]): Holiday(date.fromisoformat(row["date"]), row["name_tr"], row["kind"] == "half")
    for row in ROWS
}

NAME = Label("Takvim", "Calendar")
OFFICE = Calendar("office", NAME, always=False, week=(((510, 720), (780, 1050)),) * 5 + ((), ()))
SATURDAYS = Calendar("saturdays", NAME, always=False, week=(((480, 1020),),) * 6 + ((),))
EVENINGS = Calendar("evenings", NAME, always=False, week=(((960, 1440),),) * 7)
ROUND_THE_CLOCK = Calendar("always", NAME, always=True, week=((),) * 7)
CLOSED = Calendar("closed", NAME, always=False, week=((),) * 7)
CALENDARS = st.sampled_from([OFFICE, SATURDAYS, EVENINGS, ROUND_THE_CLOCK])

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone beside
TARGETS = st.builds(
    Target, st.sampled_from(["hours", "working_hours", "working_days", "calendar_days"]), st.integers(1, 60)
)
WORKING = st.builds(Target, st.sampled_from(["working_hours", "working_days", "calendar_days"]), st.integers(1, 60))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def at(text: str) -> datetime:
    """A local time such as '2026-11-23 14:30', in UTC as the product keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


def due(start: str, unit_of_time: Any, amount: int, calendar: Calendar = OFFICE) -> Due:
    return internal_due(at(start), Target(unit_of_time, amount), calendar, HOLIDAYS)


def said(answer: Due) -> list[tuple[str, ...]]:
    """The lines between the first and the last as plain tuples: code, values."""
    return [(line.code, *(value for _, value in line.values)) for line in answer.lines[1:-1]]


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
    assert is_open(at("2026-10-29 03:00"), ROUND_THE_CLOCK, HOLIDAYS)


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


@pytest.mark.parametrize("basis", ["petition", "privacy"])
def test_petition_and_privacy_have_thirty_days_to_the_close_of_the_unit(basis: Any) -> None:
    assert legal_due(basis, at("2026-10-15 10:00"), OFFICE, HOLIDAYS).at == at("2026-11-16 17:30")
    assert legal_due(basis, at("2026-10-15 10:00"), ROUND_THE_CLOCK, HOLIDAYS).at == at("2026-11-16 23:59")
    assert legal_due(basis, at("2026-10-15 10:00"), SATURDAYS, HOLIDAYS).at == at("2026-11-16 17:00")


def test_freedom_of_information_has_fifteen_working_days_without_saturdays() -> None:
    assert legal_due("foi", at("2026-10-15 10:00"), SATURDAYS, HOLIDAYS).at == at("2026-11-06 17:00")


def test_a_legal_day_ends_with_the_office_day_where_the_unit_is_closed_on_it() -> None:
    assert legal_due("foi", at("2026-10-15 10:00"), CLOSED, HOLIDAYS).at == at("2026-11-06 17:30")
    assert legal_due("petition", at("2026-09-28 10:00"), EVENINGS, HOLIDAYS).at == at("2026-10-28 13:00")


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
    assert ("rolled-from-rest-day", "2026-11-14", "2026-11-16") in said(
        legal_due("petition", at("2026-10-15 10:00"), OFFICE, HOLIDAYS)
    )


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


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        is_open(datetime(2026, 11, 23, 9, 0), OFFICE, HOLIDAYS)  # noqa: DTZ001  # the very mistake


@given(MOMENTS, TARGETS, CALENDARS)
def test_every_line_is_declared_with_its_placeholders(start: datetime, target: Target, calendar: Calendar) -> None:
    answers = [internal_due(start, target, calendar, HOLIDAYS)]
    answers += [legal_due(basis, start, calendar, HOLIDAYS) for basis in LAW]
    for line in (line for answer in answers for line in answer.lines):
        assert tuple(name for name, _ in line.values) == LINES[line.code]


def test_every_line_has_its_sentence_in_both_languages() -> None:
    sentences = json.loads((DATA / "texts" / "due.json").read_text(encoding="utf-8"))
    assert {f"due.{code}" for code in LINES} == set(sentences)
    for code, names in LINES.items():
        for language in ("tr", "en"):
            placeholders = {name for _, name, _, _ in Formatter().parse(sentences[f"due.{code}"][language]) if name}
            assert placeholders == set(names), (code, language)


@given(MOMENTS, MOMENTS, TARGETS, CALENDARS)
def test_what_comes_later_is_never_due_earlier(one: datetime, other: datetime, target: Target, cal: Calendar) -> None:
    first, second = sorted([one, other])
    assert internal_due(first, target, cal, HOLIDAYS).at <= internal_due(second, target, cal, HOLIDAYS).at


@given(MOMENTS, WORKING, CALENDARS)
def test_working_time_ends_after_receipt_and_never_while_closed(
    start: datetime, target: Target, calendar: Calendar
) -> None:
    end = internal_due(start, target, calendar, HOLIDAYS).at
    assert end > start
    assert is_open(end - timedelta(microseconds=1), calendar, HOLIDAYS)


@given(MOMENTS, WORKING, CALENDARS, st.sets(DAYS, max_size=40))
def test_more_full_holidays_never_bring_a_due_time_forward(
    start: datetime, target: Target, calendar: Calendar, days: set[date]
) -> None:
    more = HOLIDAYS | {day: Holiday(day, "İdari izin", half=False) for day in days}
    before, after = (internal_due(start, target, calendar, table).at for table in (HOLIDAYS, more))
    assert before <= after


@given(MOMENTS, st.integers(1, 60), CALENDARS)
def test_working_hours_add_up_to_the_open_minutes_between(start: datetime, hours: int, calendar: Calendar) -> None:
    start = start.replace(second=0, microsecond=0)
    end = internal_due(start, Target("working_hours", hours), calendar, HOLIDAYS).at
    minutes = 0
    day = start.astimezone(LOCAL).date()
    while day <= end.astimezone(LOCAL).date():
        midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
        begin, stop = (max(0, (moment - midnight) // timedelta(minutes=1)) for moment in (start, end))
        minutes += sum(
            max(0, min(right, stop) - max(left, begin)) for left, right in working_minutes(day, calendar, HOLIDAYS)
        )
        day += timedelta(days=1)
    assert minutes == hours * 60


@given(DAYS, st.integers(1, 60))
def test_a_working_day_count_holds_exactly_that_many_office_days(day: date, amount: int) -> None:
    last = add_working_days(day, amount, HOLIDAYS)
    between = [day + timedelta(days=step) for step in range(1, (last - day).days + 1)]
    full = {holiday.day for holiday in HOLIDAYS.values() if not holiday.half}
    assert len([each for each in between if each.weekday() < 5 and each not in full]) == amount
