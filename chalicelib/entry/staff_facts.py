"""The facts of a request for those who work on it, line by line, and the date that presses most."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib import wire
from chalicelib.core.answered import answers, extras
from chalicelib.core.case import Case, State
from chalicelib.core.clocks import calendar_of
from chalicelib.core.contact import spell_phone
from chalicelib.core.moments import say_moment
from chalicelib.core.people import on_duty
from chalicelib.core.publication import public_of
from chalicelib.core.remaining import time_left
from chalicelib.core.rights import Sight
from chalicelib.core.tracking import show as show_number
from chalicelib.core.words import place_words
from chalicelib.entry import staff_history, staff_words
from chalicelib.entry.pages import say
from chalicelib.entry.staff_visit import Visit
from chalicelib.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the facts; `badge` and `lines` only for dates, `link` for what has a page."""

    label: str
    words: str
    badge: staff_words.Badge | None = None
    lines: tuple[str, ...] = ()
    link: str = ""


def path_of(number: str) -> str:
    """The page of a request."""
    return f"/personel/basvuru/{show_number(number)}"


def channel_words(channel: str, visit: Visit) -> str:
    """How a request came, in words; the bare code of a channel that has none."""
    for code in (f"contact.channel.{channel}", f"console.channel.{channel}"):
        if wire.wording().knows(code):
            return visit.say(code)
    return channel


def pressing(case: Case, desk: Desk, language: str) -> staff_words.Badge | None:
    """How far away the date is that presses most; the internal one does not while its clock stands still."""
    state = case.state
    if not state.open:
        return None
    if _stands_still(state) and state.legal_due is None:
        return _still(state, language)
    due = state.legal_due if _stands_still(state) and state.legal_due else state.pressing
    return staff_words.badge(due, desk.now(), state.unit, desk.city, language)


def _stands_still(state: State) -> bool:
    return state.clock.paused is not None and state.clock.own is None


def _still(state: State, language: str) -> staff_words.Badge:
    return staff_words.Badge(say_moment(state.due, language), say("console.request.still", language), "calm")


def facts(case: Case, how: Sight, desk: Desk, visit: Visit) -> list[Fact]:
    """The lines of the facts, as far as `how` reaches; what is empty is left out."""
    city, language, state, request = desk.city, visit.language, case.state, case.request
    draft = request.draft
    found = [
        Fact(visit.say("console.request.unit"), staff_words.unit(state.unit, city, language)),
        Fact(visit.say("console.col.who"), staff_words.taker(state.taken_by, city, language, open=state.open)),
        *_dates(case, desk, visit),
        Fact(visit.say("console.col.opened"), say_moment(request.opened, language)),
        Fact(visit.say("console.request.channel"), channel_words(request.channel, visit)),
    ]
    if state.body:
        found.insert(1, Fact(visit.say("console.request.body"), staff_words.body(state.body, city, language)))
    if state.basis != "service":
        found.append(Fact(visit.say("console.request.basis"), visit.say(f"basis.{state.basis}")))
    if state.references:
        listed = ", ".join(f"{visit.say(f'field.{name}')}: {value}" for name, value in state.references)
        found.append(Fact(visit.say("console.request.references"), listed))
    if state.result:
        words = staff_history.outcome_words(state.outcome, case, city, language)
        found.append(Fact(visit.say("console.request.outcome"), words or visit.say("console.state.rejected")))
    if state.into:
        link = visit.go(path_of(state.into))
        found.append(Fact(visit.say("console.request.into"), show_number(state.into), link=link))
    for number in state.merged:
        found.append(Fact(visit.say("console.request.merged"), show_number(number), link=visit.go(path_of(number))))
    if state.call:
        found.append(Fact(visit.say("console.request.call"), visit.say(f"console.inbox.{state.call}")))
    if state.priority == "P1" and state.open and visit.actor.may("calls"):
        phones = map(spell_phone, on_duty(city, state.unit, desk.now()))
        found.append(Fact(visit.say("console.request.duty"), ", ".join(phones)))
    if how in ("full", "masked"):
        also = ", ".join(staff_words.unit(each, city, language) for each in request.route.also)
        found += [
            Fact(visit.say("console.request.kind"), visit.say(f"kind.{draft.kind}")),
            Fact(visit.say("fact.place"), place_words(request)),
            Fact(visit.say("console.request.also"), also),
            Fact(visit.say("public.fact"), _public(case, desk, visit)),
            *(Fact(each.label, each.words) for each in (*answers(draft, city, language), *extras(draft))),
        ]
    return [fact for fact in (*found, *_reporter(case, how, visit)) if fact.words]


def _public(case: Case, desk: Desk, visit: Visit) -> str:
    """How much of it anybody may see, in words; "" for nothing."""
    public = public_of(case, desk.city)
    return visit.say(f"public.fact.{'released' if public.text else 'place'}") if public else ""


def _reporter(case: Case, how: Sight, visit: Visit) -> list[Fact]:
    """Who asked and how they are reached, as far as the case still holds it."""
    draft = case.request.draft
    if how not in ("full", "masked"):
        return []
    if how == "masked" and case.request.identity_hidden:
        return [Fact(visit.say("console.request.reporter"), visit.say("fact.reporter.hidden"))]
    muhtar = f" ({visit.say('console.request.requester-muhtar')})" if draft.requester == "muhtar" else ""
    name = f"{draft.first_name} {draft.last_name}".strip() or visit.say("console.none")
    return [
        Fact(visit.say("console.request.reporter"), name + muhtar),
        Fact(visit.say("console.request.phone"), spell_phone(draft.phone), link=phone_link(draft.phone, how)),
        Fact(visit.say("console.request.email"), draft.email),
        Fact(visit.say("fact.notify-by"), visit.say(f"sent.channel.{draft.notify_by}") if draft.notify_by else ""),
        Fact(visit.say("fact.on-behalf-of"), draft.on_behalf_of),
        Fact(visit.say("fact.calls"), visit.say("fact.calls.no") if draft.do_not_call else ""),
    ]


def phone_link(phone: str, how: Sight) -> str:
    """What dials a number; "" for none, or one that is seen in part only."""
    return f"tel:{phone}" if phone and how == "full" else ""


def _dates(case: Case, desk: Desk, visit: Visit) -> list[Fact]:
    state, city, language = case.state, desk.city, visit.language
    if not state.open:
        return []
    paused = state.clock.paused
    still = visit.say("console.request.paused", since=say_moment(paused, language)) if paused else ""
    internal = staff_words.badge(state.due, desk.now(), state.unit, city, language)
    if _stands_still(state):
        internal = _still(state, language)
    lines = staff_history.why(case, city, desk, language, legal=False)
    found = [Fact(visit.say("console.request.due"), internal.moment, internal, ((still,) if still else ()) + lines)]
    if state.legal_due:
        left = time_left(state.legal_due, desk.now(), calendar_of(state, city), city.public_holidays)
        words = visit.say(f"web.left.{left.code}", count=left.count)
        law = staff_words.Badge(say_moment(state.legal_due, language), words, left.tone)
        lines = staff_history.why(case, city, desk, language, legal=True)
        found.insert(0, Fact(visit.say("console.request.legal-due"), law.moment, law, lines))
    return found
