"""The ways in which escalation of comparable systems fails, each as a claim about ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib import wire
from chalicelib.core.city import PRIORITIES, City
from chalicelib.core.ladder import rungs
from chalicelib.core.marks import Mark
from chalicelib.core.moments import TURKEY
from chalicelib.core.rights import CITIZEN, SYSTEM
from chalicelib.core.settings import fit
from chalicelib.flows.escalate import look, waiting
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from chalicelib.flows.sweep import late
from tests.build import MONDAY, a_city, a_request
from tests.fakes import Clock, Office
from tests.flows.passing import (
    OFFICER,
    OPERATOR,
    does,
    events,
    next_look,
    opened,
    pass_for,
    pass_until,
    people,
    sweep,
    told,
)

CITIES = ("izmir-him", "ilkadim-ilkim", "example")
BACKLOG = 10_000


def test_a_request_that_no_one_took_climbs_before_one_that_somebody_took() -> None:
    office = Office()
    untaken = opened(office, key="untaken")
    office.clock.move(seconds=1)
    taken = opened(office, key="taken", phone="0532 222 33 44")
    does(office, taken, "accept")
    pass_for(office, days=9)
    assert told(office, untaken)
    assert told(office, untaken) == told(office, taken)
    assert all(
        first.at <= second.at
        for first, second in zip(events(office, untaken, "escalate"), events(office, taken, "escalate"), strict=True)
    )


def test_a_p1_that_no_one_took_is_raised_before_it_is_late_at_all() -> None:
    office = Office()
    number = opened(office, description="Yol çöktü, büyük bir çukur var")
    pass_for(office, minutes=30)
    state = office.requests.cases[number].state
    assert office.clock() < state.due
    assert events(office, number, "alert_again")
    assert state.call == "now"


@pytest.mark.parametrize("code", CITIES)
def test_every_ladder_ends_at_a_desk_that_has_an_address(code: str) -> None:
    city = wire.load_city(code)
    for unit in city.units:
        steps = rungs(unit, city)
        assert steps[-1] == "supervisor"
        assert len(steps) == len(set(steps)) > 1
    assert city.units[city.desk].email


@pytest.mark.parametrize("code", CITIES)
def test_a_unit_without_a_head_goes_up_the_ladder_as_well(code: str) -> None:
    office = Office(city=wire.load_city(code))
    number = _handed_out(office)
    pass_for(office, days=60)
    assert told(office, number)[-1][1] == "supervisor"


def test_no_comment_note_or_question_of_a_priority_moves_a_clock() -> None:
    office = Office()
    number = opened(office)
    before, seen = office.requests.cases[number].state, next_look(office)
    for hours in (3, 5, 20):
        office.clock.move(hours=hours)
        does(office, number, "add", CITIZEN, text="Çukur büyüdü, fotoğrafı da var.")
        does(office, number, "note", OPERATOR, text="Aradı, bekliyor.")
        does(office, number, "message", OFFICER, text="Ekip yolda.")
        does(office, number, "accept")
        does(office, number, "return", reason="Bizim değil") if hours == 20 else None
    after = office.requests.cases[number].state
    assert (after.due, after.clock.start, after.due_level) == (before.due, before.clock.start, before.due_level)
    assert next_look(office) == seen


def test_of_ten_thousand_overdue_all_are_raised_the_oldest_first_however_little_a_sweep_can_do() -> None:
    office = Office()
    first = a_request()
    for count in range(BACKLOG):
        opening = MONDAY + timedelta(seconds=count * 7919 % BACKLOG)  # in no order
        request = replace(
            first,
            number=f"26{count:010d}",
            opened=opening,
            state=replace(first.state, changed=opening, clock=replace(first.state.clock, start=opening)),
        )
        office.requests.open(request, first.state.due + (opening - MONDAY))
    office.clock.at = first.state.due + timedelta(days=3, hours=18)  # Monday morning
    raised: list[str] = []
    marks = dict(office.requests.looks)
    while len(raised) < BACKLOG:
        office.clock.move(minutes=1)
        for place, (number, job) in enumerate(late(office.desk)):
            if place == 700 or len(raised) == BACKLOG:
                break  # the sweep's time is up
            job()
            raised.append(number)
    assert len(set(raised)) == BACKLOG
    assert [marks[number] for number in raised] == sorted(marks.values())
    assert all(told(office, number) for number in raised)


@pytest.mark.parametrize("code", CITIES)
@pytest.mark.parametrize("priority", PRIORITIES)
def test_every_level_of_the_shipped_ladder_is_reached_and_the_last_again_and_again(code: str, priority: str) -> None:
    city = wire.load_city(code)
    unit = next((each for each in city.units.values() if each.parent), city.units[city.desk])
    heads = people(("head", "unit_head", unit.code), ("upper", "unit_head", unit.parent or ""))
    office = Office(city=replace(city, people=heads))
    number = _handed_out(office, unit.code, priority)
    pass_for(office, days=5 if priority == "P1" else 90)
    steps = told(office, number)
    assert [level for level, _ in steps] == list(range(1, len(steps) + 1))
    assert len(steps) > 2 + len(city.ladder[priority].waits) + 3
    upper = [f"head:{unit.parent}"] if unit.parent else []
    assert [role for _, role in steps[1 : 3 + len(upper)]] == [f"unit:{unit.code}", f"head:{unit.code}", *upper]
    assert steps[-1][1] == steps[-2][1] == "supervisor"


def test_ten_sweeps_at_once_raise_each_step_once() -> None:
    office = Office()
    number = opened(office)
    office.clock.at = next_look(office) or MONDAY
    seen = [list(waiting(office.desk)) for _ in range(10)]
    for marks in seen:
        for mark in marks:
            look(office.desk, mark.number)
    assert len(told(office, number)) == 1


def test_a_p2_of_friday_evening_has_climbed_nothing_on_saturday_night() -> None:
    friday = datetime(2026, 11, 27, 17, 0, tzinfo=TURKEY)
    office = Office(clock=Clock(friday))
    number = _handed_out(office, priority="P2")
    pass_until(office, friday + timedelta(days=1, hours=6, minutes=59))
    assert told(office, number) == []
    pass_until(office, friday + timedelta(days=4))
    at = [event.at.astimezone(TURKEY) for event in events(office, number, "escalate")]
    assert at[0] == datetime(2026, 11, 30, 15, 0, tzinfo=TURKEY)
    assert all(each.weekday() < 5 and 8 * 60 + 30 <= each.hour * 60 + each.minute < 17 * 60 + 30 for each in at)


def test_every_escalation_and_every_assignment_is_told_to_somebody() -> None:
    office = Office().with_city(people=people(("head", "unit_head", "izsu"), ("boss", "supervisor", "cagri-merkezi")))
    number = opened(office)
    does(office, number, "assign", OPERATOR, unit="izsu")
    pass_for(office, days=12)
    assert {role for _, role in told(office, number)} == {"unit:izsu", "head:izsu", "supervisor"}
    for (name, part), value in list(office.requests.todos.items()):
        tell(office.desk, Mark(name, part, value), hurry=False)
    heard = {row.errand.event for row in office.ledger.rows.values()}
    assert {event.n for event in office.requests.cases[number].events} <= heard


def test_cities_are_raised_by_their_own_calendars_and_a_broken_one_stops_no_other() -> None:
    offices = [Office(city=wire.load_city(code)) for code in CITIES[:2]]
    numbers = [_handed_out(office) for office in offices]
    broken = replace(offices[0].city, units={})
    offices[0] = replace(offices[0], city=broken)
    for office in offices:
        office.clock.move(days=21)
    with pytest.raises(KeyError):
        sweep(offices[0])
    assert sweep(offices[1]) == [numbers[1]]
    assert told(offices[1], numbers[1])


def test_a_setting_that_does_not_fit_leaves_the_ladder_standing() -> None:
    preset = wire.load_preset("izmir-him")
    city, left_out = fit(preset, {("units", "fen-isleri"): {"calendar": "none"}})
    assert left_out
    assert isinstance(city, City)
    assert rungs("fen-isleri", city) == rungs("fen-isleri", a_city())


def _handed_out(office: Office, unit: str | None = None, priority: str = "P3") -> str:
    """A request in a unit's hands, with this priority, told to nobody yet."""
    city = office.city
    service = next(
        each for each in city.services.values() if each.owner.unit and not each.needs_call and not each.danger
    )
    draft = a_request(city=city, service_code=service.code, now=office.clock(), district=None)
    number = draft.number
    office.requests.open(draft, office.clock() + timedelta(days=400))
    said: dict[str, object] = {"service_code": service.code, "priority": priority} | ({"unit": unit} if unit else {})
    supervisor = replace(OPERATOR, hats=(*OPERATOR.hats, replace(OPERATOR.hats[0], role="supervisor")))
    move(office.desk, number, "triage", said, supervisor)
    return number


def test_the_system_makes_moves_of_its_own_and_nobody_elses() -> None:
    office = Office()
    number = opened(office)
    pass_for(office, days=30)
    assert {event.actor for event in office.requests.cases[number].events} == {SYSTEM.name}
