"""Where the role of an errand is reached now."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.errors import Undeliverable
from chalicelib.core.moments import local_day
from chalicelib.core.notices import Errand
from chalicelib.core.people import Person, address_of, on_duty
from chalicelib.core.request import Request, contact_of


def address(city: City, errand: Errand, request: Request) -> str:
    """An e-mail address, a number in E.164, or an id of the network's own, by the errand's role.

    Among staff nobody is missed: a substitute takes over; for somebody who has no address any more, or works here no
    more, their unit is told, and for a unit that is gone the centre's desk. Raises Undeliverable where that gives none
    either, or the citizen or another body has none any more.
    """
    kind, _, rest = errand.role.partition(":")
    found: str | None
    if kind == "reporter":
        found = contact_of(request.draft, errand.channel)
    elif kind == "body":
        body = city.bodies.get(rest)
        found = body.email if body else None
    else:
        return address_of_staff(city, errand)
    if not found:
        raise Undeliverable("no address")
    return found


def address_of_staff(city: City, errand: Errand) -> str:
    """The same for the role of a unit or a person, which needs no request. Raises Undeliverable."""
    kind, _, rest = errand.role.partition(":")
    if kind == "person":
        found = _of_person(city, errand, rest.removesuffix(":phone"))
    else:
        found = _of_unit(city, errand, *rest.split(":"))
    if not found:
        raise Undeliverable("no address")
    return found


def _of_person(city: City, errand: Errand, username: str) -> str | None:
    known = username in city.people
    person: Person | None = address_of(city, username, local_day(errand.at)) if known else None
    if person and not person.disabled:
        own = person.phone if errand.channel == "sms" else person.email
        if own:
            return own
    unit = city.people[username].unit if known else None
    return _of_unit(city, errand, unit or city.desk)


def _of_unit(city: City, errand: Errand, code: str, *duty: str) -> str | None:
    """`duty` is empty, or "duty" and which of the phones on duty it is, from 0; after the last it is the last."""
    unit = city.units.get(code) or city.units[city.desk]
    if errand.channel == "email":
        return unit.email
    phones = on_duty(city, unit.code, errand.at)
    turn = int(duty[1]) if len(duty) > 1 else 0
    return phones[min(turn, len(phones) - 1)] if phones else None
