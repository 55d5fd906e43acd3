"""A request in the words of its pages: the promised date, who handles it, how its reporter is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.case import Case
from chalicelib.core.city import City, Service
from chalicelib.core.clocks import calendar_of
from chalicelib.core.contact import mask_email, mask_phone
from chalicelib.core.law import LAW
from chalicelib.core.moments import say_moment
from chalicelib.core.promise import awaits_fee, promise, stands_still
from chalicelib.core.remaining import time_left
from chalicelib.core.request import Request, chat_channel, needs_pin
from chalicelib.core.wording import Wording
from chalicelib.core.words import name_of_body, name_of_unit, say_line
from chalicelib.flows.desk import Desk


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


def promise_of(desk: Desk, case: Case, language: str, now: datetime, *, explained: bool) -> Promise:
    """The promised date of a request; `explained` adds the lines by which it can be checked."""
    state = case.state
    due = promise(case, desk.city)
    calendar = calendar_of(state, desk.city)
    left = time_left(due.at, now, calendar, desk.city.holidays)
    words, tone = desk.wording.say(f"web.left.{left.code}", language, count=left.count), left.tone
    if stands_still(state):
        words, tone = desk.wording.say("follow.still", language), "calm"
    return Promise(
        moment="" if awaits_fee(state) else say_moment(due.at, language),
        left=words if state.open else "",
        tone=tone,
        lines=tuple(say_line(line, desk.wording, language) for line in due.lines) if explained else (),
    )


def handled_by(desk: Desk, request: Request, language: str) -> Handled:
    """The unit in charge, or the other body and that the centre follows it up, or that the centre will find out."""

    def say(code: str, **values: object) -> str:
        return desk.wording.say(code, language, **values)

    state = request.state
    if state.body:
        body = desk.city.bodies.get(state.body)
        name = name_of_body(state.body, desk.city, desk.wording, language)
        code = "web.next.referred" if state.status == "referred" else "web.next.refer-by-hand"
        words = say(code, body=name, centre=desk.city.centre.say(language)) if state.open else ""
        return Handled(say("web.next.body"), _titled(name, language), words, body.phone or "" if body else "")
    unit = name_of_unit(state.unit, desk.city, language)
    sought = state.unit == desk.city.desk and state.status in ("received", "triaged", "reopened")
    unknown = sought and (request.route.triage or state.unit != request.route.unit)
    return Handled(say("web.next.unit"), unit, say("web.next.triage") if unknown else "")


def reach_words(desk: Desk, request: Request, language: str, *, stem: str = "web") -> str:
    """How the reporter is told of it; `stem` is that of the sentences."""
    draft = request.draft
    if request.reach == chat_channel(draft):
        network = desk.wording.say(f"sent.channel.{request.reach}", language)
        return desk.wording.say(f"{stem}.reach.chat", language, to=network)
    to = {"sms": mask_phone, "whatsapp": mask_phone, "call": mask_phone, "email": mask_email}.get(request.reach)
    code = "call-refused" if request.reach == "call" and draft.do_not_call else request.reach
    where = draft.email if request.reach == "email" else draft.phone
    return desk.wording.say(f"{stem}.reach.{code}", language, to=to(where).replace(" ", "\u00a0") if to else "")


def follow_words(desk: Desk, request: Request, language: str) -> str:
    """How the citizen follows the request."""
    code = "web.next.follow-pin" if needs_pin(request) else "web.next.follow-phone"
    return desk.wording.say(code, language, line=desk.city.line)


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


def _titled(name: str, language: str) -> str:
    first = name[:1]
    return ("İ" if first == "i" and language == "tr" else first.upper()) + name[1:]
