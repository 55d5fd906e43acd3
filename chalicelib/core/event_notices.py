"""A move becomes errands: the audiences of the table of moves, each with the roles that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.moments import local_day
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS, Errand, wakes_the_duty
from chalicelib.core.past import Then, as_of
from chalicelib.core.people import Person, address_of, heads_of, on_duty, supervisors
from chalicelib.core.request import needs_pin
from chalicelib.core.workflow import MOVES, RETURNS, Audience

# Moves that give a unit work: only these wake its duty phone.
GIVE_WORK = frozenset({"triage", "assign", "return", "unmerge", "reopen", "not_solved"})

Told = Iterator[tuple[str, str]]  # role, channel


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, and what the request was right after it."""

    case: Case
    event: Event
    then: Then
    city: City

    @property
    def unit(self) -> str:
        """The accountable unit; the centre's desk for one that the city no longer has."""
        return self.then.unit if self.then.unit in self.city.units else self.city.desk

    @property
    def urgent(self) -> bool:
        """Whether phones ring for it."""
        return self.then.priority == "P1"


def errands_of_event(case: Case, event: Event, city: City) -> tuple[Errand, ...]:
    """Everybody who must be told of `event`, by the audiences of its move; channel and urgency follow from its own
    time. Nobody for a move that the table does not know."""
    move = MOVES.get(event.move)
    fact = Fact(case, event, as_of(case, event.n), city)
    told = [
        Errand(
            number=case.number,
            event=event.n,
            role=role,
            purpose=purpose_of(event, audience),
            channel=channel,
            queue=CITIZEN_MESSAGES if audience == "reporter" else UNIT_ALERTS,
            at=event.at,
        )
        for audience in (move.told if move else ())
        for role, channel in AUDIENCES[audience](fact)
    ]
    return tuple(dict.fromkeys(told))


def purpose_of(event: Event, audience: Audience) -> str:
    """What an errand is for: the move's name, but "referral" to another body, and "call_now" once nobody on duty has
    taken a P1."""
    if audience == "body":
        return "referral"
    return "call_now" if event.facts.get("call") == "now" else event.move


def _unit(fact: Fact) -> Told:
    """The accountable unit; its duty phone too if it is given work that cannot wait."""
    yield f"unit:{fact.unit}", "email"
    yield from _woken(fact)


def _desk(fact: Fact) -> Told:
    """The centre; what came back twice is for the supervisors to assign."""
    if fact.event.facts.get("returns", 0) >= RETURNS:
        yield from _people(fact, supervisors(fact.city), fact.city.desk)
    else:
        yield f"unit:{fact.city.desk}", "email"
    yield from _woken(fact)


def _officer(fact: Fact) -> Told:
    """Whoever has taken it, else the unit."""
    yield from _people(fact, _taker(fact), fact.unit, rings=False)


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
    """The next phone on duty; after the last the centre's desk and its supervisors."""
    if fact.event.facts.get("call") == "now":
        yield f"unit:{fact.city.desk}", "email"
        yield from _people(fact, supervisors(fact.city), fact.city.desk)
    else:
        yield f"unit:{fact.unit}:duty:{fact.event.facts['turn']}", "sms"


def _body(fact: Fact) -> Told:
    """The other body, if its address is known and it was not told of this before."""
    body = fact.city.bodies.get(str(fact.event.facts.get("body", "")))
    if body and body.email and _is_news(fact):
        yield f"body:{body.code}", "email"


def _reporter(fact: Fact) -> Told:
    """The citizen, by SMS or else by e-mail; without either the centre's list of calls has them. A new PIN is of use
    only to whoever has no phone to prove it by."""
    request = fact.case.request
    if fact.event.move == "refer" and not _is_news(fact):
        return
    if fact.event.move == "new_pin" and not needs_pin(request):
        return
    if {"sms": request.draft.phone, "email": request.draft.email}.get(request.reach):
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
    if fact.event.move in GIVE_WORK and wakes_the_duty(fact.then.priority, unit, fact.event.at, fact.city):
        yield f"unit:{unit}:duty", "sms"


def _mailbox(fact: Fact, unit: str, *, rings: bool = True) -> Told:
    yield f"unit:{unit}", "email"
    if rings and fact.urgent and on_duty(fact.city, unit, fact.event.at):
        yield f"unit:{unit}:duty", "sms"


def _people(fact: Fact, people: Iterable[Person], unit: str, *, rings: bool = True) -> Told:
    """Each of them by e-mail, and by SMS if it is urgent; instead of nobody, or of who cannot be reached, `unit`.
    Whoever stands in for several of them is told once."""
    day = local_day(fact.event.at)
    holders: dict[str, str] = {}
    for person in people:
        holders.setdefault(address_of(fact.city, person.username, day).username, person.username)
    if not holders:
        yield from _mailbox(fact, unit, rings=rings)
    for holder, username in holders.items():
        who = fact.city.people[holder]
        yield (f"person:{username}" if who.email and not who.disabled else f"unit:{unit}"), "email"
        if rings and fact.urgent and who.phone and not who.disabled:
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
