"""A fact becomes errands: which role must be told what, by which channel, how urgently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.city import City, Unit
from chalicelib.core.deadlines import is_open
from chalicelib.core.request import Request

UNIT_ALERTS = "unit-alerts"
CITIZEN_MESSAGES = "citizen-messages"


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to one role about one event. Its id follows from these, so that a repeat collides; the address is
    looked up when it is delivered."""

    number: str
    event: int
    role: str
    purpose: str
    channel: str
    queue: str
    at: datetime

    @property
    def id(self) -> str:
        """Unique in the product, of the letters a provider's tag may hold (SES: A-Z a-z 0-9 _ -)."""
        return f"{self.number}-{self.event}-{self.role.replace(':', '_')}-{self.purpose}"


def errands_of_opening(request: Request, city: City) -> tuple[Errand, ...]:
    """Everybody who must be told that `request` was opened; channel and urgency follow from its own time.

    The accountable unit and those alerted with it: e-mail always; for P1, and for P2 outside the unit's hours, an SMS
    to the duty phone as well. The other body of a referral: e-mail where an address is known (without one, the desk's
    alert is the task). The reporter: SMS to a mobile, else e-mail, else nobody can be told by us.
    """
    told = [_errand(request, f"unit:{code}", "alert", "email") for code in (request.route.unit, *request.route.also)]
    told += [
        _errand(request, f"unit:{code}:duty", "alert", "sms")
        for code in (request.route.unit, *request.route.also)
        if _wakes_the_duty(request, city, code)
    ]
    body = city.bodies.get(request.route.body)
    if body and body.email:
        told.append(_errand(request, f"body:{body.code}", "referral", "email"))
    if request.reach in ("sms", "email"):
        told.append(_errand(request, "reporter:1", "ack", request.reach, CITIZEN_MESSAGES))
    return tuple(dict.fromkeys(told))


def duty_phone(city: City, code: str) -> str | None:
    """The phone on duty of a unit, or of the nearest unit above it that has one, or of the centre's desk."""
    unit: Unit | None = city.units[code]
    while unit and not unit.duty_phone:
        unit = city.units[unit.parent] if unit.parent else None
    return unit.duty_phone if unit else city.units[city.desk].duty_phone


def _wakes_the_duty(request: Request, city: City, code: str) -> bool:
    if not duty_phone(city, code):
        return False
    if request.route.priority == "P1":
        return True
    calendar = city.calendars[city.units[code].calendar]
    return request.route.priority == "P2" and not is_open(request.opened, calendar, city.holidays)


def _errand(request: Request, role: str, purpose: str, channel: str, queue: str = UNIT_ALERTS) -> Errand:
    return Errand(request.number, 1, role, purpose, channel, queue, request.opened)
