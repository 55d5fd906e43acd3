"""The crash matrix: every call of a good run goes wrong in every way, one at a time, and the mailboxes are judged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from tests.fakes import Clock
from tests.proof.postbox import SAYS, Piece, Postbox
from tests.proof.product import Bench, Kopru
from tests.proof.stories import Story
from tests.proof.tables import Row
from tests.proof.wire import MODES, Call, Faults
from tests.proof.world import Product, World

Make = Callable[[Bench, World, Story, pytest.MonkeyPatch], Product]

ALARM = "-chat_alarm"
"""It is of a conversation, whose id nobody is told."""

_GOOD: dict[tuple[str, str, bool], Ran] = {}
_BEHIND: dict[str, tuple[Mapping[str, list[Row]], datetime]] = {}


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run came to: how often each thing was told, when first and last, what was acknowledged under each key,
    the calls that were made, and what lies in the dead-letter queue."""

    copies: Counter[str]
    acknowledged: dict[str, set[str]]
    calls: tuple[Call, ...]
    took: timedelta
    dead: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One story with one fault or two, and whether providers tell what became of their messages."""

    story: Story
    feed: bool
    faults: Faults
    calls: tuple[Call, ...]

    def __str__(self) -> str:
        faults = ", ".join(
            f"{mode} at call {place} ({call})"
            for (place, mode), call in zip(self.faults.items(), self.calls, strict=True)
        )
        return f"{self.story.name}, {'with' if self.feed else 'without'} events: {faults or 'no fault'}"


@dataclass
class Figures:
    """What a matrix came to. `again` are second copies where nobody says what became of a message."""

    cells: int = 0
    lost: int = 0
    doubled: int = 0
    again: int = 0
    longest: timedelta = timedelta()
    faults: list[str] = field(default_factory=list)

    def add(self, cell: Cell, good: Ran, ran: Ran) -> None:
        """Judge a run by what people got, and by nothing that the product says of itself."""
        self.cells += 1
        lost = [name for name in good.copies if not ran.copies[_renamed(name, good, ran)] and _counts(name)]
        unanswered = [key for key in good.acknowledged if len(ran.acknowledged.get(key, ())) != 1]
        numbers = {number for known in ran.acknowledged.values() for number in known}
        strange = {name.partition("-")[0] for name in ran.copies if not name.endswith(ALARM)} - numbers
        usual = {name: good.copies[name] or int(SAYS not in name) for name in ran.copies}
        more = {name: count - usual[name] for name, count in ran.copies.items() if count > usual[name]}
        known = cell.feed and cell.story.heard
        twice = sum(more.values()) if known else sum(count for count in more.values() if count > 1)
        self.lost += len(lost) + sum(not ran.acknowledged.get(key) for key in unanswered)
        self.doubled += twice + len(strange) + sum(len(ran.acknowledged.get(key, ())) > 1 for key in unanswered)
        self.again += 0 if known else sum(more.values())
        self.longest = max(self.longest, ran.took)
        if lost or twice or unanswered or strange:
            told = f"lost {lost}, doubled {more}, acknowledged {ran.acknowledged}, opened besides {strange}"
            self.faults.append(f"{cell}: {told}")

    def __iadd__(self, other: Figures) -> Figures:
        self.cells += other.cells
        self.lost += other.lost
        self.doubled += other.doubled
        self.again += other.again
        self.longest = max(self.longest, other.longest)
        self.faults += other.faults
        return self

    def __str__(self) -> str:
        return (
            f"{self.cells} cells, lost {self.lost}, doubled {self.doubled}, second copies without events {self.again}, "
            f"longest delay {self.longest}"
        )


def kopru(bench: Bench, world: World, story: Story, patch: pytest.MonkeyPatch) -> Product:
    """The product itself."""
    return Kopru(bench, world, story.city, patch)


@dataclass(frozen=True)
class Matrix:
    """A bench and what is put to the proof on it."""

    bench: Bench
    patch: pytest.MonkeyPatch
    make: Make = kopru

    def run(self, story: Story, feed: bool, faults: Faults, **changes: bool) -> Ran:
        """One run of a story from the beginning."""
        kept, begun = self._behind(story) if story.before else ({}, Clock().at)
        world = self._world(story, feed, begun, **changes)
        self.bench.tables.fill(kept)
        self.bench.wire.begin(world, faults)
        world.live(list(story.acts))
        box = world.box
        arrived = [piece for piece in reversed(box.pieces) if piece.arrived]
        first = {name: piece.at for piece in arrived for name in piece.told if _counts(name)}
        took = max(first.values(), default=begun) - begun
        known = world.acknowledged | _said(arrived)
        return Ran(box.copies(), known, tuple(self.bench.wire.calls), took, len(world.dead))

    def _world(self, story: Story, feed: bool, begun: datetime, **changes: bool) -> World:
        """A world with nothing in it but the product."""
        clock = Clock(begun)
        world = World(
            self.bench.tables, self.bench.wire, clock, Postbox(clock, feed, story.lag, story.gone),
            **({"stream_on": story.stream_on, "queues_on": story.queues_on} | changes),
        )  # fmt: skip
        world.product = self.make(self.bench, world, story, self.patch)
        self.bench.tables.empty()
        self.bench.tables.wrote = world.wrote
        return world

    def _behind(self, story: Story) -> tuple[Mapping[str, list[Row]], datetime]:
        """What stands in the tables after all that lies behind a story, and when; once for all cells."""
        if story.name not in _BEHIND:
            world = self._world(story, True, Clock().at, queues_on=True)
            self.bench.wire.begin(world, {})
            world.live(list(story.before))
            _BEHIND[story.name] = self.bench.tables.kept(), world.clock.at
        return _BEHIND[story.name]

    def good(self, story: Story, feed: bool) -> Ran:
        """The run without any fault; once for all cells."""
        key = self.make.__name__, story.name, feed
        if key not in _GOOD:
            _GOOD[key] = self.run(story, feed, {})
        return _GOOD[key]

    def judge(self, cells: Iterable[Cell]) -> Figures:
        """Run every cell and count."""
        figures = Figures()
        for cell in cells:
            figures.add(cell, self.good(cell.story, cell.feed), self.run(cell.story, cell.feed, cell.faults))
        return figures


def cells_of(story: Story, feed: bool, good: Ran) -> list[Cell]:
    """Every call of the good run in every way; "twice" once a job, since it is the same for all its calls, and of the
    sweep's reads of an index the first and the last, since its ten partitions are all alike."""
    found = []
    for place, call in enumerate(good.calls):
        before = _at(good.calls, place - 1)
        if call.job == "sweep" and call.operation == "Query" and _is_alike(good.calls, place):
            continue
        for mode in MODES:
            if mode == "twice" and before and before.job == call.job:
                continue
            if mode == "repeated" and call.service not in ("dynamodb", "sqs"):
                continue
            found.append(Cell(story, feed, {place: mode}, (call,)))
    return found


def sample(cells: Sequence[Cell], seed: int) -> list[Cell]:
    """One cell of every class (job, operation and mode), drawn by the seed."""
    classes: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        ((_, mode),) = cell.faults.items()
        (call,) = cell.calls
        classes.setdefault((call.job, call.service, call.operation, mode), []).append(cell)
    dice = random.Random(seed)
    return [dice.choice(classes[name]) for name in sorted(classes)]


def pairs(cells: Sequence[Cell], count: int, seed: int) -> list[Cell]:
    """So many pairs of faults in one run, the second wherever it falls after the first."""
    dice = random.Random(seed)
    found = []
    while len(found) < count:
        one = dice.choice(cells)
        ((place, mode),) = one.faults.items()
        second, how = place + dice.randint(1, 25), dice.choice(MODES)
        found.append(replace(one, faults={place: mode, second: how}, calls=(one.calls[0], Call("any", "", "", ""))))
    return found


def _renamed(name: str, good: Ran, ran: Ran) -> str:
    """The same thing of the request that this run acknowledged."""
    number, _, rest = name.partition("-")
    key = next((key for key, numbers in good.acknowledged.items() if number in numbers), "")
    return f"{next(iter(ran.acknowledged.get(key, ())), number)}-{rest}"


def _said(arrived: Iterable[Piece]) -> dict[str, set[str]]:
    """The numbers that people were told in a chat, by whom."""
    told: dict[str, set[str]] = {}
    for piece in arrived:
        if piece.numbers:
            told.setdefault(f"told to {piece.to}", set()).update(piece.numbers)
    return told


def _is_alike(calls: Sequence[Call], place: int) -> bool:
    """Whether the same was asked a call or two before, and is again a call or two later: two indexes take turns."""
    call = calls[place]
    return call in calls[max(place - 2, 0) : place] and call in calls[place + 1 : place + 3]


def _at(calls: Sequence[Call], place: int) -> Call | None:
    return calls[place] if 0 <= place < len(calls) else None


def _counts(name: str) -> bool:
    """Whether it must be told in every run: an alert that nobody took is repeated by the clock, and not a fact."""
    return "-1-" in name or name.endswith(("-resolve", ALARM))
