"""What a request was right after an event, whatever has happened since."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.case import Case
from chalicelib.core.past import as_of
from tests.build import MONDAY, a_case, a_request, a_staffed_city, moved

HOUR = timedelta(hours=1)


def test_every_value_of_the_past_is_what_the_next_change_took_away() -> None:
    case = a_case("assigned")
    opened, taken = as_of(case, 1), as_of(case, 2)
    assert (opened.status, opened.taken_by, opened.unit) == ("received", "", "fen-isleri")
    assert (taken.status, taken.taken_by) == ("assigned", "officer")
    later = moved(case, "return", "officer", now=MONDAY + 2 * HOUR, reason="a")
    later = moved(later, "assign", "operator", now=MONDAY + 3 * HOUR, unit="izsu")
    assert as_of(later, 2) == taken
    assert as_of(later, 3).unit == "cagri-merkezi"
    assert as_of(later, 4).unit == "izsu"


def test_the_date_of_the_past_is_the_one_that_was_promised_then() -> None:
    case = a_case("waiting_citizen")
    due = case.state.due
    answered = moved(case, "answer", "citizen", now=MONDAY + timedelta(days=3), text="x")
    assert answered.state.due > due
    assert as_of(answered, case.state.version).due == due
    assert as_of(answered, answered.state.version).due == answered.state.due


def test_the_date_of_the_law_is_there_while_it_runs() -> None:
    request = a_request(city=a_staffed_city(), legal_basis="foi")
    case = moved(Case(request), "start", "officer", now=MONDAY + HOUR)
    case = moved(case, "extend", "officer", now=MONDAY + 2 * HOUR, reason="Başka birimden istenecek.")
    extended = case.state.legal_due
    case = moved(case, "fee", "officer", now=MONDAY + 3 * HOUR, amount="120 TL")
    case = moved(case, "resolve", "officer", now=MONDAY + 4 * HOUR, outcome="repaired", answer="x")
    case = moved(case, "add", "citizen", now=MONDAY + 5 * HOUR, text="x")
    assert as_of(case, 2).legal_due == request.due.at
    assert as_of(case, 3).legal_due == extended
    assert as_of(case, 3).promise == extended
    assert as_of(case, 4).legal_due is None
    assert as_of(case, 5).legal_due is None
    assert as_of(case, 6).promise == case.state.due


def test_a_request_without_a_law_never_had_its_date() -> None:
    case = moved(a_case("assigned"), "add", "citizen", now=MONDAY + 5 * HOUR, text="x")
    assert as_of(case, 2).legal_due is None
    assert as_of(case, 2).promise == case.request.due.at
