"""A leave is announced: internal dates move, each in an event, once, and the law's do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from chalicelib.core.case import Case, Change
from chalicelib.core.city import Holiday
from chalicelib.core.errors import TryLater
from chalicelib.core.moments import TURKEY
from chalicelib.flows.escalate import look
from chalicelib.flows.recompute import PAGE, recomputing
from chalicelib.flows.settings import RECOMPUTE
from chalicelib.store import keys
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.passing import OPERATOR, does, events, opened
from tests.shelf import Requests

TOMORROW = date(2026, 11, 24)


@dataclass
class Failing(Requests):
    """A table that fails to write now and then."""

    fails: list[BaseException | None] = field(default_factory=list)

    def change(self, changes: Sequence[Change]) -> bool:
        error = self.fails.pop(0) if self.fails else None
        if error:
            raise error
        return super().change(changes)


def announced(office: Office) -> Office:
    """The same office, once tomorrow was made a day of leave and everybody works with it."""
    leave = {TOMORROW: Holiday(TOMORROW, "İdari izin", half=False)}
    later = office.with_city(holidays={**office.city.holidays, **leave}, leave=leave)
    later.settings.order(RECOMPUTE, later.clock())
    later.clock.move(minutes=3)
    return later


def work(office: Office) -> int:
    """One sweep's jobs; how many there were."""
    count = 0
    for count, (_, job) in enumerate(recomputing(office.desk), start=1):  # noqa: B007 - the count is the answer
        try:
            job()
        except TryLater:
            continue
    return count


def several(office: Office, count: int) -> list[str]:
    return [opened(office, key=f"key-{each}", phone=f"0532 111 {each:04d}") for each in range(count)]


def due_of(case: Case) -> datetime:
    return case.state.due.astimezone(TURKEY)


def test_a_leave_of_tomorrow_moves_the_due_by_a_working_day_with_an_event_that_explains_it() -> None:
    office = Office()
    number = opened(office)
    before = due_of(office.requests.cases[number])
    office = announced(office)
    work(office)
    (event,) = events(office, number, "recompute")
    case = office.requests.cases[number]
    assert due_of(case) == before + timedelta(days=1)
    assert case.state.due_event == event.n
    assert ["holiday-skipped", {"day": "2026-11-24", "name": "İdari izin"}] in event.facts["due"]["lines"]
    assert event.actor == "system"
    assert office.settings.jobs[RECOMPUTE].cursor is None


def test_a_second_run_changes_nothing() -> None:
    office = Office()
    numbers = several(office, 5)
    office = announced(office)
    work(office)
    cases, looks = dict(office.requests.cases), dict(office.requests.looks)
    office.settings.order(RECOMPUTE, office.clock())
    office.clock.move(minutes=3)
    assert work(office) == len(numbers)
    assert (office.requests.cases, office.requests.looks) == (cases, looks)


def test_what_is_on_nobodys_way_gets_no_event_and_yet_the_right_moment_of_its_next_look() -> None:
    office = Office()
    number = opened(office)
    office.clock.at = datetime(2026, 11, 26, 13, 0, tzinfo=TURKEY)  # after that leave, on its last day
    look(office.desk, number)
    seen = office.requests.looks[number]
    office.requests.look_at(number, 2, MONDAY + timedelta(days=300))
    office.settings.order(RECOMPUTE, office.clock())
    office.clock.move(minutes=3)
    work(office)
    assert events(office, number, "recompute") == []
    assert office.requests.looks[number] == seen


def test_nothing_moves_before_every_process_knows_the_leave() -> None:
    office = Office()
    opened(office)
    office.settings.order(RECOMPUTE, office.clock())
    for _ in range(2):
        assert work(office) == 0
        office.clock.move(minutes=1)
    office.clock.move(minutes=1)
    assert work(office) == 1


def test_a_job_that_is_killed_goes_on_where_it_stood() -> None:
    office = Office()
    numbers = several(office, PAGE + 20)
    office = announced(office)
    jobs = recomputing(office.desk)
    for _ in range(PAGE + 5):
        next(jobs)[1]()
    del jobs  # killed in the second page
    assert sum(bool(events(office, number, "recompute")) for number in numbers) == PAGE + 5
    assert str(office.settings.jobs[RECOMPUTE].cursor).startswith("fen-isleri|2026-11-26")
    work(office)
    assert [len(events(office, number, "recompute")) for number in numbers] == [1] * len(numbers)


def test_every_unit_has_its_turn_also_where_one_name_begins_another() -> None:
    office = Office()
    numbers = several(office, len(office.city.units))
    for number, unit in zip(numbers, office.city.units, strict=True):
        if office.requests.cases[number].state.unit != unit:
            does(office, number, "assign", OPERATOR, unit=unit)
    office.settings.order(RECOMPUTE, office.clock())
    office.clock.move(minutes=3)
    assert sorted(number for number, _ in recomputing(office.desk)) == sorted(numbers)


def test_a_page_in_which_storage_failed_comes_again() -> None:
    office = Office(requests=Failing())
    numbers = several(office, 3)
    office = announced(office)
    office.requests.fails = [None, TryLater("dynamodb away")]  # type: ignore[attr-defined]  # Failing
    assert work(office) == 3
    assert office.settings.jobs[RECOMPUTE].cursor == "fen-isleri|"
    assert work(office) == 3
    assert [len(events(office, number, "recompute")) for number in numbers] == [1] * 3
    assert office.settings.jobs[RECOMPUTE].cursor is None


def test_two_workers_at_once_move_a_date_once() -> None:
    office = Office()
    numbers = several(office, 4)
    office = announced(office)
    one, other = recomputing(office.desk), recomputing(office.desk)
    for (_, first), (_, second) in zip(one, other, strict=False):
        first()
        second()
    assert [len(events(office, number, "recompute")) for number in numbers] == [1] * 4


def test_an_order_that_comes_while_another_is_worked_off_is_worked_off_from_its_beginning() -> None:
    office = Office()
    several(office, 3)
    office = announced(office)
    jobs = recomputing(office.desk)
    next(jobs)[1]()
    office.settings.order(RECOMPUTE, office.clock())
    assert len(list(jobs)) == 2
    office.clock.move(minutes=3)
    assert work(office) == 3
    assert office.settings.jobs[RECOMPUTE].cursor is None


@pytest.mark.parametrize("basis", ["petition", "foi", "privacy"])
def test_a_leave_never_moves_a_date_of_the_law(basis: str) -> None:
    office = Office()
    number = opened(office, legal_basis=basis)
    before = office.requests.cases[number].state.legal_due
    assert before
    day = before.astimezone(TURKEY).date()
    leave = {day: Holiday(day, "İdari izin", half=False), TOMORROW: Holiday(TOMORROW, "İdari izin", half=False)}
    office = office.with_city(holidays={**office.city.holidays, **leave}, leave=leave)
    office.settings.order(RECOMPUTE, office.clock())
    office.clock.move(minutes=3)
    work(office)
    assert office.requests.cases[number].state.legal_due == before


def test_a_request_that_waits_for_its_citizen_keeps_its_date_until_it_goes_on() -> None:
    office = Office()
    number = opened(office)
    does(office, number, "ask", OPERATOR, question="Hangi kapı?")
    before = office.requests.cases[number].state.due
    office = announced(office)
    work(office)
    assert office.requests.cases[number].state.due == before
    assert keys.moment(office.requests.looks[number].partition("#")[0]) > before
