"""Whose requests somebody sees, in histories that chance writes: never another's, whatever is late or recycled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.chat import Known
from chalicelib.core.identity import Found, beside, e164, read_claim, settle
from chalicelib.core.inbound import Item, Who
from tests.build import MONDAY, SECRET

PHONES = ("+905320000001", "+905320000002")


@dataclass
class Human:
    """Somebody in truth: the id that the network has for them, the phone they hold, and when they held it last."""

    name: str
    id: str
    phone: str = ""
    ids: int = 1


@dataclass
class Opened:
    """A request: who opened it in truth, which person it was put down for, when, and the phone it carries."""

    human: str
    person: str
    at: datetime
    phone: str


@dataclass
class World:
    """What happens in truth beside what is remembered of it; `phones` are those that each person's thread carries."""

    now: datetime = MONDAY
    known: dict[str, Known] = field(default_factory=dict)
    humans: dict[str, Human] = field(default_factory=dict)
    rested: dict[str, datetime] = field(default_factory=dict)
    requests: list[Opened] = field(default_factory=list)
    phones: dict[str, str] = field(default_factory=dict)
    late: list[tuple[str, Item]] = field(default_factory=list)
    recycled: int = 0

    def human(self, name: str) -> Human:
        return self.humans.setdefault(name, Human(name, f"TR.{name}1"))

    def take_phone(self, name: str, phone: str, *, tell: bool, new_id: bool, delayed: bool) -> None:
        """A human gets a phone that nobody else holds, whose rest is over; the network may tell that they moved."""
        human = self.human(name)
        if any(other.phone == phone for other in self.humans.values()) or self.now < self.rested.get(phone, MONDAY):
            return
        former_phone, former_id = human.phone, human.id
        if former_phone:
            self.rested[former_phone] = self.now + timedelta(days=100)
        human.phone = phone
        if new_id:
            human.ids += 1
            human.id = f"TR.{human.name}{human.ids}"
        if tell and former_phone:
            former = former_id if new_id else former_phone
            who = Who("whatsapp", human.id if new_id else "", phone)
            self.send(human, Item("moved", who, at=self.now, kind="moved", former=former), delayed)

    def lose_phone(self, name: str) -> None:
        human = self.human(name)
        if human.phone:
            self.rested[human.phone] = self.now + timedelta(days=100)
            human.phone = ""

    def write(self, name: str, *, shows_id: bool, shows_phone: bool, delayed: bool) -> None:
        human = self.human(name)
        id, phone = human.id if shows_id or not human.phone else "", human.phone if shows_phone else ""
        if id or phone:
            self.send(human, Item("message", Who("whatsapp", id, phone), at=self.now), delayed)

    def send(self, human: Human, item: Item, delayed: bool) -> None:
        if delayed:
            self.late.append((human.name, item))
        else:
            self.come(human.name, item)

    def come(self, name: str, item: Item) -> None:
        """An item arrives: all that is shown to its sender is their own, and they open a request."""
        claim = read_claim(SECRET, item, self.now)
        known = self.known | {}
        found = settle(claim, {key: known[key] for key in (*claim.keys, *beside(claim, known)) if key in known}, SECRET)
        for row in found.writes:
            assert row.version == (self.known[row.key].version if row.key in self.known else 0) + 1
            self.known[row.key] = row
        self.recycled += found.recycled
        self.remember(found, item)
        for request in self.requests:
            if self.shows(found, request):
                assert request.human == name, (name, request, found)
        phone = self.phones.get(found.person, "")
        self.requests.append(Opened(name, found.person, self.now, phone))

    def remember(self, found: Found, item: Item) -> None:
        """What the thread does with the phone."""
        if found.phone:
            self.phones[found.person] = e164(item.who.phone)
        elif found.lost:
            self.phones.pop(found.person, None)

    def shows(self, found: Found, request: Opened) -> bool:
        """By the thread, or by the phone since it is theirs."""
        by_phone = found.since is not None and request.phone == self.phones.get(found.person, "none")
        return request.person == found.person or (by_phone and found.since is not None and request.at >= found.since)

    def catch_up(self) -> None:
        """What was on its way arrives, the last first."""
        while self.late:
            self.now += timedelta(milliseconds=1)
            self.come(*self.late.pop())


WAITS = (1, 60, 3600, 86400, 40 * 86400, 101 * 86400)


def play(chance: Random, steps: int) -> World:
    """A history. What is on its way never takes longer than the network repeats it, and a phone rests before it is
    another's."""
    world = World()
    for _ in range(steps):
        world.now += timedelta(seconds=1)
        name, one, two, three = chance.choice("ABC"), *(chance.random() < 0.5 for _ in range(3))
        match chance.choices(("write", "take", "lose", "wait", "catch up"), (10, 4, 1, 4, 1))[0]:
            case "write":
                world.write(name, shows_id=one, shows_phone=two, delayed=three)
            case "take":
                world.take_phone(name, chance.choice(PHONES), tell=one, new_id=two, delayed=three)
            case "lose":
                world.lose_phone(name)
            case "wait":
                seconds = chance.choice(WAITS)
                if seconds > 3600:
                    world.catch_up()
                world.now += timedelta(seconds=seconds)
            case _:
                world.catch_up()
    world.catch_up()
    return world


@pytest.mark.parametrize("seed", range(10))
def test_nobody_ever_sees_anothers_requests(seed: int) -> None:
    """Ten times thirty histories; and in them phones do go from hand to hand."""
    worlds = [play(Random(f"{seed} {place}"), 120) for place in range(30)]
    assert sum(world.recycled for world in worlds) > 30


NAMES = st.sampled_from("ABCD")


@given(st.lists(st.tuples(NAMES, st.sampled_from(PHONES), st.booleans(), st.integers(0, 5)), max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_phone_may_go_from_hand_to_hand_within_a_second_where_ids_are_told(
    steps: list[tuple[str, str, bool, int]],
) -> None:
    world = World()
    for name, phone, shows_phone, seconds in steps:
        world.now += timedelta(seconds=1 + seconds)
        who = Who("whatsapp", f"TR.{name}", phone if shows_phone else "")
        world.come(name, Item("message", who, at=world.now - timedelta(seconds=seconds)))


@pytest.mark.parametrize("shown", ["id", "phone", "both"])
def test_who_stays_the_same_sees_what_they_opened(shown: str) -> None:
    world = World()
    world.take_phone("A", PHONES[0], tell=False, new_id=False, delayed=False)
    people = set()
    for day in range(60):
        world.now = MONDAY + timedelta(days=day)
        alone = day % 2 or shown == "both"
        world.write("A", shows_id=shown != "phone", shows_phone=bool(shown != "id" or alone), delayed=False)
        people.add(world.requests[-1].person)
    assert len(people) == 1
    assert len(world.requests) == 60
