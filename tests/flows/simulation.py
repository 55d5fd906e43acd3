"""Weeks of a city in minutes: the real flows, the clock jumping from event to event, judged from outside."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

from chalicelib.core.case import Case
from chalicelib.core.chain import verify
from chalicelib.core.moments import TURKEY
from chalicelib.flows.check import check
from tests.fakes import Clock, Office
from tests.flows.oracle import TOLERANCE, Judge
from tests.flows.passing import MINUTE, whole_minute
from tests.flows.world import Drawer, Report, Silence, Table, World, a_busy_city

FIRST_HOUR, PEAKS = 6, (1, 2, 5, 9, 10, 9, 6, 6, 8, 9, 7, 4, 3, 3, 2, 2, 1)  # how busy each hour is, from six on
IDLE = frozenset({"kultur-sanat", "agaclandirma"})  # units that never do anything
ACTIVE = ("fen-isleri", "izsu", "park-bahceler", "ulasim", "veteriner-isleri", "kultur-sanat", "zabita")
TELLS = ("escalate", "assign", "alert_again")


def run(requests: int, first: date, days: int, seed: int) -> Report:
    """So many requests from the local day `first` on; in the middle a working day of leave is announced for three days
    later. What went wrong is in the report."""
    began, dice = perf_counter(), random.Random(seed)
    start = datetime(first.year, first.month, first.day, tzinfo=TURKEY).astimezone(UTC)
    office = Office(clock=Clock(start), requests=Table(), ledger=Drawer(), log=Silence(), city=a_busy_city())  # type: ignore[arg-type]  # a Log that keeps nothing
    world = World(dice, start, days, office, office.desk, office.requests, office.ledger, IDLE, ACTIVE)  # type: ignore[arg-type]  # as just made
    for at in _openings(dice, start, requests, days):
        world.plan(at, "open")
    announced = start + timedelta(days=days // 2, hours=20)
    leave = _working_day(first + timedelta(days=days // 2 + 3))
    world.plan(announced, "announce")
    for count in range(1, 7):
        world.plan(start + count * timedelta(days=days) / 7, "sample")
    before, end = office.city, start + timedelta(days=days)
    _live(world, end, leave)
    judge = Judge(before, world.desk.city, announced, first - timedelta(days=2), days + 400, office.clock.at)
    for number, case in world.table.cases.items():
        world.report.faults += judge.faults(case, world.openings[number])
        world.report.faults += _seen_in_history(case, world)
        for event in case.events:
            world.report.moves[event.move] += 1
    report = world.report
    report.requests, report.events = len(world.table.cases), sum(report.moves.values())
    report.steps = report.moves["escalate"]
    report.seconds = perf_counter() - began
    return report


def _openings(dice: random.Random, start: datetime, requests: int, days: int) -> Iterator[datetime]:
    """Weekends are quiet, and one day has a storm in its afternoon."""
    weights = [1.0 if (start + timedelta(days=day)).weekday() < 5 else 0.3 for day in range(days)]
    for count in range(requests):
        day, hour = dice.choices(range(days), weights)[0], dice.choices(range(len(PEAKS)), PEAKS)[0] + FIRST_HOUR
        if count % 25 == 0:
            day, hour = days // 3, 15
        yield start + timedelta(days=day, hours=hour, seconds=dice.randrange(3600))


def _working_day(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _live(world: World, end: datetime, leave: date) -> None:
    clock = world.office.clock
    while True:
        first = world.table.first()
        sweep = max(whole_minute(first), world.swept + MINUTE) if first else end
        if world.office.settings.jobs and world.office.settings.jobs["recompute"].cursor is not None:
            sweep = min(sweep, max(world.swept, clock.at.replace(second=0)) + MINUTE)
        at, _, kind, number = world.heap[0] if world.heap else (end, 0, "", "")
        if min(at, sweep) >= end:
            clock.at = end
            return
        if sweep <= at:
            clock.at = sweep
            world.sweep()
        else:
            world.pop()
            clock.at = at
            if kind == "open":
                world.open()
            elif kind == "announce":
                world.announce(leave)
            elif kind == "sample":
                _sample(world)
            else:
                (world.staff if kind == "staff" else world.citizen)(number)
        world.tell()


def _sample(world: World) -> None:
    """At this moment every open request has one owner and one next look, and the checker counts them all."""
    states = [case.state for case in world.table.cases.values()]
    unowned = [number for number, case in world.table.cases.items() if case.state.open and not (
        case.state.unit in world.desk.city.units and number in world.table.looks)]  # fmt: skip
    world.report.faults += [f"{number} has no owner or no next look" for number in unowned]
    checked = check(world.desk)
    world.report.faults += [f"{found.number}: {found.fault}" for found in checked.faults]
    if checked.open != sum(state.open for state in states):
        world.report.faults.append("the checker did not see every open request")


def _seen_in_history(case: Case, world: World) -> Iterator[str]:
    """The chain holds, whoever was to be told has an errand, and silence closed only what the citizen knows."""
    yield from (f"{case.number}: {fault}" for fault in verify(case))
    sent = world.ledger.of_request(case.number)
    told = Counter(each.errand.event for each in sent)
    outcome = 0
    for event in case.events:
        if event.move in TELLS and not told[event.n]:
            yield f"{case.number} event {event.n}: {event.move} was told to nobody"
        if event.move in ("resolve", "reject"):
            outcome = event.n
        if event.move in ("close", "untold"):
            answered = case.events[outcome - 2].at
            known = case.request.reach == "none" or any(
                each.state == "delivered" and each.errand.event == outcome for each in sent
            )
            reached = [each.at for each in case.events[outcome - 1 : event.n - 2] if each.facts.get("reached")]
            since = answered if known else min(reached, default=None)
            if event.move == "close" and (since is None or event.at < _after_a_week(since)):
                yield f"{case.number} event {event.n}: closed, and the citizen did not know long enough"
            if event.move == "untold" and since is not None:
                yield f"{case.number} event {event.n}: to be told, and knows already"
    if case.state.status in ("resolved", "rejected"):
        latest = _after_a_week(max(case.state.answered or case.request.opened, case.state.changed)) + TOLERANCE
        if latest < world.office.clock.at:
            yield f"{case.number}: answered, told and never closed"


def _after_a_week(since: datetime) -> datetime:
    day = since.astimezone(TURKEY).date() + timedelta(days=7)
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=TURKEY)
