"""The people who work here: who stands in for whom, who heads what, and who is on duty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.core.moments import TURKEY

if TYPE_CHECKING:
    from chalicelib.core.city import City, Unit

ROLES = (
    "operator",
    "switchboard",
    "social_media",
    "aid_line",
    "unit_officer",
    "unit_head",
    "supervisor",
    "admin",
    "auditor",
)
"""What somebody may be; the rights of each are in `rights`."""

OF_A_UNIT = ("unit_officer", "unit_head")
"""The roles that need a unit."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who takes over somebody's alerts and rights (vekil), from the first day to the last, both included."""

    person: str
    start: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether the substitution is in force on this local day."""
        return self.start <= day <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. `email` and `phone` (a mobile in E.164) are where alerts reach them; a disabled person
    has no rights and gets none."""

    username: str
    name: str
    role: str
    unit: str | None = None
    email: str | None = None
    phone: str | None = None
    substitute: Substitute | None = None
    disabled: bool = False


def standing_in_for(city: City, username: str, day: date) -> tuple[Person, ...]:
    """Whose substitute `username` is on this local day, disabled people too; nobody's if disabled or unknown.

    A substitute does not hand on what they stand in for: there are no chains.
    """
    if not _enabled(city, username):
        return ()
    return tuple(
        person
        for person in city.people.values()
        if person.substitute and person.substitute.person == username and person.substitute.holds(day)
    )


def address_of(city: City, username: str, day: date) -> Person:
    """Who is told what is meant for `username` on this local day: the substitute while one is set and enabled, else the
    person, who may be disabled. Raises KeyError for somebody whom the city does not know."""
    person = city.people[username]
    if person.substitute and person.substitute.holds(day) and _enabled(city, person.substitute.person):
        return city.people[person.substitute.person]
    return person


def heads_of(city: City, unit: str) -> tuple[Person, ...]:
    """The enabled heads of this unit itself."""
    return tuple(person for person in _enabled_in(city, "unit_head") if person.unit == unit)


def officers_of(city: City, unit: str) -> tuple[Person, ...]:
    """The enabled officers of this unit itself, without its heads."""
    return tuple(person for person in _enabled_in(city, "unit_officer") if person.unit == unit)


def supervisors(city: City) -> tuple[Person, ...]:
    """The enabled supervisors of the centre."""
    return tuple(_enabled_in(city, "supervisor"))


def on_duty(city: City, unit: str, at: datetime) -> tuple[str, ...]:
    """The mobiles to call for a unit at the aware moment `at`, in order: those of its shifts that hold, else its duty
    phone, else likewise of the units above it and at last of the centre's desk; empty if nobody has any."""
    local = at.astimezone(TURKEY)
    for each in _way_up(city, unit):
        phones = _rostered(each, local.weekday(), local.hour * 60 + local.minute)
        if phones:
            return phones
        if each.duty_phone:
            return (each.duty_phone,)
    return ()


def _rostered(unit: Unit, weekday: int, minute: int) -> tuple[str, ...]:
    yesterday = (weekday - 1) % 7
    holding: list[str] = []
    for shift in unit.roster:
        overnight = shift.end <= shift.start
        today = weekday in shift.days and shift.start <= minute and (overnight or minute < shift.end)
        if today or (overnight and yesterday in shift.days and minute < shift.end):
            holding += shift.phones
    return tuple(dict.fromkeys(holding))


def _way_up(city: City, code: str) -> Iterator[Unit]:
    unit: Unit | None = city.units.get(code)
    while unit:
        yield unit
        unit = city.units.get(unit.parent or "")
    yield city.units[city.desk]


def _enabled_in(city: City, role: str) -> Iterator[Person]:
    return (person for person in city.people.values() if person.role == role and not person.disabled)


def _enabled(city: City, username: str) -> bool:
    person = city.people.get(username)
    return person is not None and not person.disabled
