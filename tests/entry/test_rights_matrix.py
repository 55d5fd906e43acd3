"""Every staff route, role, ownership and fault of a token: what is theirs is given, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import app as application
from chalicelib.core.case import Case
from chalicelib.core.rights import RIGHTS
from chalicelib.core.workflow import MOVES, TABLE
from chalicelib.entry.staff_rim import ANYBODY, API, NOBODY, ROUTES
from tests.build import a_request
from tests.entry.cells import (
    Cell,
    at,
    body_cells,
    body_of,
    move_cells,
    page_cells,
    route_cells,
    sight_cells,
    token_cells,
)
from tests.entry.colleagues import OTHER, OWN, Staff, move_in, signed, token_of
from tests.entry.entitled import ABSENT, NUMBERS, PEOPLE, SIGHT
from tests.fakes import Office
from tests.tools.test_tokens import what_is_claimed


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    """An office with a request of every ownership, and people of every role."""
    moved_in = move_in(office, monkeypatch, tmp_path)
    matters = {"own": "road.pothole", "other": "water.bill", "own confidential": "road.pothole",
               "other confidential": "aid.food", "desk": "road.pothole"}  # fmt: skip
    for name, service in matters.items():
        request = a_request(number=NUMBERS[name], service_code=service)
        unit = {"own": OWN, "own confidential": OWN, "other": OTHER, "desk": office.city.desk}.get(name)
        state = replace(request.state, unit=unit or request.state.unit, confidential=name == "own confidential")
        office.requests.open(replace(request, state=state), None)
    return moved_in


def test_every_staff_route_is_declared_and_every_declared_api_route_is_there() -> None:
    there = {
        (method, path)
        for path, methods in application.app.routes.items()
        if path.startswith(("/api/staff", "/personel"))
        for method in methods
    }
    assert there - set(ROUTES) == set()
    assert set(API) - there == set()
    assert {right for right in ROUTES.values() if right not in RIGHTS} == {NOBODY, ANYBODY}


def test_nobody_gets_in_with_a_faulty_token(staff: Staff) -> None:
    assert wrong(staff, token_cells(staff)) == []


def test_every_route_is_open_to_those_with_its_right_alone(staff: Staff) -> None:
    assert wrong(staff, route_cells(staff)) == []


def test_everybody_sees_their_own_requests_alone(staff: Staff) -> None:
    assert wrong(staff, sight_cells(staff)) == []


def test_everybody_sees_as_much_as_they_need(staff: Staff) -> None:
    seen = {
        who: {name: staff.call(who, "GET", f"/api/staff/requests/{NUMBERS[name]}").json["sight"] for name in SIGHT[who]}
        for who in PEOPLE
    }
    assert seen == SIGHT


def test_everybody_makes_the_moves_of_their_part_alone(staff: Staff) -> None:
    assert wrong(staff, move_cells(staff)) == []


def test_ids_inside_a_body_are_authorised_too(staff: Staff) -> None:
    assert wrong(staff, body_cells(staff)) == []


def test_pages_are_as_closed_as_the_api(staff: Staff) -> None:
    assert wrong(staff, page_cells(staff)) == []


def test_the_matrix_is_large(staff: Staff) -> None:
    makers = (token_cells, route_cells, sight_cells, move_cells, body_cells, page_cells)
    assert sum(1 for cells in makers for _ in cells(staff)) > 2500


def test_a_test_with_a_wrong_expectation_fails(staff: Staff) -> None:
    cell = Cell("an officer searches", lambda: staff.call("unit_officer", "POST", "/api/staff/search", {"q": "x"}), 200)
    assert wrong(staff, [cell]) == ["an officer searches: 403 instead of 200"]


def test_what_is_confidential_and_not_theirs_is_answered_as_what_is_not_there(staff: Staff) -> None:
    hidden = staff.call("operator", "GET", f"/api/staff/requests/{NUMBERS['own confidential']}")
    absent = staff.call("operator", "GET", f"/api/staff/requests/{ABSENT}")
    assert (hidden.status, hidden.text) == (absent.status, absent.text)
    into = {"move": "merge", "version": 1}
    path = f"/api/staff/requests/{NUMBERS['own']}/moves"
    hidden = staff.call("operator", "POST", path, into | {"into": NUMBERS["other confidential"]})
    absent = staff.call("operator", "POST", path, into | {"into": ABSENT})
    assert (hidden.status, hidden.text) == (absent.status, absent.text) == (400, absent.text)


def test_substitute_has_the_rights_from_the_first_day_to_the_last(staff: Staff) -> None:
    path, hours = f"/api/staff/requests/{NUMBERS['own']}", timedelta(hours=13, minutes=29)
    assert staff.call("vekil", "GET", path).status == 200
    staff.office.clock.at += hours  # 23.59 of the last day
    fresh = {"username": "vekil", "cognito:groups": ["unit_officer"], "exp": what_is_claimed()["exp"] + 86400}
    assert staff.send(signed(fresh), "GET", path).status == 200
    staff.office.clock.move(minutes=2)
    assert staff.send(signed(fresh), "GET", path).status == 404


@pytest.mark.parametrize(("method", "path"), sorted(route for route, right in API.items() if right != NOBODY))
def test_who_is_disabled_or_lost_the_role_has_no_route_left(staff: Staff, method: str, path: str) -> None:
    for token in (
        token_of("gone", "operator"),
        token_of("operator", "admin"),
        token_of("operator"),
        token_of("stranger", "supervisor"),
    ):
        answer = staff.send(token, method, at(path, "own"), body_of(method, path))
        assert answer.status == 403


def test_the_table_of_moves_is_walked_whole() -> None:
    assert {move.name for move in TABLE} == set(MOVES)
    assert len(MOVES) > 30


def wrong(staff: Staff, cells: Iterable[Cell]) -> list[str]:
    """The cells that are not as expected; every call finds the office as it was."""
    shelf, settings = staff.office.requests, staff.office.settings
    before: dict[str, Case] = dict(shelf.cases)
    found = []
    for each in cells:
        status = each.ask().status
        if status != each.status:
            found.append(f"{each.name}: {status} instead of {each.status}")
        if shelf.cases != before:
            shelf.cases.clear()
            shelf.cases.update(before)
        settings.rows.clear()
        settings.past.clear()
    return found
