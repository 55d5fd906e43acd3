"""Legal clocks run by the law, whatever the unit and its pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Calendar
from chalicelib.core.due import LINES, Due
from chalicelib.core.law import LAW, Legal, fee_due, legal_due, may_extend
from chalicelib.core.moments import local_day
from tests.core.calendars import (
    CALENDARS,
    CLOSED,
    DAYS,
    EVENINGS,
    HOLIDAYS,
    MOMENTS,
    OFFICE,
    ROUND_THE_CLOCK,
    SATURDAYS,
    at,
)

LATER = st.timedeltas(timedelta(0), timedelta(days=60))
PERIODS = st.builds(Legal, st.sampled_from(["petition", "foi", "privacy", "cimer"]), MOMENTS, extended=st.booleans())


def due(basis: Any, start: str, calendar: Calendar = OFFICE, **more: Any) -> Due:
    answer = legal_due(Legal(basis, at(start), **more), calendar, HOLIDAYS)
    assert answer
    return answer


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
    start = f"{received} 10:00"
    assert local_day(due("foi", start).at).isoformat() == fifteen
    assert local_day(due("foi", start, extended=True).at).isoformat() == thirty
    for basis in ("petition", "privacy", "cimer"):
        assert local_day(due(basis, start).at).isoformat() == rolled


@pytest.mark.parametrize("basis", ["petition", "privacy", "cimer"])
def test_thirty_days_end_with_the_close_of_the_unit(basis: str) -> None:
    assert due(basis, "2026-10-15 10:00").at == at("2026-11-16 17:30")
    assert due(basis, "2026-10-15 10:00", ROUND_THE_CLOCK).at == at("2026-11-16 23:59")
    assert due(basis, "2026-10-15 10:00", SATURDAYS).at == at("2026-11-16 17:00")


def test_freedom_of_information_has_fifteen_working_days_without_saturdays() -> None:
    assert due("foi", "2026-10-15 10:00", SATURDAYS).at == at("2026-11-06 17:00")


def test_a_legal_day_ends_with_the_office_day_where_the_unit_is_closed_on_it() -> None:
    assert due("foi", "2026-10-15 10:00", CLOSED).at == at("2026-11-06 17:30")
    assert due("petition", "2026-09-28 10:00", EVENINGS).at == at("2026-10-28 13:00")


def test_the_day_of_receipt_is_the_local_one() -> None:
    assert due("petition", "2026-10-16 00:30").at == at("2026-11-16 17:30")
    assert said(due("petition", "2026-10-16 00:30"))[1] == ("receipt-day-not-counted", "2026-10-16")


def test_a_rolled_end_is_explained() -> None:
    assert said(due("petition", "2026-10-15 10:00")) == [
        ("rule-petition", "30"),
        ("receipt-day-not-counted", "2026-10-15"),
        ("rolled-from-rest-day", "2026-11-14", "2026-11-16"),
        ("rest-days-skipped", "1"),
    ]


def test_an_extension_is_explained_and_counts_from_the_same_receipt() -> None:
    assert said(due("foi", "2026-10-15 10:00", extended=True))[:2] == [
        ("rule-foi-extended", "30"),
        ("receipt-day-not-counted", "2026-10-15"),
    ]


def test_no_period_runs_while_a_fee_is_awaited() -> None:
    cut = Legal("foi", at("2026-10-15 10:00"), cut=at("2026-10-20 11:00"))
    assert legal_due(cut, OFFICE, HOLIDAYS) is None
    assert legal_due(replace(cut, extended=True), OFFICE, HOLIDAYS) is None


def test_a_paid_fee_starts_the_whole_period_anew_on_the_next_day() -> None:
    fee: dict[str, Any] = {"cut": at("2026-10-08 11:00"), "resumed": at("2026-10-15 16:00")}
    paid = due("foi", "2026-10-01 10:00", **fee)
    assert paid.at == due("foi", "2026-10-15 10:00").at == at("2026-11-06 17:30")
    assert said(paid)[:2] == [("rule-foi", "15"), ("fee-cut", "2026-10-08", "2026-10-15")]
    assert "receipt-day-not-counted" not in {line.code for line in paid.lines}
    assert paid.lines[0].values == (("at", "2026-10-01T10:00+03:00"),)
    assert local_day(due("foi", "2026-10-01 10:00", extended=True, **fee).at) == date(2026, 11, 27)


@pytest.mark.parametrize("basis", ["petition", "privacy", "cimer"])
def test_a_fee_cuts_no_other_clock(basis: str) -> None:
    assert due(basis, "2026-10-15 10:00", cut=at("2026-10-20 11:00"), extended=True) == due(basis, "2026-10-15 10:00")


def test_a_fee_must_be_paid_within_fifteen_working_days() -> None:
    assert fee_due(at("2026-10-15 10:00"), HOLIDAYS) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("now", "may"),
    [("2026-10-15 10:00", True), ("2026-11-06 23:59", True), ("2026-11-07 00:00", False), ("2026-12-01 10:00", False)],
)
def test_a_period_can_be_extended_until_the_last_of_its_fifteen_days(now: str, may: bool) -> None:
    assert may_extend(Legal("foi", at("2026-10-15 10:00")), at(now), HOLIDAYS) is may


def test_only_information_requests_can_be_extended_once_and_while_their_clock_runs() -> None:
    foi, soon = Legal("foi", at("2026-10-15 10:00")), at("2026-10-16 10:00")
    assert not may_extend(replace(foi, extended=True), soon, HOLIDAYS)
    for basis in ("petition", "privacy", "cimer", "body"):
        assert not may_extend(replace(foi, basis=basis), soon, HOLIDAYS)
    cut = replace(foi, cut=at("2026-10-20 10:00"))
    assert not may_extend(cut, at("2026-10-21 10:00"), HOLIDAYS)
    paid = replace(cut, resumed=at("2026-11-05 10:00"))
    assert may_extend(paid, at("2026-11-10 10:00"), HOLIDAYS)


@pytest.mark.parametrize("basis", ["cimer", "body"])
def test_a_date_of_another_body_is_taken_as_entered(basis: str) -> None:
    entered = due(basis, "2026-10-15 10:00", own=date(2026, 11, 4))
    assert entered.at == at("2026-11-04 17:30")
    assert said(entered) == [(f"rule-{basis}", "2026-11-04")]
    assert due(basis, "2026-10-15 10:00", SATURDAYS, own=date(2026, 11, 7)).at == at("2026-11-07 17:00")


def test_an_entered_date_is_not_moved_from_a_closed_day() -> None:
    assert due("body", "2026-10-15 10:00", own=date(2026, 11, 8)).at == at("2026-11-08 17:30")
    assert due("body", "2026-10-15 10:00", own=date(2026, 10, 29)).at == at("2026-10-29 17:30")
    assert due("body", "2026-10-15 10:00", own=date(2026, 10, 28)).at == at("2026-10-28 12:00")


def test_another_body_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="date"):
        legal_due(Legal("body", at("2026-10-15 10:00")), OFFICE, HOLIDAYS)


def test_cimer_without_a_date_says_that_it_counts_as_a_petition() -> None:
    assert due("cimer", "2026-10-15 10:00") == due("petition", "2026-10-15 10:00")


@given(PERIODS, CALENDARS)
def test_the_week_of_the_unit_never_moves_a_legal_day(legal: Legal, calendar: Calendar) -> None:
    ours, offices = legal_due(legal, calendar, HOLIDAYS), legal_due(legal, OFFICE, HOLIDAYS)
    assert ours
    assert offices
    assert local_day(ours.at) == local_day(offices.at)


@given(PERIODS, LATER, CALENDARS)
def test_what_comes_later_is_never_due_earlier(legal: Legal, later: timedelta, calendar: Calendar) -> None:
    first = legal_due(legal, calendar, HOLIDAYS)
    second = legal_due(replace(legal, start=legal.start + later), calendar, HOLIDAYS)
    assert first
    assert second
    assert first.at <= second.at


@given(MOMENTS, LATER, LATER, st.booleans(), CALENDARS)
def test_a_fee_and_an_extension_never_shorten_a_period(
    start: datetime, cut: timedelta, paid: timedelta, extended: bool, calendar: Calendar
) -> None:
    plain = Legal("foi", start, extended=extended)
    through = replace(plain, cut=start + cut, resumed=start + cut + paid)
    first, anew = legal_due(plain, calendar, HOLIDAYS), legal_due(through, calendar, HOLIDAYS)
    long = legal_due(replace(plain, extended=True), calendar, HOLIDAYS)
    assert first
    assert anew
    assert long
    assert first.at <= min(anew.at, long.at)


@given(PERIODS, st.sampled_from([None, timedelta(0), timedelta(days=9)]), st.none() | DAYS, CALENDARS)
def test_every_line_is_declared_with_its_placeholders(
    legal: Legal, paid: timedelta | None, own: date | None, calendar: Calendar
) -> None:
    if paid is not None:
        legal = replace(legal, cut=legal.start, resumed=legal.start + paid)
    answer = legal_due(replace(legal, own=own), calendar, HOLIDAYS)
    assert answer
    for line in answer.lines:
        assert tuple(name for name, _ in line.values) == LINES[line.code]


def test_the_table_of_law_is_what_the_statutes_say() -> None:
    assert LAW == {"petition": ("calendar_days", 30), "foi": ("working_days", 15), "privacy": ("calendar_days", 30)}
