"""What each move does to a request: whose it is, when it is due, and what stands in its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.clocks import calendar_of, watch
from chalicelib.core.errors import Invalid, NotAllowed, Refused
from chalicelib.core.moments import local_day
from tests.build import MONDAY, a_case, a_request, a_staffed_city, moved

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


# --- what a move must not lose ---


def merged(case: Case, **other: Any) -> Case:
    return made(
        case, "merge", "operator", into="261148173062", other=a_request(number="261148173062", city=CITY, **other)
    )


@pytest.mark.parametrize(("move", "said"), [("assign", {"unit": "izsu"}), ("accept", {}), ("start", {})])
def test_after_the_second_return_the_centre_takes_nothing_past_the_supervisor(move: str, said: dict[str, str]) -> None:
    case = made(a_case(), "return", "officer", reason="Bizim değil.")
    case = made(case, "assign", "operator", unit="izsu")
    case = made(case, "return", "izsu", reason="Bizim de değil.")
    assert refused(case, move, "operator", **said) == "refused"
    chosen = made(case, "assign", "supervisor", unit="izsu")
    assert refused(chosen, "assign", "operator", unit="zabita") == "refused"
    assert refused(chosen, "triage", "operator", unit="zabita") == "refused"
    body = {"body": "bornova-belediyesi", "check_back": "2026-12-07", "receipt": "E-1"}
    assert refused(chosen, "refer", "operator", **body) == "refused"
    desk = made(case, "assign", "supervisor", unit="cagri-merkezi")
    assert made(desk, "start", "operator").state.status == "in_progress"


def test_a_priority_raised_to_p1_must_be_taken_even_in_progress() -> None:
    soon = MONDAY + timedelta(minutes=1)
    raised = made(a_case("in_progress", step=timedelta(0)), "triage", "operator", soon, priority="P1")
    assert (raised.state.status, raised.state.taken_by) == ("in_progress", "")
    seen = watch(raised.state, CITY, soon)
    assert seen
    assert seen.look == "take"
    taken = made(raised, "accept", "officer").state
    assert (taken.status, taken.taken_by) == ("in_progress", "officer")


def test_the_laws_date_outlives_a_withdrawal_and_ends_with_the_answer() -> None:
    case = a_case("withdrawn", legal_basis="petition")
    again = made(case, "reopen", "operator", reason="Vazgeçmedi.").state
    assert again.legal_due == a_case(legal_basis="petition").state.legal_due
    rejected = made(a_case(legal_basis="petition"), "reject", "operator", answer="Olmaz.")
    reopened = made(rejected, "reopen", "operator", reason="Haklı.")
    assert (reopened.state.legal, reopened.state.legal_due) == (None, None)
    assert made(reopened, "reject", "operator", answer="Yine olmaz.").events[-1].facts["remedy"] == "petition"


def test_a_merge_makes_nobody_wait_longer_than_the_law_and_shows_nothing_confidential() -> None:
    with pytest.raises(Invalid) as late:
        merged(a_case(legal_basis="petition"))
    assert late.value.faults[0].code == "merge-legal"
    assert merged(a_case(legal_basis="petition"), legal_basis="petition").state.status == "duplicate"
    other = a_request(number="261148173062", city=CITY, service_code="aid.food")
    with pytest.raises(Invalid) as secret:
        made(a_case(), "merge", "supervisor", into="261148173062", other=other)
    assert secret.value.faults[0].code == "merge-confidential"


def test_what_the_law_runs_on_is_changed_by_the_supervisor_with_a_reason_and_keeps_what_happened() -> None:
    case = a_case(legal_basis="foi")
    assert refused(case, "legal", "officer", legal_basis="service") == "refused"
    with pytest.raises(Invalid) as refusal:
        made(case, "legal", "supervisor", legal_basis="petition")
    assert refusal.value.faults[0].field == "reason"
    assert made(case, "legal", "supervisor", legal_basis="service", reason="Şikâyet.").state.legal is None
    longer = made(case, "extend", "operator", reason="Arşiv.")
    assert made(longer, "legal", "officer", legal_basis="foi").state.legal == longer.state.legal


def test_a_landline_hears_of_every_decisive_step_and_one_list_does_not_end_the_other() -> None:
    landline: dict[str, Any] = {"phone": "0232 111 22 33"}
    assert merged(a_case(**landline)).state.call == "back"
    assert made(a_case("resolved", **landline), "reopen", "operator", reason="Haklı.").state.call == "back"
    assert made(a_case(**landline), "withdraw", "operator", reason="Telefonda.").state.call == "back"
    assert a_case("referred", **landline).state.call == "back"
    foi = a_case(legal_basis="foi", **landline)
    assert made(foi, "fee", "operator", amount="120 TL").state.call == "back"
    told = made(a_case(service_code="sewer.open_manhole", **landline), "message", "operator", text="Ekip yolda.")
    alarm = made(told, "alert_again", "system")
    assert (alarm.state.call, made(alarm, "accept", "izsu").state.call) == ("now", "back")


def test_who_wants_no_call_is_told_by_the_page() -> None:
    case = a_case("resolved", phone="0232 111 22 33", do_not_call=True)
    assert (case.state.told, case.state.call) == (True, "")
    bounced = made(a_case("resolved", do_not_call=True), "untold", "system").state
    assert (bounced.told, bounced.call) == (True, "")


def test_what_the_law_wants_told_goes_by_letter_to_whoever_wants_no_call() -> None:
    named = {"kind": "complaint", "legal_basis": "petition", "first_name": "Ayşe", "last_name": "Yılmaz"}
    case = a_case("resolved", do_not_call=True, address="Gazi Bulvarı 1, İzmir", **named)
    assert made(case, "untold", "system").state.call == "back"


def test_a_duplicate_without_an_outcome_is_not_unsolved() -> None:
    assert refused(a_case("duplicate"), "not_solved", "citizen", text="Duruyor.") == "not-allowed"


def test_an_erasure_takes_the_numbers_of_other_registers() -> None:
    case = made(a_case(), "legal", "operator", legal_basis="cimer", cimer="2601234567")
    case = made(case, "reject", "operator", answer="Olmaz.")
    assert made(case, "erase", "admin", reason="İstedi.").state.references == ()


def test_a_unit_that_is_gone_leaves_its_requests_workable() -> None:
    case = a_case()
    lost = replace(case, request=replace(case.request, state=replace(case.state, unit="gone", service="gone")))
    assert calendar_of(lost.state, CITY) == CITY.calendars[CITY.units[CITY.desk].calendar]
    assert made(lost, "assign", "operator", unit="fen-isleri").state.unit == "fen-isleri"
