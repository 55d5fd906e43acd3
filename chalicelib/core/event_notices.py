"""A move becomes errands: the audiences of the table of notices, each with the roles that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.moments import local_day
from chalicelib.core.notices import (
    CITIZEN_MESSAGES,
    NOTICES,
    UNIT_ALERTS,
    Audience,
    Errand,
    Notice,
    notices_of,
    occasion_of,
    wakes_the_duty,
)
from chalicelib.core.past import Then, as_of
from chalicelib.core.people import Person, address_of, heads_of, on_duty, supervisors
from chalicelib.core.request import contact_of, needs_pin
from chalicelib.core.workflow import RETURNS

# Moves that give a unit work, the centre's own desk included.
GIVE_WORK = frozenset(
    notice.event for notice in NOTICES if notice.audience == "unit" and notice.urgency == "by_priority"
) | {"return"}

Told = Iterator[tuple[str, str]]  # role, channel


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, what the request was right after it, and the line of the table by which somebody is told."""

    case: Case
    event: Event
    then: Then
    city: City
    notice: Notice

    @property
    def unit(self) -> str:
        """The accountable unit; the centre's desk for one that the city no longer has."""
        return self.then.unit if self.then.unit in self.city.units else self.city.desk

    @property
    def may_ring(self) -> bool:
        """Whether phones ring for this notice if the matter cannot wait."""
        return self.notice.urgency == "by_priority"

    @property
    def rings(self) -> bool:
        """Whether they ring for each person who is told."""
        return self.may_ring and self.then.priority == "P1"


def errands_of_event(case: Case, event: Event, city: City) -> tuple[Errand, ...]:
    """Everybody who must be told of `event`, by the lines of the table for it; channel and urgency follow from its own
    time. Nobody for a move that the table does not know."""
    then = as_of(case, event.n)
    told = [
        Errand(
            number=case.number,
            event=event.n,
            role=role,
            purpose=notice.purpose,
            channel=channel,
            queue=CITIZEN_MESSAGES if notice.audience == "reporter" else UNIT_ALERTS,
            at=event.at,
        )
        for notice in notices_of(occasion_of(event))
        for role, channel in AUDIENCES[notice.audience](Fact(case, event, then, city, notice))
    ]
    return tuple(dict.fromkeys(told))


def _unit(fact: Fact) -> Told:
    """The accountable unit; its duty phone too if it is given work that cannot wait."""
    yield f"unit:{fact.unit}", "email"
    yield from _woken(fact)


def _desk(fact: Fact) -> Told:
    """The centre; what came back twice is for the supervisors to assign, what nobody takes or hears of for both to see
    to."""
    if fact.notice.event in ("call_now", "unreached"):
        yield f"unit:{fact.city.desk}", "email"
        yield from _people(fact, supervisors(fact.city), fact.city.desk)
        return
    if fact.event.facts.get("returns", 0) >= RETURNS:
        yield from _people(fact, supervisors(fact.city), fact.city.desk)
    else:
        yield f"unit:{fact.city.desk}", "email"
    yield from _woken(fact)


def _officer(fact: Fact) -> Told:
    """Whoever has taken it, else the unit."""
    yield from _people(fact, _taker(fact), fact.unit)


def _ladder(fact: Fact) -> Told:
    """The rung that was reached. A unit's rung is its mailbox, and whoever has taken it there."""
    rung, _, unit = str(fact.event.facts["role"]).partition(":")
    if rung == "unit":
        yield from _mailbox(fact, unit)
        if unit == fact.unit and _taker(fact):
            yield from _people(fact, _taker(fact), unit)
    elif rung == "head":
        yield from _people(fact, heads_of(fact.city, unit), unit)
    else:
        yield from _people(fact, supervisors(fact.city), fact.city.desk)


def _duty(fact: Fact) -> Told:
    """The next phone on duty."""
    yield f"unit:{fact.unit}:duty:{fact.event.facts['turn']}", "sms"


def _body(fact: Fact) -> Told:
    """The other body, if its address is known and it was not told of this before."""
    body = fact.city.bodies.get(str(fact.event.facts.get("body", "")))
    if body and body.email and _is_news(fact):
        yield f"body:{body.code}", "email"


def _reporter(fact: Fact) -> Told:
    """The citizen, by the channel they chose, else by SMS or e-mail; without any the centre's list of calls has them.
    A new PIN is of use only to whoever has no phone to prove it by."""
    request = fact.case.request
    if fact.event.move == "refer" and not _is_news(fact):
        return
    if fact.event.move == "new_pin" and not needs_pin(request):
        return
    if contact_of(request.draft, request.reach):
        yield "reporter:1", request.reach


AUDIENCES: Mapping[Audience, Callable[[Fact], Told]] = {
    "unit": _unit,
    "desk": _desk,
    "officer": _officer,
    "ladder": _ladder,
    "duty": _duty,
    "body": _body,
    "reporter": _reporter,
}


def _woken(fact: Fact) -> Told:
    unit = fact.unit
    if fact.may_ring and wakes_the_duty(fact.then.priority, unit, fact.event.at, fact.city):
        yield f"unit:{unit}:duty", "sms"


def _mailbox(fact: Fact, unit: str) -> Told:
    yield f"unit:{unit}", "email"
    if fact.rings and on_duty(fact.city, unit, fact.event.at):
        yield f"unit:{unit}:duty", "sms"


def _people(fact: Fact, people: Iterable[Person], unit: str) -> Told:
    """Each of them by e-mail, and by SMS if it is urgent; instead of nobody, or of who cannot be reached, `unit`.
    Whoever stands in for several of them is told once."""
    day = local_day(fact.event.at)
    holders: dict[str, str] = {}
    for person in people:
        holders.setdefault(address_of(fact.city, person.username, day).username, person.username)
    if not holders:
        yield from _mailbox(fact, unit)
    for holder, username in holders.items():
        who = fact.city.people[holder]
        yield (f"person:{username}" if who.email and not who.disabled else f"unit:{unit}"), "email"
        if fact.rings and who.phone and not who.disabled:
            yield f"person:{username}:phone", "sms"


def _taker(fact: Fact) -> tuple[Person, ...]:
    """Who has taken it; nobody where that is a unit, or somebody who works here no more and has no substitute."""
    person = fact.city.people.get(fact.then.taken_by)
    if person is None or address_of(fact.city, person.username, local_day(fact.event.at)).disabled:
        return ()
    return (person,)


def _is_news(fact: Fact) -> bool:
    """Whether a referral changed anything: what the opening sent on by itself is not told again with its receipt."""
    return bool({"status", "body"} & set(fact.event.facts.get("changed", {})))
