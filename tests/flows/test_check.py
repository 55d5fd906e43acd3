"""Every open request has one owner and one next look, and the checker sees it where one has not."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.core.marks import Page
from chalicelib.flows.check import PAGE, check
from tests.fakes import Office
from tests.flows.passing import OPERATOR, does, opened
from tests.shelf import Requests


class Doubling(Requests):
    """A table in which every request is in the list of one more unit."""

    def of_unit(
        self, unit: str, limit: int, after: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> Page:
        own = super().of_unit(unit, limit, after, since=since, until=until)
        return super().of_unit("fen-isleri", limit, after) if unit == "zabita" else own


class Behind(Requests):
    """A table whose lists are behind at their first reading."""

    read_before = False

    def of_unit(
        self, unit: str, limit: int, after: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> Page:
        page = super().of_unit(unit, limit, after, since=since, until=until)
        if unit == "fen-isleri" and not self.read_before:
            self.read_before = True
            return Page(())
        return page


def faults(office: Office) -> list[tuple[str, str]]:
    return [(found.number, found.fault) for found in check(office.desk).faults]


def test_requests_as_they_come_and_go_are_in_order() -> None:
    office = Office()
    numbers = [opened(office, key=f"key-{count}", phone=f"0532 111 {count:04d}") for count in range(12)]
    does(office, numbers[0], "assign", OPERATOR, unit="zabita")
    body = next(iter(office.city.bodies))
    does(office, numbers[1], "refer", OPERATOR, body=body, check_back="2026-12-11", receipt="2026/17")
    does(office, numbers[2], "ask", OPERATOR, question="Hangi kapı?")
    does(office, numbers[3], "reject", OPERATOR, answer="Belediyenin görevi değildir.")
    does(office, numbers[4], "withdraw", OPERATOR)
    does(office, numbers[5], "merge", OPERATOR, into=numbers[6])
    assert check(office.desk).faults == ()
    assert check(office.desk).open == 9


def test_more_requests_than_a_page_are_all_counted() -> None:
    office = Office()
    for count in range(PAGE + 3):
        opened(office, key=f"key-{count}", phone=f"0532 111 {count:04d}")
    assert check(office.desk).open == PAGE + 3


def test_an_open_request_that_is_never_looked_at_is_found_and_logged() -> None:
    office = Office()
    number = opened(office)
    office.requests._look_at(number, None)
    assert faults(office) == [(number, "never looked at")]
    assert ("request without an owner or a time", {"number": number, "fault": "never looked at"}) in office.log.lines


def test_an_open_request_of_a_unit_that_is_no_more_is_found() -> None:
    office = Office()
    number = opened(office)
    units = {code: unit for code, unit in office.city.units.items() if code != "fen-isleri"}
    assert faults(office.with_city(units=units)) == [(number, "in no list")]


def test_an_open_request_in_two_lists_is_found() -> None:
    office = Office(requests=Doubling())
    number = opened(office)
    assert faults(office) == [(number, "in two lists")]


def test_an_index_that_is_behind_is_no_fault() -> None:
    office = Office(requests=Behind())
    opened(office)
    assert faults(office) == []


def test_a_request_that_waits_to_be_closed_is_in_no_list_and_no_fault() -> None:
    office = Office()
    number = opened(office)
    does(office, number, "resolve", outcome="done", answer="Yapıldı.")
    assert faults(office) == []


@pytest.mark.parametrize(("hours", "found"), [(0.5, 0), (1.5, 1)])
def test_a_request_that_the_sweep_passed_over_is_found(hours: float, found: int) -> None:
    office = Office()
    number = opened(office)
    office.requests.look_at(number, 1, office.clock())
    office.clock.move(hours=hours)
    assert len(faults(office)) == found


def test_the_check_changes_nothing() -> None:
    office = Office()
    opened(office)
    before = dict(office.requests.cases)
    office.clock.move(days=3)
    check(office.desk)
    assert office.requests.cases == before
