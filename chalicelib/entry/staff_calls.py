"""Who was told nothing and must be called now: whom, about what, and by which number."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.contact import spell_phone
from chalicelib.core.people import on_duty
from chalicelib.core.rights import Sight
from chalicelib.entry.staff_facts import phone_link
from chalicelib.entry.staff_messages import addressee, event_words, why
from chalicelib.entry.staff_visit import Visit
from chalicelib.flows.desk import Desk

REPORTER = "reporter:1"
Numbers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call to make: to whom, about what and why, and the numbers as they are written and dialled. `theirs` is whether
    the call is for who looks at the page to make; with `letter` they want no call, and are written to."""

    to: str
    about: str
    why: str
    phones: Numbers
    theirs: bool
    letter: bool = False


def calls(case: Case, how: Sight, desk: Desk, visit: Visit) -> list[Call]:
    """The calls that are still to be made since no message reached somebody; `case` holds no more than they may see,
    and units' own numbers only the centre does."""
    city, language, theirs = desk.city, visit.language, visit.actor.may("calls")
    found = []
    for role, event in _untold(case).items():
        letter = role == REPORTER and case.request.draft.do_not_call
        if letter:
            phones: Numbers = ()
        elif role == REPORTER:
            phones = _of_citizen(case.request.draft.phone, how)
        else:
            phones = _numbers(role, desk) if theirs else ()
        about = event.facts.get("about")
        reason = str(event.facts.get("reason", ""))
        found.append(
            Call(
                to=addressee(role, city, language),
                about=event_words(int(about), case, city, language) if about else "",
                why=why(reason, language) if reason and reason != "undeliverable" else "",
                phones=phones,
                theirs=theirs,
                letter=letter,
            )
        )
    return found


def _untold(case: Case) -> dict[str, Event]:
    """Whom the centre is still to call, by role, with the event that says so: the citizen until they are reached, staff
    until somebody has it or another unit answers for it."""
    found: dict[str, Event] = {}
    for event in case.events:
        changed = event.facts.get("changed", {})
        if "unit" in changed or "taken_by" in changed:
            found = {role: each for role, each in found.items() if role == REPORTER}
        if event.move == "called" and event.facts.get("reached"):
            found.pop(REPORTER, None)
        if event.move == "untold":
            found[REPORTER] = event
        elif event.move == "unreached":
            found[str(event.facts.get("role", ""))] = event
    waits = {True: case.state.call_back, False: case.state.call_now}
    return {role: event for role, event in found.items() if waits[role == REPORTER]}


def _of_citizen(phone: str, how: Sight) -> Numbers:
    return ((spell_phone(phone), phone_link(phone, how)),) if phone else ()


def _numbers(role: str, desk: Desk) -> Numbers:
    """The numbers of whoever a role of staff or of another body stands for: their own, their unit's, and the phones on
    duty."""
    kind, _, rest = role.partition(":")
    name, city = rest.partition(":")[0], desk.city
    if kind == "body":
        body = city.bodies.get(name)
        return _dialled(body.phone if body else None)
    person = city.people.get(name) if kind == "person" else None
    unit = (person.unit if person else None) or (name if kind == "unit" else city.desk)
    return _dialled(person.phone if person else None, *_of_unit(unit, city, desk))


def _of_unit(code: str, city: City, desk: Desk) -> tuple[str | None, ...]:
    unit = city.units.get(code)
    return (unit.phone if unit else None, *on_duty(city, code, desk.now()))


def _dialled(*numbers: str | None) -> Numbers:
    told = dict.fromkeys(number for number in numbers if number)
    return tuple((spell_phone(number), f"tel:{number.replace(' ', '')}") for number in told)
