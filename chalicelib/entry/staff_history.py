"""What happened to a request, in words for those who work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.clocks import calendar_of, internal, read_due
from chalicelib.core.due import Due
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.tracking import show
from chalicelib.core.words import say_line
from chalicelib.entry import staff_words
from chalicelib.entry.pages import say
from chalicelib.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the history: when, who, what, what changed by it, and what was said (label and text)."""

    moment: str
    who: str
    words: str
    changes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    erased: bool = False


def history(case: Case, city: City, language: str) -> tuple[Told, ...]:
    """Every event with who and when, the newest first; `case` holds no more than they may see."""
    told = tuple(event_told(event, case, city, language) for event in reversed(case.events))
    return (*told, _opening(case, city, language))


def event_told(event: Event, case: Case, city: City, language: str) -> Told:
    """One event in words."""
    said = case.said.get(event.n)
    texts = tuple((_label(name, language), text) for name, text in case.texts(event.n).items())
    return Told(
        moment=say_moment(event.at, language),
        who=staff_words.actor(event.actor, city, language),
        words=say(f"event.{event.move}", language, **_values(event, case, city, language)),
        changes=_changes(event, city, language),
        texts=texts,
        erased=bool(said and said.erased),
    )


def _label(name: str, language: str) -> str:
    """What a text was; "" where the event's sentence says so already."""
    return "" if name == "text" else say(f"field.{name}", language)


def why(case: Case, city: City, desk: Desk, language: str, *, legal: bool) -> tuple[str, ...]:
    """The lines by which the internal date, or the law's, can be checked."""
    due = _legal(case) if legal else _internal(case, city)
    return tuple(say_line(line, desk.wording, language) for line in due.lines) if due else ()


def _opening(case: Case, city: City, language: str) -> Told:
    request = case.request
    unit = staff_words.unit(request.route.unit, city, language)
    code = "console.request.opened-body" if request.route.body else "console.request.opened-event"
    words = say(code, language, unit=unit, body=staff_words.body(request.route.body, city, language))
    who = staff_words.actor(request.by, city, language) if request.by else say("console.citizen", language)
    return Told(say_moment(request.opened, language), who, words)


def _values(event: Event, case: Case, city: City, language: str) -> dict[str, str]:
    """Whatever a sentence of texts/ (`event.<move>`) may ask for."""
    facts = event.facts
    outcome = str(facts.get("outcome", ""))
    day = str(facts.get("check_back", ""))
    role, _, unit = str(facts.get("role", "")).partition(":")
    step = f"event.step.{role if role in ('unit', 'head') else 'supervisor'}"
    return {
        "unit": staff_words.unit(str(facts.get("unit") or facts.get("unit_then", "")), city, language),
        "from_unit": staff_words.unit(str(facts.get("from", "")), city, language),
        "returns": str(facts.get("returns", "")),
        "body": staff_words.body(str(facts.get("body", "")), city, language),
        "check_back": say_day(date.fromisoformat(day), language) if day else "",
        "other": show(str(facts.get("request") or facts.get("into") or "")),
        "basis": say(f"basis.{facts['legal_basis']}", language) if facts.get("legal_basis") else "",
        "outcome": outcome_words(outcome, case, city, language).rstrip("."),  # the sentence around it has its own
        "reached": say("event.reached.yes" if facts.get("reached") else "event.reached.no", language),
        "role": " ".join(part for part in (staff_words.unit(unit, city, language), say(step, language)) if part),
    }


def outcome_words(code: str, case: Case, city: City, language: str) -> str:
    """A short outcome in words, of whichever service it came from; the bare code of one that is gone."""
    services = [city.services.get(case.state.service), *city.services.values()]
    for service in services:
        for outcome in service.outcomes if service else ():
            if outcome.code == code:
                return outcome.text.say(language)
    return code


def _changes(event: Event, city: City, language: str) -> tuple[str, ...]:
    changed: dict[str, Any] = dict(event.facts.get("changed", {}))
    words: dict[str, Callable[[str], str]] = {
        "status": lambda code: say(f"console.state.{code}", language),
        "unit": lambda code: staff_words.unit(code, city, language),
        "priority": lambda code: say(f"priority.{code}", language),
    }
    found = [
        say(f"console.request.{name}-changed", language, old=speak(changed[name][0]), new=speak(changed[name][1]))
        for name, speak in words.items()
        if name in changed
    ]
    for name, code in (("due", "due"), ("legal_due", "legal")):
        date_set = event.facts.get(name)
        if isinstance(date_set, dict):
            at = datetime.fromisoformat(date_set["at"])
            found.append(say(f"console.request.{code}-changed", language, at=say_moment(at, language)))
    return tuple(found)


def _internal(case: Case, city: City) -> Due | None:
    state = case.state
    event = case.event(state.due_event)
    if event and isinstance(event.facts.get("due"), dict):
        return read_due(event.facts["due"])
    due = internal(state.clock, calendar_of(state, city), city)
    return due if due.at == state.due else None


def _legal(case: Case) -> Due | None:
    event = case.event(case.state.legal_event)
    if event and isinstance(event.facts.get("legal_due"), dict):
        return read_due(event.facts["legal_due"])
    return case.request.due if case.request.due.at == case.state.legal_due else None
