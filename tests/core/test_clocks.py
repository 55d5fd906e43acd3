"""When a request must be looked at next, and what for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.core.case import Case
from chalicelib.core.city import Shift
from chalicelib.core.clocks import read_due, reckon, said_due, watch
from chalicelib.core.moments import local_day
from tests.build import MONDAY, ROADS, a_case, a_staffed_city, moved

CITY = a_staffed_city()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def looked(case: Case) -> str:
    seen = watch(case.state, CITY, case.state.changed)
    return seen.look if seen else ""


@pytest.mark.parametrize(
    ("state", "look"),
    [
        *((state, "due") for state in ("received", "triaged", "assigned", "in_progress", "referred", "reopened")),
        ("waiting_citizen", "wait"),
        ("resolved", "close"),
        ("rejected", "close"),
        *((state, "") for state in ("duplicate", "withdrawn", "closed")),
    ],
)
def test_each_state_is_looked_at_for_its_own_reason(state: str, look: str) -> None:
    assert looked(a_case(state)) == look


def test_every_open_state_has_a_next_and_no_ended_one_has() -> None:
    for state in ROADS:
        case = a_case(state)
        assert (looked(case) == "") == (state in ("duplicate", "withdrawn", "closed"))


def test_a_p1_must_be_taken_within_ten_minutes_of_its_alert() -> None:
    case = a_case(service_code="sewer.open_manhole")
    seen = watch(case.state, CITY, MONDAY)
    assert seen
    assert (seen.look, seen.at) == ("take", MONDAY + timedelta(minutes=10))
    taken = moved(case, "accept", "operator", now=MONDAY + timedelta(minutes=3))
    assert looked(taken) == "due"


def test_everybody_on_the_roster_has_ten_minutes_and_after_the_last_the_centre_calls() -> None:
    always = Shift(tuple(range(7)), 0, 24 * 60, ("+905321110001", "+905321110002", "+905321110003"))
    city = replace(CITY, units={**CITY.units, "izsu": replace(CITY.units["izsu"], roster=(always,))})
    case, minutes = a_case(service_code="sewer.open_manhole"), []
    while not case.state.call:
        seen = watch(case.state, city, MONDAY)
        assert seen
        assert seen.look == "take"
        minutes.append((seen.at - MONDAY) // timedelta(minutes=1))
        case = moved(case, "alert_again", "system", now=seen.at, city=city)
    assert minutes == [10, 20, 30]
    assert (case.state.call, case.state.take_round) == ("now", 3)


def test_a_p1_whom_nobody_takes_stays_due_when_it_is_on_the_list_of_calls() -> None:
    case = a_case(service_code="sewer.open_manhole")
    called = replace(case.state, call_now=MONDAY)
    assert looked(replace(case, request=replace(case.request, state=called))) == "due"


def test_the_earlier_of_both_dates_is_watched() -> None:
    case = a_case(legal_basis="foi")
    assert looked(case) == "due"
    late = replace(case.state, due=case.state.due + 300 * DAY)
    assert looked(replace(case, request=replace(case.request, state=late))) == "legal"


def test_a_fee_that_is_not_paid_is_looked_at_after_its_fifteen_working_days() -> None:
    case = moved(a_case(legal_basis="foi"), "fee", "operator", now=MONDAY, amount="120 TL")
    late = replace(case.state, due=case.state.due + 300 * DAY)
    seen = watch(late, CITY, MONDAY)
    assert seen
    assert seen.look == "fee"
    assert local_day(seen.at).isoformat() == "2026-12-15"


def test_silence_after_the_outcome_ends_at_the_end_of_the_citys_days() -> None:
    case = a_case("resolved")
    seen = watch(case.state, CITY, MONDAY)
    assert seen
    local = seen.at.astimezone(ZoneInfo("Europe/Istanbul"))
    assert (local.date().isoformat(), local.hour, local.minute) == ("2026-11-30", 23, 59)
    assert CITY.confirm_days == 7


def test_each_raised_step_moves_the_next_look_later() -> None:
    case, last = a_case(), MONDAY
    for level in range(1, 6):
        seen = watch(case.state, CITY, last)
        assert seen
        assert seen.at > last
        last = seen.at
        case = moved(case, "escalate", "system", now=last, clock="due", level=level)


@pytest.mark.parametrize("state", ROADS)
def test_reckoning_twice_changes_nothing(state: str) -> None:
    once, _ = reckon(a_case(state).state, CITY)
    assert reckon(once, CITY) == (once, {})


@pytest.mark.parametrize("fields", [{}, {"legal_basis": "foi"}, {"service_code": "water.outage"}, {"kind": "ihbar"}])
def test_an_opening_is_reckoned_already(fields: dict[str, Any]) -> None:
    state = a_case(**fields).state
    assert reckon(state, CITY) == (state, {})


def test_a_date_comes_back_from_an_event_as_it_was_put_there() -> None:
    due = a_case().request.due
    assert read_due(said_due(due)) == due
