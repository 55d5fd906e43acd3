"""What happened to a request, as its citizen is told it: never who did it, nor what staff said among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.clocks import read_due
from chalicelib.core.law import fee_due
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.wording import Wording
from chalicelib.core.words import name_of_body, name_of_unit

# What each move is called in the story; the sentence is `follow.step.<code>` of texts/.
CODES: Mapping[str, str] = {
    "triage": "assigned",
    "assign": "assigned",
    "return": "back",
    "start": "started",
    "ask": "asked",
    "answer": "answered",
    "no_answer": "unanswered",
    "refer": "referred",
    "legal": "dated",
    "legal_date": "dated",
    "recompute": "dated",
    "extend": "extended",
    "fee": "fee",
    "paid": "paid",
    "resolve": "resolved",
    "reject": "rejected",
    "follow": "resolved",
    "merge": "joined",
    "unmerge": "separated",
    "reopen": "reopened",
    "not_solved": "not-solved",
    "solved": "solved",
    "withdraw": "withdrawn",
    "lapse": "lapsed",
    "close": "closed",
    "message": "wrote",
    "add": "added",
    "new_pin": "new-pin",
}
# What is between staff, of another's request, or of no use to the citizen.
SILENT = frozenset(
    {
        "accept", "called", "note", "confidential", "disclose", "erase", "escalate", "alert_again", "untold",
        "unreached", "attach", "detach", "release", "unrelease",
    }
)  # fmt: skip
# Whose words are the citizen's to read: of each move, this one text and no other.
SAID: Mapping[str, str] = {
    "ask": "question",
    "answer": "text",
    "extend": "reason",
    "resolve": "answer",
    "reject": "answer",
    "follow": "answer",
    "not_solved": "text",
    "solved": "text",
    "withdraw": "reason",
    "message": "text",
    "add": "text",
}
STEPS = tuple(dict.fromkeys(("received", "opened", *CODES.values(), "sent-on")))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: its code, its sentence, and what was said in it ("" for nothing). `place` is that of
    its event in the request and never changes."""

    at: datetime
    code: str
    words: str
    said: str = ""
    place: str = ""


def story(case: Case, city: City, wording: Wording, language: str) -> tuple[Step, ...]:
    """Everything that the citizen is told of, the newest first."""
    return (*reversed([*_opening(case, city, wording, language), *_events(case, city, wording, language)]),)


def outcome_words(code: str, result: str, service: str, city: City, wording: Wording, language: str) -> str:
    """The short outcome in the words of its service's list; where it is not in it, as with what was decided for
    another request, only of which kind it is."""
    outcomes = city.services[service].outcomes if service in city.services else ()
    own = next((outcome.text for outcome in outcomes if outcome.code == code), None)
    return own.say(language) if own else wording.say(f"follow.result.{result or 'positive'}", language)


def _opening(case: Case, city: City, wording: Wording, language: str) -> Iterator[Step]:
    request = case.request

    def step(code: str, place: str = "1", **values: str) -> Step:
        return Step(request.opened, code, wording.say(f"follow.step.{code}", language, **values), place=place)

    if request.route.body:
        body = name_of_body(request.route.body, city, wording, language)
        yield step("received")
        yield step("sent-on", "1-sent-on", body=body, centre=city.centre.say(language))
    else:
        yield step("opened", unit=name_of_unit(request.route.unit, city, language))


def _events(case: Case, city: City, wording: Wording, language: str) -> Iterator[Step]:
    service = case.request.draft.service
    for event in case.events:
        service = _changed(event, "service", service)
        code = _code(event, case, city)
        if not code:
            continue
        said = case.texts(event.n)
        values = _values(event, said, city, wording, language)
        outcome = event.facts.get("outcome", "")
        values["outcome"] = outcome_words(outcome, _changed(event, "result", ""), service, city, wording, language)
        words = wording.say(f"follow.step.{code}", language, **values)
        yield Step(event.at, code, words, said.get(SAID.get(event.move, ""), ""), str(event.n))


def _code(event: Event, case: Case, city: City) -> str:
    """The code of an event; "" for what changed nothing that the citizen can see."""
    code = "" if event.move in SILENT else CODES[event.move]
    if code == "assigned":
        moved = "unit" in event.facts.get("changed", {})
        return "" if not moved else "back" if event.facts["unit_then"] == city.desk else code
    if code == "started":
        return code if "status" in event.facts.get("changed", {}) else ""
    if code == "dated":
        inside = event.move == "recompute" and not case.state.legal and event.facts.get("due")
        return code if inside or event.facts.get("legal_due") else ""
    return code


def _values(event: Event, said: Mapping[str, str], city: City, wording: Wording, language: str) -> dict[str, str]:
    """Whatever a sentence may want to fill in."""
    facts = event.facts
    due: dict[str, Any] | None = facts.get("legal_due") or facts.get("due")
    unit = city.units.get(facts.get("unit_then", ""))
    return {
        "unit": unit.name.say(language) if unit else "",
        "body": name_of_body(facts["body"], city, wording, language) if "body" in facts else "",
        "centre": city.centre.say(language),
        "moment": say_moment(read_due(due).at, language) if due else "",
        "amount": said.get("amount", ""),
        "day": say_day(fee_due(event.at, city.public_holidays), language) if event.move == "fee" else "",
    }


def _changed(event: Event, name: str, otherwise: str) -> str:
    changed = event.facts.get("changed", {})
    return str(changed[name][1]) if name in changed else otherwise
