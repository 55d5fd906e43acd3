"""Who is told of what, by which channel, how soon: one table, and the errands that an opening puts down by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.people import on_duty
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.request import Request
from chalicelib.core.worktime import is_open

UNIT_ALERTS = "unit-alerts"
CITIZEN_MESSAGES = "citizen-messages"

Audience = Literal["unit", "desk", "officer", "ladder", "duty", "body", "reporter"]

# What a role may hold and a tag may not; no code and no username has capital letters.
_AS_TAG = str.maketrans({":": "_", ".": "-DOT-", "_": "-LOW-"})


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to one role about one event. Its id follows from these, so that a repeat collides; the address is
    looked up when it is delivered.

    Roles: `unit:<code>` its mailbox, `unit:<code>:duty` the phone on duty and `unit:<code>:duty:<n>` the n-th after
    it, `person:<username>` and `person:<username>:phone`, `body:<code>`, `reporter:1`. `turn` counts the channels that
    were tried before this one; the same message by another channel is an errand of its own.
    """

    number: str
    event: int
    role: str
    purpose: str
    channel: str
    queue: str
    at: datetime
    turn: int = 0

    @property
    def id(self) -> str:
        """Unique in the product, of the letters a provider's tag may hold (SES: A-Z a-z 0-9 _ -)."""
        first = f"{self.number}-{self.event}-{self.role.translate(_AS_TAG)}-{self.purpose}"
        return f"{first}-{self.turn}" if self.turn else first

    @property
    def to_reporter(self) -> bool:
        """Whether the citizen reads it."""
        return self.role.startswith("reporter:")

    @property
    def to_staff(self) -> bool:
        """Whether somebody of the municipality reads it."""
        return self.role.startswith(("unit:", "person:"))

    @property
    def urgent(self) -> bool:
        """Whether a phone of the staff must ring for it."""
        return self.to_staff and (":duty" in self.role or self.role.endswith(":phone"))


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the table: at this event this audience is told by this channel.

    `event` is a move's name, "open", or "call_now" for the alert after which nobody is left to be alerted. `channel`
    "preferred" is the citizen's own choice, else the chat that they wrote in, else SMS to a mobile, else e-mail.
    `urgency`: "at_once"; "by_priority" is the same and phones ring too if it cannot wait; "daytime" is not between the
    hours of City.quiet. `purpose` names the text in texts/notices.json. With `status` it only says how things stand, so
    that a newer one of these makes it superfluous.
    """

    event: str
    audience: Audience
    channel: Literal["email", "sms", "preferred"]
    urgency: Literal["at_once", "by_priority", "daytime"]
    purpose: str
    status: bool = False


NOTICES: tuple[Notice, ...] = (
    Notice("open", "unit", "email", "by_priority", "alert"),
    Notice("open", "body", "email", "at_once", "referral"),
    Notice("open", "reporter", "preferred", "at_once", "ack"),
    # --- work for a unit, or back to the centre ---
    Notice("triage", "unit", "email", "by_priority", "triage"),
    Notice("assign", "unit", "email", "by_priority", "assign"),
    Notice("return", "desk", "email", "by_priority", "return"),
    Notice("unmerge", "unit", "email", "by_priority", "unmerge"),
    Notice("reopen", "unit", "email", "by_priority", "reopen"),
    Notice("not_solved", "unit", "email", "by_priority", "not_solved"),
    # --- no more work ---
    Notice("withdraw", "unit", "email", "at_once", "withdraw"),
    Notice("lapse", "unit", "email", "at_once", "lapse"),
    # --- the citizen said something, or nothing ---
    Notice("answer", "officer", "email", "at_once", "answer"),
    Notice("add", "officer", "email", "at_once", "add"),
    Notice("no_answer", "officer", "email", "at_once", "no_answer"),
    Notice("untold", "desk", "email", "at_once", "untold"),
    Notice("unreached", "desk", "email", "by_priority", "unreached"),
    # --- late, or not taken ---
    Notice("escalate", "ladder", "email", "by_priority", "escalate"),
    Notice("alert_again", "duty", "sms", "at_once", "alert_again"),
    Notice("call_now", "desk", "email", "by_priority", "call_now"),
    # --- another body ---
    Notice("refer", "body", "email", "at_once", "referral"),
    # --- the citizen: an answer to their own act, or what needs theirs, at once ---
    Notice("new_pin", "reporter", "preferred", "at_once", "new_pin"),
    Notice("ask", "reporter", "preferred", "at_once", "ask"),
    Notice("message", "reporter", "preferred", "at_once", "message"),
    Notice("withdraw", "reporter", "preferred", "at_once", "withdraw", status=True),
    Notice("not_solved", "reporter", "preferred", "at_once", "not_solved", status=True),
    # --- the citizen: what came of it, in the daytime ---
    Notice("refer", "reporter", "preferred", "daytime", "refer", status=True),
    Notice("reject", "reporter", "preferred", "daytime", "reject", status=True),
    Notice("merge", "reporter", "preferred", "daytime", "merge", status=True),
    Notice("unmerge", "reporter", "preferred", "daytime", "unmerge", status=True),
    Notice("resolve", "reporter", "preferred", "daytime", "resolve", status=True),
    Notice("extend", "reporter", "preferred", "daytime", "extend", status=True),
    Notice("fee", "reporter", "preferred", "daytime", "fee"),
    Notice("reopen", "reporter", "preferred", "daytime", "reopen", status=True),
    Notice("lapse", "reporter", "preferred", "daytime", "lapse", status=True),
    Notice("follow", "reporter", "preferred", "daytime", "follow", status=True),
)


def notices_of(occasion: str) -> tuple[Notice, ...]:
    """The lines of the table for "open", a move's name or "call_now"; none for a move that nobody is told of."""
    return tuple(notice for notice in NOTICES if notice.event == occasion)


def occasion_of(event: Event | None) -> str:
    """What an event is called in the table; none is the opening."""
    if event is None:
        return "open"
    return "call_now" if event.move == "alert_again" and event.facts.get("call") == "now" else event.move


def notice_of(errand: Errand, case: Case) -> Notice:
    """The line by which an errand of this case was put down.

    For one that no line stands for any more, or never did, a line that holds it back by nothing: at once, and never
    superfluous.
    """
    occasion = occasion_of(case.event(errand.event))
    side = _side(errand.role)
    for notice in notices_of(occasion):
        if _side(notice.audience) == side:
            return notice
    audience: Audience = "reporter" if errand.to_reporter else "unit"
    return Notice(occasion, audience, "sms" if errand.channel == "sms" else "email", "at_once", errand.purpose)


def errands_of_opening(request: Request, city: City, *, joined: bool = False) -> tuple[Errand, ...]:
    """Everybody who must be told that `request` was opened; channel and urgency follow from its own time.

    The accountable unit and those alerted with it: e-mail always; for P1, and for P2 outside the unit's hours, an SMS
    to the duty phone as well. The other body of a referral: e-mail where an address is known (without one, the desk's
    alert is the task). The reporter: by the channel they chose, else SMS to a mobile, else e-mail, else nobody can be
    told by us; who opened it in a chat was told the number there. Of what was `joined` with a public request only the
    reporter: whoever works on that one was told.
    """
    told = [] if joined else _at_work(request, city)
    if request.reach in PROVIDERS and not request.draft.chat:
        told.append(_errand(request, "reporter:1", "ack", request.reach, CITIZEN_MESSAGES))
    return tuple(dict.fromkeys(told))


def _at_work(request: Request, city: City) -> list[Errand]:
    """Those who must do something about an opening."""
    units = (request.route.unit, *request.route.also)
    told = [_errand(request, f"unit:{code}", "alert", "email") for code in units]
    told += [
        _errand(request, f"unit:{code}:duty", "alert", "sms")
        for code in units
        if wakes_the_duty(request.route.priority, code, request.opened, city)
    ]
    body = city.bodies.get(request.route.body)
    if body and body.email:
        told.append(_errand(request, f"body:{body.code}", "referral", "email"))
    return told


def wakes_the_duty(priority: str, unit: str, at: datetime, city: City) -> bool:
    """Whether work given to `unit` at the aware moment `at` goes to its duty phone as well: P1 always, P2 outside the
    unit's hours; never where nobody has such a phone."""
    if not on_duty(city, unit, at):
        return False
    if priority == "P1":
        return True
    calendar = city.calendars[(city.units.get(unit) or city.units[city.desk]).calendar]
    return priority == "P2" and not is_open(at, calendar, city.holidays)


def _side(role: str) -> str:
    """Whom a role or an audience belongs to: an event tells each of these at most one thing."""
    kind = role.partition(":")[0]
    return kind if kind in ("reporter", "body") else "staff"


def _errand(request: Request, role: str, purpose: str, channel: str, queue: str = UNIT_ALERTS) -> Errand:
    return Errand(request.number, 1, role, purpose, channel, queue, request.opened)
