"""Random lives of requests: whatever people and the clock do, what must always hold holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.core.case import ANSWERED, ENDED, OPEN, Case
from chalicelib.core.chain import verify
from chalicelib.core.errors import Invalid, NotAllowed, NotFound, Refused
from chalicelib.core.fields import BASES
from chalicelib.core.moments import local_day
from chalicelib.core.publication import public_of
from chalicelib.core.rights import parts
from chalicelib.core.workflow import MOVES, RETURNS, Field, Move
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from chalicelib.store import keys
from tests.build import STAFF, a_staffed_city, an_actor, what_is_said
from tests.fakes import Office

EVERYBODY = (*STAFF, "citizen", "system")
ACTORS = {who: an_actor(who) for who in EVERYBODY}
UNITS = ("fen-isleri", "izsu", "zabita", "cagri-merkezi")
OPENINGS: tuple[dict[str, Any], ...] = (
    {},
    {"service_code": "sewer.open_manhole", "phone": "0232 111 22 33"},
    {"service_code": "aid.food", "phone": None},
    {"legal_basis": "foi"},
    {"legal_basis": "petition", "email": "ayse@example.org", "phone": None},
    {"service_code": "waste.collection", "district": "Konak"},
)
PICKED: dict[str, tuple[str, ...]] = {
    "unit": (*UNITS, "no-such-unit"),
    "service": ("road.pothole", "road.collapse", "aid.food", "water.burst"),
    "priority": ("P1", "P2", "P3", "P4", "P5"),
    "basis": BASES,
    "body": ("bornova-belediyesi", "gdz-186"),
    "outcome": ("done", "planned", "nothing_found"),
    "flag": ("1", ""),
    "text": ("Bildirdiğiniz çukur kapatıldı. 🚧", "İyi günler"),
    "line": ("E-1905", "2026/17"),
    "files": ("", "0" * 48, "no-id"),
}
JUMPS = (timedelta(minutes=1), timedelta(hours=5), timedelta(days=1), timedelta(days=12), timedelta(days=45))
NEW_CLOCK = ("reopen", "not_solved")
SERIAL = count()


class Life(RuleBasedStateMachine):
    """Three requests in the hands of everybody. `make_office` gives the desk."""

    make_office: Callable[[], Any]

    @initialize(openings=st.lists(st.sampled_from(range(len(OPENINGS))), min_size=3, max_size=3))
    def open(self, openings: list[int]) -> None:
        self.office = type(self).make_office()
        self.desk = self.office.desk
        self.step = 0
        self.numbers = [
            hear(self.desk, what_is_said(**OPENINGS[place]), Source("web", f"{next(SERIAL)}")).request.number
            for place in openings
        ]

    @rule(seed=st.integers(0, 2**32))
    def act(self, seed: int) -> None:
        """Time passes or not, and somebody tries a move: most of the time one that the table allows them."""
        self.step += 1
        hand = Random(f"{seed} {self.step}")
        if hand.random() < 0.3:
            self.office.clock.at += hand.choice(JUMPS)
        unended = [number for number in self.numbers if self.cases[number].state.open]
        number = hand.choice(unended if unended and hand.random() < 0.7 else self.numbers)
        before = self.cases[number]
        ways = dict.fromkeys(MOVES, EVERYBODY)
        if hand.random() < 0.9:
            ways = self.allowed(before)
        name = hand.choice(sorted(ways))
        who = hand.choice(ways[name])
        try:
            move(self.desk, number, name, self.said(MOVES[name], before, hand, who), ACTORS[who])
        except (NotFound, Refused, NotAllowed, Invalid):
            assert self.case(number) == before
        else:
            self.judge(MOVES[name], who, before, self.case(number))
        if hand.random() < 0.3:
            self.tell()

    def tell(self) -> None:
        """What follows from the events is put down, and outcomes go on to what was merged."""
        for shard in {int(keys.shard(number)) for number in self.numbers}:
            for mark in list(self.office.requests.todo(shard, self.office.clock())):
                if mark.number in self.numbers:
                    tell(self.desk, mark, hurry=False)
        for case in map(self.case, self.numbers):
            assert case.state.status != "withdrawn" or not case.state.merged

    def judge(self, made: Move, who: str, before: Case, after: Case) -> None:
        """What a move that was made may have changed."""
        old, new = before.state, after.state
        assert who in self.allowed(before)[made.name]
        assert made.target in ("", "back", new.status) or made.name in ("assign", "accept", "triage", "return")
        assert new.version == old.version + 1
        assert (after.events[:-1], after.events[-1].move) == (before.events, made.name)
        assert made.name in NEW_CLOCK or new.clock.start == old.clock.start
        if made.name in ("ask", "answer", "no_answer"):
            assert new.due >= old.due
            assert new.legal_due == old.legal_due
        if made.name == "return":
            assert new.unit == self.office.city.desk
            assert old.returns < RETURNS
        if old.returns >= RETURNS and (made.name in ("assign", "refer") or old.status == "triaged" != new.status):
            assert who == "supervisor" or new.status not in OPEN or new.status == "waiting_citizen"
        if made.name == "erase":
            assert after.request.draft.phone == after.request.draft.text == after.request.citizen == ""
            assert all(said.erased for n, said in after.said.items() if n != new.version)

    @invariant()
    def what_must_always_hold_holds(self) -> None:
        self.cases = {number: self.case(number) for number in self.numbers}
        self.check_events()
        self.check_lists()
        self.check_public()
        self.check_states()

    def check_public(self) -> None:
        """What stands in public is what may stand there now, with the words that were released last."""
        now = [public_of(self.cases[number], self.office.city) for number in self.numbers]
        assert self.office.requests.public_of(self.numbers) == [public for public in now if public]

    def check_events(self) -> None:
        """The version counts the events, and the chain holds."""
        for case in self.cases.values():
            assert case.state.version == 1 + len(case.events)
            assert verify(case) == ()

    def check_lists(self) -> None:
        """Who is open has one owner and one next; who has ended has none."""
        far = self.office.clock() + timedelta(days=4000)
        shards = {int(keys.shard(number)) for number in self.numbers}
        looks = [mark.number for shard in shards for mark in self.office.requests.next(shard, far)]
        owned = [(number, unit) for unit in self.units() for number in self.listed(unit)]
        for number, case in self.cases.items():
            owners = [unit for owner, unit in owned if owner == number]
            assert owners == ([case.state.unit] if case.state.open else []), case.state
            assert looks.count(number) == (0 if case.state.status in ENDED else 1), case.state
            assert case.state.unit in self.office.city.units

    def check_states(self) -> None:
        """The state agrees with itself."""
        for number, case in self.cases.items():
            state = case.state
            assert state.open or not state.call_now
            assert bool(state.waits) == (state.status == "waiting_citizen")
            assert bool(state.into) == (state.status == "duplicate")
            assert not state.clock.paused or state.status in ("waiting_citizen", "referred", *ENDED)
            assert all(since <= until for since, until in state.clock.pauses)
            assert state.answered or state.status not in ANSWERED
            assert not state.into or number in self.cases[state.into].state.merged
            assert all(self.cases[joined].state.into == number for joined in state.merged)

    def case(self, number: str) -> Case:
        case: Case = self.office.requests.case(number)
        return case

    def listed(self, unit: str) -> list[str]:
        found, cursor = [], ""
        while True:
            page = self.office.requests.of_unit(unit, 100, cursor)
            found += [entry.number for entry in page.entries if entry.number in self.numbers]
            cursor = page.cursor
            if not cursor:
                return found

    def units(self) -> set[str]:
        """Every unit that one of the cases was ever with."""
        cases = self.cases.values()
        ever = {event.facts["unit_then"] for case in cases for event in case.events}
        return ever | {case.state.unit for case in cases} | {case.request.route.unit for case in cases}

    def allowed(self, case: Case) -> dict[str, tuple[str, ...]]:
        """The moves of the table's lines for this state, and who has a part in it; read without the code that makes
        moves."""
        mine = {who: parts(actor, case.request, self.office.city) for who, actor in ACTORS.items()}
        fitting = (each for each in MOVES.values() if case.state.status in each.sources)
        ways = {each.name: tuple(who for who in EVERYBODY if mine[who] & set(each.who)) for each in fitting}
        return {name: people for name, people in ways.items() if people}

    def said(self, wanted: Move, case: Case, hand: Random, who: str) -> dict[str, Any]:
        """Something that could be said with the move."""
        if who == "system":
            return {
                "escalate": {"clock": "due", "level": case.state.due_level + 1, "step": "ladder", "role": "supervisor"},
                "follow": {
                    "request": case.state.into,
                    "of": 2,
                    "outcome": "done",
                    "result": "positive",
                    "answer": "Kapatıldı.",
                },
            }.get(wanted.name, {})
        told = {
            field.name: self.value(field, hand) for field in wanted.carries if field.required or hand.random() < 0.6
        }
        return {name: value for name, value in told.items() if value and hand.random() < 0.97}

    def value(self, field: Field, hand: Random) -> str:
        if field.kind == "day":
            return (local_day(self.office.clock()) + timedelta(days=hand.randint(-1, 40))).isoformat()
        if field.kind == "number":
            return str(hand.choice(self.numbers))
        return hand.choice(PICKED[field.kind])


def live(make_office: Callable[[], Any], lives: int) -> None:
    machine = type("SomeLife", (Life,), {"make_office": staticmethod(make_office)})
    chosen = settings(
        max_examples=lives,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.parametrize("lives", [100, pytest.param(1000, marks=pytest.mark.prove)])
def test_lives_on_a_desk_of_lists(lives: int) -> None:
    live(lambda: replace(Office(), city=a_staffed_city()), lives)
