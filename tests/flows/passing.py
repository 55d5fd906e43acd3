"""Lets time pass on the Office: the sweep comes in every minute in which a request is to be looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.case import Case, Event
from chalicelib.core.people import Person
from chalicelib.core.rights import Actor, Hat
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.sweep import late
from chalicelib.store import keys
from tests.build import what_is_said
from tests.fakes import Office

MINUTE = timedelta(minutes=1)
OPERATOR = Actor("staff", "operator", (Hat("operator", None),))
OFFICER = Actor("staff", "officer", (Hat("unit_officer", "fen-isleri"),))


def opened(office: Office, key: str = "key-1", **fields: object) -> str:
    """The number of a request just opened."""
    return hear(office.desk, what_is_said(**fields), Source("web", key)).request.number


def does(office: Office, number: str, name: str, actor: Actor = OFFICER, **said: object) -> Case:
    """The case after a move that somebody makes now."""
    return move(office.desk, number, name, said, actor)


def sweep(office: Office) -> list[str]:
    """The numbers looked at in one sweep, in order."""
    looked = []
    for number, job in late(office.desk):
        job()
        looked.append(number)
    return looked


def next_look(office: Office) -> datetime | None:
    """When the first request is to be looked at."""
    first = min(office.requests.looks.values(), default=None)
    return keys.moment(first.partition("#")[0]) if first else None


def whole_minute(at: datetime) -> datetime:
    """The first whole minute not before this moment."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + MINUTE


def pass_until(office: Office, end: datetime) -> None:
    """Every sweep up to `end`, on which the clock then stands."""
    while (at := next_look(office)) and whole_minute(at) <= end:
        office.clock.at = max(office.clock.at + MINUTE, whole_minute(at))
        sweep(office)
    office.clock.at = max(office.clock.at, end)


def pass_for(office: Office, **time: float) -> None:
    """Every sweep for so long."""
    pass_until(office, office.clock.at + timedelta(**time))


def events(office: Office, number: str, name: str) -> list[Event]:
    """The events of this move in a request."""
    return [event for event in office.requests.cases[number].events if event.move == name]


def told(office: Office, number: str) -> list[tuple[int, str]]:
    """The steps of the ladder raised, each with its level and the role told."""
    return [(event.facts["level"], event.facts["role"]) for event in events(office, number, "escalate")]


def people(*whom: tuple[str, str, str | None]) -> dict[str, Person]:
    """People by username, from (username, role, unit)."""
    return {name: Person(name, name.title(), role, unit, f"{name}@izmir.example.org") for name, role, unit in whom}
