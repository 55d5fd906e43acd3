"""What each move does to a request: whose it is, when it is due, and what stands in its event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.errors import Invalid, NotAllowed, Refused
from chalicelib.core.moments import local_day
from tests.build import MONDAY, a_case, a_staffed_city, moved

CITY = a_staffed_city()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = MONDAY + 5 * HOUR


def made(case: Case, move: str, who: str, now: datetime = LATER, **said: Any) -> Case:
    return moved(case, move, who, now=now, **said)


def refused(case: Case, move: str, who: str, now: datetime = LATER, **said: Any) -> str:
    with pytest.raises((NotAllowed, Refused)) as error:
        made(case, move, who, now, **said)
    return str(error.value)


# --- the centre ---


def test_a_request_that_came_back_twice_is_the_supervisors_and_what_the_supervisor_says_stands() -> None:
    case = made(a_case(), "return", "officer", reason="Bizim değil.")
    assert (case.state.status, case.state.unit, case.state.returns) == ("triaged", "cagri-merkezi", 1)
    case = made(case, "assign", "operator", unit="izsu")
    case = made(case, "return", "izsu", reason="Bizim de değil.")
    assert case.events[-1].facts["from"] == "izsu"
    assert refused(case, "assign", "operator", unit="izsu") == "refused"
    assert refused(case, "triage", "operator", unit="izsu") == "refused"
    case = made(case, "assign", "supervisor", unit="izsu")
    assert refused(case, "return", "izsu", reason="Yine bizim değil.") == "not-allowed"
    assert made(case, "start", "izsu").state.status == "in_progress"


def test_no_return_and_no_assignment_restarts_a_clock() -> None:
    case = a_case()
    for now, (move, who, said) in enumerate(
        (
            ("return", "officer", {"reason": "Bizim değil."}),
            ("assign", "operator", {"unit": "fen-isleri"}),
            ("return", "officer", {"reason": "Bizim değil."}),
            ("assign", "supervisor", {"unit": "fen-isleri"}),
        )
    ):
        case = made(case, move, who, MONDAY + now * DAY, **said)
        assert (case.state.clock.start, case.state.due) == (MONDAY, a_case().state.due)


def test_another_units_working_time_moves_the_due_date_and_the_event_says_why() -> None:
    case = a_case(service_code="water.outage")  # P2: nine working hours
    there = made(case, "assign", "operator", unit="fen-isleri")
    assert case.state.due != there.state.due
    assert there.state.due_event == 2
    assert there.events[-1].facts["due"]["at"] == there.state.due.isoformat()
    assert there.events[-1].facts["due"]["lines"]


def test_who_had_taken_it_has_it_no_more_in_another_unit() -> None:
    case = made(a_case("assigned"), "assign", "operator", unit="izsu")
    assert case.state.taken_by == ""
    assert case.events[-1].facts["changed"]["taken_by"] == ["officer", ""]


def test_a_new_service_decides_unit_and_priority_where_nothing_else_is_said() -> None:
    case = made(a_case(), "triage", "operator", service_code="water.burst")
    assert (case.state.unit, case.state.priority, case.state.status) == ("izsu", "P2", "assigned")
    own = made(a_case(), "triage", "operator", service_code="water.burst", unit="zabita", priority="P1")
    assert (own.state.unit, own.state.priority) == ("zabita", "P1")
    assert own.state.clock.target == CITY.targets["P1"]


def test_a_note_at_triage_leaves_unit_clock_and_dates_alone() -> None:
    before = a_case("in_progress").state
    after = made(a_case("in_progress"), "triage", "operator", note="Bekleyelim.").state
    assert (after.status, after.unit, after.clock, after.due, after.taken_by) == (
        before.status,
        before.unit,
        before.clock,
        before.due,
        before.taken_by,
    )


# --- pauses ---


def test_while_the_citizen_is_asked_the_internal_clock_stands_and_the_legal_one_does_not() -> None:
    case = a_case("waiting_citizen", legal_basis="petition")
    asked = case.state
    answered = made(case, "answer", "citizen", MONDAY + 3 * DAY, text="12 numara").state
    assert (answered.status, answered.waits, answered.clock.paused) == ("in_progress", None, None)
    assert answered.clock.pauses == ((MONDAY + 2 * HOUR, MONDAY + 3 * DAY),)
    assert answered.due > asked.due
    assert answered.legal_due == asked.legal_due


def test_silence_of_the_citizen_lets_the_clock_run_on() -> None:
    case = a_case("waiting_citizen")
    assert case.state.waits
    over = made(case, "no_answer", "system", case.state.waits)
    assert over.state.status == "in_progress"
    assert over.state.due > case.state.due


def test_a_referral_ends_on_the_day_that_was_agreed_and_back_again_its_time_does_not_count() -> None:
    before = a_case()
    there = a_case("referred")
    assert (there.state.unit, there.state.body) == ("cagri-merkezi", "bornova-belediyesi")
    assert local_day(there.state.due).isoformat() == "2026-12-07"
    back = made(there, "assign", "operator", MONDAY + 14 * DAY, unit="fen-isleri")
    assert (back.state.status, back.state.body, back.state.clock.own) == ("assigned", "", None)
    assert back.state.due - before.state.due >= 10 * DAY
    assert back.state.clock.start == MONDAY


def test_a_note_at_triage_does_not_end_a_referral() -> None:
    there = a_case("referred")
    noted = made(there, "triage", "operator", note="Aradık, yanıt bekliyoruz.")
    assert (noted.state.status, noted.state.clock, noted.state.due) == (
        "referred",
        there.state.clock,
        there.state.due,
    )


def test_a_referral_can_be_taken_back_to_the_centres_own_desk() -> None:
    back = made(a_case("referred"), "triage", "operator", unit="cagri-merkezi").state
    assert (back.status, back.unit, back.body) == ("triaged", "cagri-merkezi", "")
    assert (back.clock.own, back.clock.paused) == (None, None)


# --- the outcome ---


def test_without_its_evidence_a_service_that_demands_it_is_resolved_only_negatively() -> None:
    case = a_case(service_code="zabita.hygiene")
    case = made(case, "assign", "operator", unit="cagri-merkezi")
    assert CITY.services["zabita.hygiene"].evidence
    with pytest.raises(Invalid) as refusal:
        made(case, "resolve", "operator", outcome="done", answer="Denetlendi.")
    assert [fault.code for fault in refusal.value.faults] == ["evidence"]
    assert made(case, "resolve", "operator", outcome="nothing_found", answer="Yok.").state.result == "negative"
    shown = made(case, "resolve", "operator", outcome="done", answer="Denetlendi.", evidence="Tutanak 17")
    assert shown.texts(shown.state.outcome_event)["evidence"] == "Tutanak 17"


def test_a_negative_answer_by_law_names_its_remedy() -> None:
    foi = a_case(legal_basis="foi")
    negative = made(foi, "reject", "operator", answer="Verilemiyor.")
    assert negative.events[-1].facts["remedy"] == "foi"
    assert "remedy" not in made(a_case(), "reject", "operator", answer="Yol özel.").events[-1].facts
    assert (negative.state.legal, negative.state.legal_due) == (None, None)


def test_who_can_be_reached_by_nothing_is_told_by_the_page_and_a_landline_is_called() -> None:
    silent = made(a_case(phone=None), "resolve", "officer", outcome="done", answer="Kapatıldı.").state
    assert (silent.told, silent.call) == (True, "")
    landline = made(a_case(phone="0232 111 22 33"), "resolve", "officer", outcome="done", answer="Kapatıldı.")
    assert (landline.state.told, landline.state.call, landline.state.call_since) == (False, "back", LATER)
    called = made(landline, "called", "operator", reached="1").state
    assert (called.told, called.call, called.call_since) == (True, "", None)
    missed = made(landline, "called", "operator", MONDAY + 9 * HOUR).state
    assert (missed.told, missed.call, missed.call_since) == (False, "back", MONDAY + 9 * HOUR)


@pytest.mark.parametrize(
    ("days", "who", "reopens"),
    [
        (0, "citizen", True),
        (30, "citizen", True),
        (31, "citizen", False),
        (31, "operator", False),
        (400, "supervisor", True),
    ],
)
def test_not_solved_reopens_within_the_citys_days_and_for_the_supervisor_always(
    days: int, who: str, reopens: bool
) -> None:
    case = a_case("resolved", step=timedelta(0))
    assert case.state.answered == MONDAY
    assert CITY.reopen_days == 30
    now = MONDAY + days * DAY
    move, said = ("not_solved", {"text": "Hayır."}) if who != "supervisor" else ("reopen", {"reason": "Haklı."})
    if not reopens:
        assert refused(case, move, who, now, **said) == "reopen-late"
        return
    again = made(case, move, who, now, **said).state
    assert (again.status, again.clock.start, again.outcome, again.answered, again.told) == (
        "reopened",
        now,
        "",
        None,
        False,
    )
    assert again.due > now
