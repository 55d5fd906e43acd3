"""Late requests make themselves heard: in time, on working time, and always to somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Calendar, City, Target
from chalicelib.core.deadlines import internal_due
from chalicelib.core.ladder import role_at, rungs, step_at
from chalicelib.core.paces import Pace
from chalicelib.core.people import Person
from chalicelib.core.worktime import is_open
from tests.cities import reading
from tests.core.calendars import CALENDARS, HOLIDAYS, MOMENTS, OFFICE, ROUND_THE_CLOCK, at

WALL = Pace("wall", warn=20, waits=(15, 30, 45), repeat=60, take=10)
WORKING = Pace("working", warn=120, waits=(120, 240, 360), repeat=540, take=0)


@cache
def a_city() -> City:
    return reading.a_city("izmir-him")


PACES = st.sampled_from(list(a_city().ladder.values()))


def step(level: int, start: str, due: str, pace: Pace, calendar: Calendar = OFFICE) -> datetime:
    return step_at(level, at(start), at(due), pace, calendar, HOLIDAYS)


@pytest.mark.parametrize(
    ("level", "moment"),
    [
        (0, "2026-11-23 02:40"),
        (1, "2026-11-23 03:00"),
        (2, "2026-11-23 03:15"),
        (3, "2026-11-23 03:30"),
        (4, "2026-11-23 03:45"),
        (5, "2026-11-23 04:45"),
        (6, "2026-11-23 05:45"),
        (29, "2026-11-24 04:45"),
    ],
)
def test_a_danger_is_raised_at_night_and_without_end(level: int, moment: str) -> None:
    assert step(level, "2026-11-23 02:00", "2026-11-23 03:00", WALL) == at(moment)


@pytest.mark.parametrize(
    ("level", "moment"),
    [
        (0, "2026-11-23 15:00"),
        (1, "2026-11-23 17:00"),
        (2, "2026-11-24 10:00"),
        (3, "2026-11-24 13:00"),
        (4, "2026-11-24 15:00"),
        (5, "2026-11-25 16:00"),
    ],
)
def test_anything_else_is_raised_in_working_time(level: int, moment: str) -> None:
    assert step(level, "2026-11-23 08:30", "2026-11-23 17:00", WORKING) == at(moment)


def test_what_is_due_at_closing_is_raised_at_the_next_opening() -> None:
    assert step(1, "2026-11-16 09:00", "2026-11-20 17:30", WORKING) == at("2026-11-23 08:30")


def test_a_warning_that_would_come_before_the_start_comes_halfway() -> None:
    assert step(0, "2026-11-23 02:50", "2026-11-23 03:00", WALL) == at("2026-11-23 02:55")
    assert step(0, "2026-11-23 16:00", "2026-11-23 17:00", WORKING) == at("2026-11-23 16:30")
    assert step(0, "2026-11-21 12:00", "2026-11-23 09:30", WORKING) == at("2026-11-23 09:00")


def test_a_date_that_was_past_when_it_came_is_raised_at_once() -> None:
    for pace in (WALL, WORKING):
        for level in (0, 1):
            assert step(level, "2026-11-23 10:00", "2026-11-20 09:00", pace) == at("2026-11-20 09:00")


def test_friday_evening_is_not_three_rungs_late_on_saturday_night() -> None:
    pace, target = a_city().ladder["P2"], a_city().targets["P2"]
    friday, saturday_night = at("2026-11-20 17:00"), at("2026-11-21 23:00")
    due = internal_due(friday, target, OFFICE, HOLIDAYS).at
    assert step_at(0, friday, due, pace, OFFICE, HOLIDAYS) > saturday_night
    late_on_friday = step_at(2, at("2026-11-19 16:00"), friday, pace, OFFICE, HOLIDAYS)
    assert late_on_friday == at("2026-11-23 10:00")


def test_a_unit_that_never_closes_is_told_on_saturday_night() -> None:
    assert step(2, "2026-11-21 14:00", "2026-11-21 22:00", WORKING, ROUND_THE_CLOCK) == at("2026-11-22 00:00")


@given(MOMENTS, st.timedeltas(timedelta(days=-3), timedelta(days=60)), PACES, CALENDARS, st.integers(0, 40))
def test_no_step_comes_before_the_one_below(
    start: datetime, length: timedelta, pace: Pace, calendar: Calendar, level: int
) -> None:
    below, above = (step_at(each, start, start + length, pace, calendar, HOLIDAYS) for each in (level, level + 1))
    assert below <= above
    assert below < above or level < 2


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=60)), PACES, CALENDARS, st.integers(0, 12))
def test_a_working_clock_never_raises_while_the_unit_is_closed(
    start: datetime, length: timedelta, pace: Pace, calendar: Calendar, level: int
) -> None:
    moment = step_at(level, start, start + length, pace, calendar, HOLIDAYS)
    assert pace.clock == "wall" or is_open(moment, calendar, HOLIDAYS)


@given(MOMENTS, st.integers(1, 30), PACES, CALENDARS)
def test_the_warning_lies_between_receipt_and_breach(
    start: datetime, days: int, pace: Pace, calendar: Calendar
) -> None:
    due = internal_due(start, Target("working_days", days), calendar, HOLIDAYS).at
    warning, breach = (step_at(level, start, due, pace, calendar, HOLIDAYS) for level in (0, 1))
    assert start <= warning <= breach
    assert breach >= due


def test_the_paces_of_the_catalogue() -> None:
    ladder = a_city().ladder
    assert ladder["P1"] == WALL
    assert {priority: pace.clock for priority, pace in ladder.items()} == {
        "P1": "wall",
        "P2": "working",
        "P3": "working",
        "P4": "working",
        "P5": "working",
    }
    assert [pace.take for pace in ladder.values()] == [10, 0, 0, 0, 0]
    assert (a_city().citizen_wait_days, a_city().confirm_days, a_city().reopen_days) == (10, 7, 30)


def a_person(username: str, unit: str, **more: Any) -> Person:
    person = Person(username, username.title(), "unit_head", unit, None, None, None, disabled=False)
    return replace(person, **more)


def with_heads(*people: Person) -> City:
    """Three units in a row, alt under orta under ust, and these people."""
    desk = a_city().units[a_city().desk]
    units = {
        code: replace(desk, code=code, parent=parent)
        for code, parent in (("alt", "orta"), ("orta", "ust"), ("ust", None))
    }
    return replace(a_city(), units=units, people={person.username: person for person in people})


def test_the_ladder_leads_from_the_unit_over_the_heads_to_the_supervisor() -> None:
    city = with_heads(a_person("ayla", "alt"), a_person("orhan", "orta"), a_person("umut", "ust"))
    assert rungs("alt", city) == ("unit:alt", "head:alt", "head:orta", "head:ust", "supervisor")
    assert rungs("ust", city) == ("unit:ust", "head:ust", "supervisor")


def test_a_unit_without_a_head_goes_up_the_ladder_too() -> None:
    assert rungs("alt", with_heads(a_person("umut", "ust"))) == ("unit:alt", "unit:orta", "head:ust", "supervisor")
    assert rungs("alt", with_heads()) == ("unit:alt", "unit:orta", "unit:ust", "supervisor")


def test_only_an_enabled_head_counts() -> None:
    gone, officer = a_person("ayla", "alt", disabled=True), a_person("oya", "alt", role="unit_officer")
    assert rungs("ust", with_heads(gone, officer, a_person("orhan", "orta"))) == ("unit:ust", "supervisor")
    assert rungs("alt", with_heads(gone, officer))[:2] == ("unit:alt", "unit:orta")


def test_a_unit_that_is_gone_leaves_the_supervisor() -> None:
    assert rungs("kapatilan", with_heads()) == ("supervisor",)


def test_each_level_tells_its_rung_and_the_top_stays_loud() -> None:
    steps = ("unit:alt", "head:alt", "supervisor")
    assert [role_at(level, steps) for level in range(7)] == [
        "unit:alt",
        "unit:alt",
        "unit:alt",
        "head:alt",
        "supervisor",
        "supervisor",
        "supervisor",
    ]


@pytest.mark.parametrize("code", ["izmir-him", "ilkadim-ilkim", "example"])
def test_in_every_preset_every_unit_has_a_ladder_that_ends_with_the_supervisor(code: str) -> None:
    city = reading.a_city(code)
    for unit in city.units:
        steps = rungs(unit, city)
        assert steps[0] == f"unit:{unit}"
        assert steps[-1] == "supervisor"
        assert len(set(steps)) == len(steps)
