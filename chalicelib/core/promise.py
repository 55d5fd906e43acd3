"""The date that a citizen is promised now, and how it follows."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.case import Case, State
from chalicelib.core.city import City
from chalicelib.core.clocks import read_due
from chalicelib.core.deadlines import internal_due
from chalicelib.core.due import Due, Line, line, minute
from chalicelib.core.law import fee_due
from chalicelib.core.workdays import to_local


def promise(case: Case, city: City) -> Due:
    """The law's date where one runs, else the city's own, as the event that set it explained it.

    While the citizen is asked, a last line says that the time stands still, or that the law's does not. While a fee is
    awaited no date of the law runs (Law 4982): the lines then say until when to pay.
    """
    state = case.state
    if state.legal and state.legal.cut and awaits_fee(state):
        return Due(state.due, (_received(case), _unpaid(state.legal.cut, city)))
    due = _by_law(case) if state.legal_due else _inside(case, city)
    if state.status != "waiting_citizen" or not state.clock.paused:
        return due
    if state.legal_due:
        return Due(due.at, (*due.lines, line("law-runs-on")))
    return Due(due.at, (*due.lines, line("waiting", since=minute(to_local(state.clock.paused)))))


def stands_still(state: State) -> bool:
    """Whether the promised date waits for something that the citizen has to do."""
    return awaits_fee(state) or (state.status == "waiting_citizen" and not state.legal_due)


def awaits_fee(state: State) -> bool:
    """Whether the time of an information request was cut by a fee that is not paid yet."""
    return bool(
        state.legal and state.legal.cut and not state.legal.resumed and not state.legal_due and not state.result
    )


def _by_law(case: Case) -> Due:
    if case.state.legal_event == 1:
        return _checked(case.request.due, case)
    return _told(case, case.state.legal_event, "legal_due")


def _inside(case: Case, city: City) -> Due:
    request = case.request
    if case.state.due_event > 1:
        return _told(case, case.state.due_event, "due")
    if request.draft.basis == "service":
        return _checked(request.due, case)
    # The opening of a legal application told its law's date; the city's own follows from the same facts.
    calendar = city.calendars[(city.units.get(request.route.unit) or city.units[city.desk]).calendar]
    target = city.targets[request.route.priority]
    return _checked(internal_due(request.opened, target, calendar, city.holidays), case)


def _told(case: Case, n: int, name: str) -> Due:
    event = case.event(n)
    told = event.facts.get(name) if event else None
    return _checked(read_due(told), case) if told else _bare(case)


def _checked(due: Due, case: Case) -> Due:
    """`due` if it is the promised date; lines that lead elsewhere are worse than none."""
    return due if due.at == case.state.promise else _bare(case)


def _bare(case: Case) -> Due:
    at = case.state.promise
    return Due(at, (_received(case), line("due", at=minute(to_local(at)))))


def _received(case: Case) -> Line:
    return line("received", at=minute(to_local(case.request.opened)))


def _unpaid(cut: datetime, city: City) -> Line:
    until = fee_due(cut, city.public_holidays)
    return line("fee-awaited", day=to_local(cut).date().isoformat(), to=until.isoformat())
