"""Codes in the words of the workplace: people, units, services, states, dates and how far away they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.api_keys import key_of
from chalicelib.core.case import OPEN
from chalicelib.core.city import City
from chalicelib.core.marks import Entry
from chalicelib.core.moments import say_moment
from chalicelib.core.remaining import time_left
from chalicelib.core.rights import Hat
from chalicelib.core.text import sort_key_tr
from chalicelib.core.tracking import show
from chalicelib.entry.pages import say

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Badge:
    """A date, how far away it is in words, and how pressing ("calm", "soon", "late")."""

    moment: str
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A request as a list of the workplace shows it; without number and path where they may not know which."""

    number: str
    path: str
    service: str
    priority: str
    urgent: bool
    state: str
    who: str
    badge: Badge
    opened: str
    confidential: bool
    version: int


def person(username: str, city: City) -> str:
    """The name of a person; the username of one without a record."""
    found = city.people.get(username)
    return found.name if found else username


def unit(code: str, city: City, language: str) -> str:
    """The name of a unit; the bare code of one that is gone."""
    return city.units[code].name.say(language) if code in city.units else code


def body(code: str, city: City, language: str) -> str:
    """The name of another body; the district's municipality where it is not known which."""
    return city.bodies[code].name.say(language) if code in city.bodies else say("body.district", language)


def service(code: str, city: City, language: str) -> str:
    """What a request is about; that it is confidential where the list does not tell."""
    if not code:
        return say("console.confidential", language)
    return city.services[code].label.say(language) if code in city.services else code


def hat(worn: Hat, city: City, language: str) -> str:
    """A role with its unit."""
    role = say(f"role.{worn.role}", language)
    return f"{role} ({city.units[worn.unit].short.say(language)})" if worn.unit and worn.unit in city.units else role


def actor(name: str, city: City, language: str) -> str:
    """Who made a move: a person by name, the citizen, the system, or another system by the name of its key."""
    if id := key_of(name):
        found = next((record.name for record in city.api_keys.values() if record.id == id), id)
        return say("keys.writer", language, name=found)
    return say(f"console.{name}", language) if name in ("citizen", "system") else person(name, city)


def taker(taken_by: str, city: City, language: str, *, open: bool) -> str:
    """Who has a request: a person, a unit told by phone, or nobody yet; "" where nobody needs to any more."""
    if not taken_by:
        return say("console.nobody", language) if open else ""
    if taken_by.startswith("unit:"):
        return say("console.by-phone", language, unit=unit(taken_by.removeprefix("unit:"), city, language))
    return person(taken_by, city)


def badge(due: datetime, now: datetime, of: str, city: City, language: str) -> Badge:
    """A due date as its badge says it, in the working days of the unit `of`."""
    calendar = city.calendars[city.units[of if of in city.units else city.desk].calendar]
    left = time_left(due, now, calendar, city.holidays)
    return Badge(say_moment(due, language), say(f"web.left.{left.code}", language, count=left.count), left.tone)


def rows(entries: Iterable[Entry], of: str, now: datetime, city: City, language: str) -> list[Row]:
    """A page of a list as it is shown; `of` is the unit by whose working days the dates are told."""
    return [
        Row(
            number=show(entry.number) if entry.number else "",
            path=f"/personel/basvuru/{show(entry.number)}" if entry.number else "",
            service=service(entry.service, city, language),
            priority=say(f"priority.{entry.priority}", language),
            urgent=entry.priority == "P1",
            state=say(f"console.state.{entry.status}", language),
            who=taker(entry.taken_by, city, language, open=entry.status in OPEN),
            badge=badge(entry.at, now, of, city, language),
            opened=say_moment(entry.opened, language),
            confidential=entry.confidential,
            version=entry.version,
        )
        for entry in entries
    ]


def people(city: City) -> Options:
    """Everybody who may sign in, with name and username, by the Turkish alphabet."""
    return _sorted((code, f"{each.name} ({code})") for code, each in city.people.items() if not each.disabled)


def units(city: City, language: str) -> Options:
    """Every unit with its name, by the Turkish alphabet."""
    return _sorted((code, each.name.say(language)) for code, each in city.units.items())


def bodies(city: City, language: str) -> Options:
    """Every other body with its name, by the Turkish alphabet."""
    return _sorted((code, each.name.say(language)) for code, each in city.bodies.items())


def services(city: City, language: str) -> list[tuple[str, Options]]:
    """Every service under the heading of its group."""
    listed = [
        (group.label.say(language), [(each.code, each.label.say(language)) for each in city.services.values()
                                     if each.group == group.code])
        for group in city.groups
    ]  # fmt: skip
    return [(heading, options) for heading, options in listed if options]


def _sorted(options: Iterable[tuple[str, str]]) -> Options:
    return sorted(options, key=lambda option: sort_key_tr(option[1]))
