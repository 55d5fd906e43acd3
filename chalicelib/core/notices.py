"""A new request becomes errands: which role must be told what, by which channel, how urgently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.city import City
from chalicelib.core.people import on_duty
from chalicelib.core.request import Request
from chalicelib.core.worktime import is_open

UNIT_ALERTS = "unit-alerts"
CITIZEN_MESSAGES = "citizen-messages"

# What a role may hold and a tag may not; no code and no username has capital letters.
_AS_TAG = str.maketrans({":": "_", ".": "-DOT-", "_": "-LOW-"})


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to one role about one event. Its id follows from these, so that a repeat collides; the address is
    looked up when it is delivered.

    Roles: `unit:<code>` its mailbox, `unit:<code>:duty` the phone on duty and `unit:<code>:duty:<n>` the n-th after
    it, `person:<username>` and `person:<username>:phone`, `body:<code>`, `reporter:1`.
    """

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
        return f"{self.number}-{self.event}-{self.role.translate(_AS_TAG)}-{self.purpose}"


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
        if wakes_the_duty(request.route.priority, code, request.opened, city)
    ]
    body = city.bodies.get(request.route.body)
    if body and body.email:
        told.append(_errand(request, f"body:{body.code}", "referral", "email"))
    if request.reach in ("sms", "email"):
        told.append(_errand(request, "reporter:1", "ack", request.reach, CITIZEN_MESSAGES))
    return tuple(dict.fromkeys(told))


def wakes_the_duty(priority: str, unit: str, at: datetime, city: City) -> bool:
    """Whether work given to `unit` at the aware moment `at` goes to its duty phone as well: P1 always, P2 outside the
    unit's hours; never where nobody has such a phone."""
    if not on_duty(city, unit, at):
        return False
    if priority == "P1":
        return True
    calendar = city.calendars[(city.units.get(unit) or city.units[city.desk]).calendar]
    return priority == "P2" and not is_open(at, calendar, city.holidays)


def _errand(request: Request, role: str, purpose: str, channel: str, queue: str = UNIT_ALERTS) -> Errand:
    return Errand(request.number, 1, role, purpose, channel, queue, request.opened)
