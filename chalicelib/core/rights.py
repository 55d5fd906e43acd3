"""Who may see and do what: staff wear hats, and a hat has parts in a request or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from chalicelib.core.case import State
from chalicelib.core.city import City
from chalicelib.core.people import standing_in_for
from chalicelib.core.request import Request

Part = Literal["centre", "desk", "unit", "helper", "supervisor", "admin", "citizen", "system"]
Sight = Literal["none", "history", "masked", "full"]

# Who works at the centre on every request; the confidential ones are for CONFIDENTIAL and the unit in charge.
CENTRE = frozenset({"operator", "social_media", "aid_line", "supervisor"})
CONFIDENTIAL = frozenset({"aid_line", "supervisor"})
UNIT = frozenset({"unit_officer", "unit_head"})

# What a role may do that is about no request of its own: by the name of the right, for routes and pages.
RIGHTS: dict[str, frozenset[str]] = {
    "work": frozenset({*CENTRE, *UNIT, "switchboard", "admin", "auditor"}),
    "open": CENTRE,
    "search": frozenset({*CENTRE, "switchboard"}),
    "contacts": frozenset({*CENTRE, "switchboard"}),
    "calls": CENTRE,
    "chats": CENTRE,
    "settings-read": frozenset({"admin", "auditor", "supervisor"}),
    "settings": frozenset({"admin"}),
    "notices": frozenset({"admin", "supervisor"}),
    "audit": frozenset({"admin", "auditor", "supervisor"}),
}


@dataclass(frozen=True, slots=True)
class Hat:
    """A role in a unit (None where the role is of no unit)."""

    role: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move: a member of staff with one hat or, as a substitute, several; a citizen; or the system.

    `session` is the id of the sign-in, where there is one."""

    kind: Literal["staff", "citizen", "system"]
    name: str
    hats: tuple[Hat, ...] = ()
    session: str = field(default="", compare=False)

    @property
    def roles(self) -> frozenset[str]:
        """Every role of this actor."""
        return frozenset(hat.role for hat in self.hats)

    def may(self, right: str) -> bool:
        """Whether one of the roles has this right of RIGHTS."""
        return bool(self.roles & RIGHTS[right])


CITIZEN = Actor("citizen", "citizen")
SYSTEM = Actor("system", "system")


def staff(city: City, username: str, groups: tuple[str, ...], day: date) -> Actor | None:
    """The Actor of a signed-in person: their own hat, and those of whoever they stand in for on `day`.

    Both must agree, the token's groups and the person's record: whoever lost either, or is disabled, is nobody (None).
    A person without a record yet, such as the first admin, has the roles of the token and no unit.
    """
    person = city.people.get(username)
    if person is None:
        own = tuple(Hat(group, None) for group in groups if group == "admin")
    elif person.disabled or person.role not in groups:
        return None
    else:
        own = (Hat(person.role, person.unit),)
    others = tuple(Hat(each.role, each.unit) for each in standing_in_for(city, username, day))
    return Actor("staff", username, own + others) if own else None


def parts(actor: Actor, request: Request, city: City) -> frozenset[Part]:
    """The parts that `actor` has in this request, as the table of moves names them."""
    if actor.kind != "staff":
        return frozenset({actor.kind})
    return frozenset(part for hat in actor.hats for part in _parts(hat, request, city))


def sight(actor: Actor, request: Request, city: City) -> Sight:
    """How much of this request `actor` may see.

    "history": number, states and dates; "masked": the matter, without contact and name; "full": all of it. An
    identity that is hidden stays so for units.
    """
    if actor.kind == "system":
        return "full"
    grades: list[Sight] = ["none", "history", "masked", "full"]
    return max((_sight(hat, request, city) for hat in actor.hats), key=grades.index, default="none")


def is_confidential(request: Request, city: City) -> bool:
    """Whether only those entitled may see it: by its service, or because somebody marked it."""
    service = city.services.get(request.state.service)
    return request.state.confidential or bool(service and service.confidential)


def is_within(unit: str | None, above: str | None, city: City) -> bool:
    """Whether `unit` is `above` or stands below it."""
    while unit:
        if unit == above:
            return True
        unit = city.units[unit].parent if unit in city.units else None
    return False


def _parts(hat: Hat, request: Request, city: City) -> frozenset[Part]:
    state = request.state
    found: set[Part] = set()
    if hat.role in CENTRE and (hat.role in CONFIDENTIAL or not is_confidential(request, city)):
        found |= {"centre", "desk"} if state.unit == city.desk else {"centre"}
    if hat.role == "supervisor":
        found.add("supervisor")
    if hat.role == "admin":
        found.add("admin")
    if hat.role in UNIT and _answers(hat, state, city):
        found.add("unit")
    elif hat.role in UNIT and hat.unit in request.route.also:
        found.add("helper")
    return frozenset(found)


def _answers(hat: Hat, state: State, city: City) -> bool:
    return hat.unit == state.unit or (hat.role == "unit_head" and is_within(state.unit, hat.unit, city))


def _sight(hat: Hat, request: Request, city: City) -> Sight:
    mine = _parts(hat, request, city)
    if "centre" in mine:
        return "full"
    if "unit" in mine or "helper" in mine:
        return "full" if "unit" in mine and needs_contact(request, city) else "masked"
    if hat.role == "switchboard" and not is_confidential(request, city):
        return "masked"
    return "history" if hat.role in ("admin", "auditor") else "none"


def needs_contact(request: Request, city: City) -> bool:
    """Whether the unit must reach the citizen itself: the service says so, or the law wants an answer to the
    applicant. Never where the identity is hidden."""
    if request.identity_hidden:
        return False
    service = city.services.get(request.state.service)
    return request.state.basis != "service" or bool(service and service.needs_call)
