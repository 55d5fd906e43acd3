"""The promised date explains itself, whatever has happened to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.core.case import Case
from chalicelib.core.due import Line
from chalicelib.core.promise import awaits_fee, promise, stands_still
from tests.build import a_city, a_request
from tests.flows.working import Working

CITY = a_city()
FEE = {"amount": "120 TL"}


def codes(lines: tuple[Line, ...]) -> list[str]:
    return [line.code for line in lines]


def test_at_first_it_is_the_opening_that_explains_it() -> None:
    request = a_request()
    assert promise(Case(request), CITY) == request.due


def test_a_legal_application_is_promised_by_its_law() -> None:
    request = a_request(legal_basis="petition")
    told = promise(Case(request), CITY)
    assert told == request.due
    assert "rule-petition" in codes(told.lines)
    assert told.at == request.state.legal_due


def test_a_date_that_moved_is_explained_by_the_event_that_moved_it() -> None:
    work = Working()
    work.ask()
    work.office.clock.move(hours=24)
    case = work.answer()
    told = promise(case, CITY)
    assert told.at == case.state.due > work.opened.due.at
    assert "paused" in codes(told.lines)


def test_while_the_citizen_is_asked_the_time_stands_still() -> None:
    work = Working()
    case = work.ask()
    told = promise(case, CITY)
    assert told.at == work.opened.due.at
    assert told.lines[:-1] == work.opened.due.lines
    assert told.lines[-1] == Line("waiting", (("since", "2026-11-23T11:30+03:00"),))
    assert stands_still(case.state)


def test_the_laws_time_does_not_stand_still_for_a_question() -> None:
    work = Working(legal_basis="petition")
    case = work.ask()
    assert promise(case, CITY).at == case.state.legal_due
    assert codes(promise(case, CITY).lines)[-1] == "law-runs-on"
    assert not stands_still(case.state)


def test_an_extended_date_is_the_new_one() -> None:
    work = Working(legal_basis="foi")
    case = work.move("extend", reason="Arşivde arıyoruz.")
    told = promise(case, CITY)
    assert told.at == case.state.legal_due > work.opened.due.at
    assert "rule-foi-extended" in codes(told.lines)


def test_while_a_fee_is_awaited_the_lines_say_until_when_to_pay() -> None:
    work = Working(legal_basis="foi")
    case = work.move("fee", **FEE)
    assert awaits_fee(case.state)
    assert promise(case, CITY).lines[-1] == Line("fee-awaited", (("day", "2026-11-23"), ("to", "2026-12-14")))
    case = work.move("paid", receipt="123")
    assert not awaits_fee(case.state)
    assert promise(case, CITY).at == case.state.legal_due
    assert "fee-cut" in codes(promise(case, CITY).lines)


def test_without_the_law_the_citys_own_date_is_explained_from_the_opening() -> None:
    work = Working(legal_basis="petition")
    case = work.move("legal", legal_basis="service", reason="Şikâyet.")
    told = promise(case, CITY)
    assert told.at == case.state.due < work.opened.due.at
    assert codes(told.lines)[:2] == ["received", "rule-working-days"]


def test_lines_that_lead_elsewhere_are_not_shown() -> None:
    request = a_request()
    lost = Case(request)  # the event that moved the date has not reached this reader yet
    later = datetime(2027, 1, 4, 14, 30, tzinfo=UTC)
    moved = replace(lost, request=replace(request, state=replace(request.state, due=later, due_event=2)))
    assert promise(moved, CITY).at == later
    assert codes(promise(moved, CITY).lines) == ["received", "due"]
