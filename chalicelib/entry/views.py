"""A request in the words of its pages: the promised date, who handles it, how its reporter is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.city import City, Service
from chalicelib.core.contact import mask_email, mask_phone
from chalicelib.core.deadlines import LAW
from chalicelib.core.moments import say_moment
from chalicelib.core.remaining import time_left
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.wording import Wording
from chalicelib.core.words import body_name, place_words, say_line
from chalicelib.flows.desk import Desk

DONE = ("resolved", "closed")


@dataclass(frozen=True, slots=True)
class Promise:
    """The promised date: in words, how far away (with its tone for the badge), and why then, line by line."""

    moment: str
    left: str
    tone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handled:
    """Who handles the request: what to call it, its name, a sentence on what the centre does, a line to dial."""

    label: str
    name: str
    words: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline."""

    moment: str
    words: str


@dataclass(frozen=True, slots=True)
class Own:
    """What only the citizen sees of the request; `story` is newest first."""

    service: str
    kind: str
    basis: str
    place: str
    text: str
    story: tuple[Happening, ...]


def promise_of(desk: Desk, request: Request, language: str, now: datetime, *, explained: bool) -> Promise:
    """The promised date of a request; `explained` adds the lines by which it can be checked."""
    calendar = desk.city.calendars[desk.city.units[request.route.unit].calendar]
    left = time_left(request.due.at, now, calendar, desk.city.holidays)
    return Promise(
        moment=say_moment(request.due.at, language),
        left="" if request.status in DONE else desk.wording.say(f"web.left.{left.code}", language, count=left.count),
        tone=left.tone,
        lines=tuple(say_line(line, desk.wording, language) for line in request.due.lines) if explained else (),
    )


def handled_by(desk: Desk, request: Request, language: str) -> Handled:
    """The unit in charge, or the other body and that the centre follows it up, or that the centre will find out."""

    def say(code: str, **values: object) -> str:
        return desk.wording.say(code, language, **values)

    if request.route.body:
        body = desk.city.bodies.get(request.route.body)
        name = body_name(request, desk.city, desk.wording, language)
        code = "web.next.referred" if body and body.email else "web.next.refer-by-hand"
        words = say(code, body=name, centre=desk.city.centre.say(language))
        return Handled(say("web.next.body"), _titled(name, language), words, body.phone or "" if body else "")
    unit = desk.city.units[request.route.unit].name.say(language)
    return Handled(say("web.next.unit"), unit, say("web.next.triage") if request.route.triage else "")


def reach_words(desk: Desk, request: Request, language: str) -> str:
    """How the reporter is told of it."""
    draft = request.draft
    to = {"sms": mask_phone, "call": mask_phone, "email": mask_email}.get(request.reach)
    code = "call-refused" if request.reach == "call" and draft.do_not_call else request.reach
    where = draft.email if request.reach == "email" else draft.phone
    return desk.wording.say(f"web.reach.{code}", language, to=to(where).replace(" ", "\u00a0") if to else "")


def follow_words(desk: Desk, request: Request, language: str) -> str:
    """How the citizen follows the request."""
    code = "web.next.follow-pin" if needs_pin(request) else "web.next.follow-phone"
    return desk.wording.say(code, language, line=desk.city.line)


def own_of(desk: Desk, request: Request, language: str) -> Own:
    """What only the citizen sees."""
    draft = request.draft
    return Own(
        service=desk.city.services[draft.service].label.say(language),
        kind=desk.wording.say(f"kind.{draft.kind}", language),
        basis=desk.wording.say(f"basis.{draft.basis}", language) if draft.basis != "service" else "",
        place=place_words(request),
        text=draft.text,
        story=_story(desk, request, language),
    )


def within(service: Service, city: City, wording: Wording, language: str) -> str:
    """How long an answer to this service may take, in words: by its law where it has one, else by its priority."""
    target = city.targets[service.priority]
    periods = [period for basis, period in LAW.items() if basis == service.basis]
    unit, amount = periods[0] if periods else (target.unit_of_time, target.amount)
    code = unit.removesuffix("s") if amount == 1 else unit
    return wording.say(f"web.within.{code}", language, amount=amount)


def referred_at_once(service: Service, city: City, wording: Wording, language: str) -> str:
    """The other body to which a request for this service goes whatever its place, or ""."""
    if service.side_owner or not service.owner.body:
        return ""
    body = city.bodies.get(service.owner.body)
    return body.name.say(language) if body else wording.say("body.district", language)


def _story(desk: Desk, request: Request, language: str) -> tuple[Happening, ...]:
    moment = say_moment(request.opened, language)
    centre = desk.city.centre.say(language)
    if request.route.body:
        body = body_name(request, desk.city, desk.wording, language)
        referred = desk.wording.say("web.seen.story-referred", language, body=body, centre=centre)
        received = desk.wording.say("web.seen.story-received", language)
        return Happening(moment, referred), Happening(moment, received)
    unit = desk.city.units[request.route.unit].name.say(language)
    return (Happening(moment, desk.wording.say("web.seen.story-opened", language, unit=unit)),)


def _titled(name: str, language: str) -> str:
    first = name[:1]
    return ("İ" if first == "i" and language == "tr" else first.upper()) + name[1:]
