"""A city at work: staff and citizens who act or do not, as the dice say, on a Desk of lists."""

from __future__ import annotations

import heapq
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.core.case import State
from chalicelib.core.city import Calendar, City, Holiday, Shift
from chalicelib.core.delivery import State as Delivery
from chalicelib.core.errors import Invalid, NotAllowed, Refused
from chalicelib.core.label import Label
from chalicelib.core.marks import Mark, Member, Sent
from chalicelib.core.notices import Errand
from chalicelib.core.rights import CITIZEN, Actor, Hat
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from chalicelib.flows.recompute import recomputing
from chalicelib.flows.settings import RECOMPUTE
from chalicelib.flows.sweep import late
from chalicelib.store import keys
from tests.build import a_city, what_is_said
from tests.fakes import Ledger, Office
from tests.flows.passing import people
from tests.shelf import Requests

SERVICES = {
    "road.pothole": 22, "road.collapse": 1, "water.burst": 2, "water.outage": 8, "park.cleaning": 14, "park.new": 6,
    "transit.delay": 12, "zabita.occupation": 12, "animal.stray": 8, "tree.pruning": 8, "culture.course": 2,
}  # fmt: skip
SOON = {"P1": 0.02, "P2": 0.15, "P3": 0.8, "P4": 1.5, "P5": 2.0}  # days, on average, until somebody looks at it
OUTCOMES = ("resolve", "reject")
ENDED = ("closed", "withdrawn", "duplicate")


class Table(Requests):
    """The requests table, which tells at once when the first request is to be looked at, and what is due by now."""

    def next(self, shard: int, before: datetime) -> Iterator[Mark]:
        marks = self._next[str(shard)]
        for mark, number, part in marks[: bisect_left(marks, (keys.before(before),))]:
            yield Mark(number, part, mark)

    def first(self) -> datetime | None:
        first = min((marks[0][0] for marks in self._next.values() if marks), default=None)
        return keys.moment(first.partition("#")[0]) if first else None


@dataclass
class Drawer(Ledger):
    """The ledger by request; nothing is carried, and `deliver` says what arrived."""

    sent: dict[str, dict[str, Sent]] = field(default_factory=lambda: defaultdict(dict))

    def add(
        self,
        errand: Errand,
        due: datetime | None = None,
        *,
        held: str = "",
        about: str = "",
        members: Sequence[Member] = (),
    ) -> bool:
        new = errand.id not in self.sent[errand.number]
        if new:
            self.sent[errand.number][errand.id] = Sent(errand, "created", "", errand.at)
        return new

    def deliver(self, errand: Errand, state: Delivery, at: datetime) -> None:
        self.sent[errand.number][errand.id] = Sent(errand, state, "", at)

    def of_request(self, number: str) -> list[Sent]:
        return list(self.sent[number].values())


class Silence:
    """A log that keeps nothing."""

    def info(self, message: str, **facts: object) -> None:
        pass

    def warning(self, message: str, **facts: object) -> None:
        pass


@dataclass
class Report:
    """What a simulation came to."""

    requests: int = 0
    events: int = 0
    steps: int = 0
    refused: int = 0
    recomputed: int = 0
    moves: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0
    faults: list[str] = field(default_factory=list)


def a_busy_city() -> City:
    """A city with heads here and there, a roster, a unit that works on Saturdays, and units that sleep (`idle`)."""
    city = a_city()
    week = (*city.calendars["office"].week[:5], ((9 * 60, 13 * 60),), ())
    saturdays = Calendar("saturdays", Label("Cumartesi de", "Saturdays too"), always=False, week=week)
    watch = Shift(tuple(range(7)), 0, 24 * 60, ("+905000000021", "+905000000022"))
    units = dict(city.units)
    units["park-bahceler"] = replace(units["park-bahceler"], calendar="saturdays")
    units["fen-isleri"] = replace(units["fen-isleri"], roster=(watch,))
    heads = [(f"head-{code}", "unit_head", code) for code in ("fen-isleri", "izsu", "park-bahceler", "ulasim")]
    whole = people(*heads, ("supervisor", "supervisor", city.desk))
    return replace(
        city, units=units, calendars={**city.calendars, "saturdays": saturdays}, people=whole, anonymous="always"
    )


@dataclass
class World:
    """Staff and citizens, each as the dice say; `heap` holds what they will do, and when."""

    dice: random.Random
    start: datetime
    days: int
    office: Office
    desk: Desk
    table: Table
    ledger: Drawer
    idle: frozenset[str]
    active: tuple[str, ...]
    heap: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    openings: dict[str, State] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    swept: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    planned: int = 0

    def plan(self, at: datetime, kind: str, number: str = "") -> None:
        self.planned += 1
        heapq.heappush(self.heap, (at, self.planned, kind, number))

    def pop(self) -> None:
        heapq.heappop(self.heap)

    def after(self, days: float) -> datetime:
        return self.office.clock.at + timedelta(seconds=int(self.dice.expovariate(1 / days) * 86_400) + 60)

    def open(self) -> None:
        dice, count = self.dice, len(self.openings)
        service = dice.choices(tuple(SERVICES), tuple(SERVICES.values()))[0]
        reach = dice.choices(({}, {"phone": None, "email": "a@example.org"}, {"phone": "0232 444 33 22"},
                              {"phone": None}), (70, 10, 12, 8))[0]  # fmt: skip
        basis = dice.choices((None, "petition", "foi"), (93, 5, 2))[0]
        said = what_is_said(service_code=service, legal_basis=basis, description="Bir sorun var.", **reach)
        request = hear(self.desk, said, Source("web", f"key-{count}")).request
        self.openings[request.number] = request.state
        self.plan(self.after(SOON[request.state.priority]), "staff", request.number)

    def staff(self, number: str) -> None:
        state = self.table.cases[number].state
        if state.status in ENDED:
            return
        if state.status in ("resolved", "rejected", "waiting_citizen") and not state.call:
            self.plan(self.after(5 * SOON[state.priority]), "staff", number)
            return
        who = Actor("staff", "clerk", (Hat("unit_officer", state.unit), Hat("supervisor", None)))
        if state.unit not in self.idle and self.dice.random() < 0.85:
            self.act(number, who, *self.choice_of(state))
        self.plan(self.after(2 * SOON[state.priority]), "staff", number)

    def choice_of(self, state: State) -> tuple[str, dict[str, str]]:
        """What a member of staff does, if the dice say they do anything."""
        resolve = ("resolve", {"outcome": "done", "answer": "Yapıldı.", "evidence": "2026/17"})
        if state.call:
            return ("called", {"reached": self.dice.choice(("1", ""))}) if state.call == "back" else ("accept", {})
        if state.unit == self.desk.city.desk and state.status in ("received", "triaged", "reopened"):
            unit = self.dice.choice(self.active)
            return self.pick((70, ("assign", {"unit": unit})), (15, ("triage", {"unit": unit, "priority": "P2"})),
                             (15, ("reject", {"answer": "Belediyenin görevi değildir."})))  # fmt: skip
        if state.taken_by and state.status == "assigned":
            return self.pick((70, ("start", {})), (30, resolve))
        if state.status in ("received", "assigned", "reopened", "triaged"):
            return self.pick((45, ("accept", {})), (25, ("start", {})), (12, ("return", {"reason": "Bizim değil."})),
                             (10, resolve), (5, ("note", {"text": "Bakılacak."})), (5, ("fee", {"amount": "90 TL"})),
                             (3, ("triage", {"priority": self.dice.choice(("P1", "P2", "P4"))})))  # fmt: skip
        later = (self.office.clock.at + timedelta(days=9)).date().isoformat()
        body = {"body": next(iter(self.desk.city.bodies)), "check_back": later, "receipt": "2026/18"}
        if state.status == "in_progress":
            return self.pick((50, resolve), (20, ("ask", {"question": "Hangi kapı?"})), (10, ("note", {"text": "…"})),
                             (8, ("refer", body)), (6, ("extend", {"reason": "Arşivde."})),
                             (6, ("paid", {"receipt": "17"})))  # fmt: skip
        return self.pick((60, resolve), (40, ("assign", {"unit": self.dice.choice(self.active)})))

    def pick(self, *choices: tuple[int, tuple[str, dict[str, str]]]) -> tuple[str, dict[str, str]]:
        return self.dice.choices([each for _, each in choices], [weight for weight, _ in choices])[0]

    def citizen(self, number: str) -> None:
        status = self.table.cases[number].state.status
        if status == "waiting_citizen":
            self.act(number, CITIZEN, "answer", {"text": "Üç numara."})
        elif status in ("resolved", "rejected"):
            self.act(number, CITIZEN, *self.pick((70, ("solved", {})), (30, ("not_solved", {"text": "Olmamış."}))))
        elif status not in ENDED:
            self.act(number, CITIZEN, "add", {"text": "Hâlâ bekliyorum."})

    def act(self, number: str, who: Actor, name: str, said: dict[str, str]) -> None:
        try:
            case = move(self.desk, number, name, said, who)
        except (NotAllowed, Invalid, Refused):
            self.report.refused += 1
            return
        if name in ("ask", "resolve", "reject") and self.dice.random() < 0.6:
            self.plan(self.after(3), "citizen", number)
        if case.state.version < 3 and self.dice.random() < 0.1:
            self.plan(self.after(2), "citizen", number)

    def announce(self, day: date) -> None:
        """A day of leave becomes known; the city of every worker has it, and the job is ordered."""
        city = self.desk.city
        leave = {day: Holiday(day, "İdari izin", half=False)}
        self.desk = replace(self.desk, city=replace(city, holidays={**city.holidays, **leave}, leave=leave))
        self.office.settings.order(RECOMPUTE, self.office.clock.at)

    def sweep(self) -> None:
        """One minute's sweep, in order of time."""
        last = ""
        for number, job in late(self.desk):
            mark = self.table.looks[number]
            if mark < last:
                self.report.faults.append(f"{number} is older than what was raised before it")
            last = mark
            job()
        for _, job in recomputing(self.desk):
            job()
        self.swept = self.office.clock.at

    def tell(self) -> None:
        """Stream and queue at work: every mark becomes errands; most outcomes arrive."""
        for (number, part), value in list(self.table.todos.items()):
            for errand in tell(self.desk, Mark(number, part, value), hurry=False):
                if errand.role.startswith("reporter:") and errand.purpose in OUTCOMES:
                    state = "delivered" if self.dice.random() < 0.85 else "undeliverable"
                    self.ledger.deliver(errand, state, self.office.clock.at)
