"""What the citizen is told of an event: what happened, what we say to it, and what they can do."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.core.clocks import waits_until
from chalicelib.core.law import fee_due
from chalicelib.core.letter import Letter, safe
from chalicelib.core.moments import local_day, say_day, say_moment
from chalicelib.core.story import outcome_words
from chalicelib.core.telling import Telling
from chalicelib.core.words import name_of_body, name_of_service

# Which text of an event is for the citizen, by its move.
_OURS = {
    "ask": "question",
    "resolve": "answer",
    "reject": "answer",
    "follow": "answer",
    "message": "text",
    "extend": "reason",
}
_OUTCOMES = ("resolve", "reject", "follow")
# Moves after which a date is promised (anew).
_PROMISE = ("unmerge", "reopen", "not_solved", "extend")


def citizen_sms(telling: Telling) -> str:
    """Short, and without a word that anybody typed: of an outcome only the text of the service's own list. A
    confidential matter is not named."""
    happened = _happened(telling)
    if telling.confidential and telling.wording.knows(f"tell.{happened}.sms.confidential"):
        return telling.say_short(f"tell.{happened}.sms.confidential", **_values(telling))
    if happened == "resolve" and _remedy(telling):
        return telling.say_short("tell.resolve.sms.remedy", **_values(telling))
    return telling.say_short(f"tell.{happened}.sms", **_values(telling))


def citizen_letter(telling: Telling) -> Letter:
    """The whole of it, with the answer as it was written; the answer to a confidential matter stays on the tracking
    page."""
    city, say, language = telling.city, telling.say, telling.language
    happened, hidden = _happened(telling), telling.confidential
    values = _values(telling)
    ours = telling.texts.get(_OURS.get(telling.event.move, ""), "")
    named = hidden and telling.wording.knows(f"tell.{happened}.what.confidential")
    paragraphs = [say(f"tell.{happened}.what.confidential" if named else f"tell.{happened}.what", **values)]
    if hidden and ours:
        paragraphs.append(say("tell.confidential", line=city.line))
    return Letter(
        language=language,
        subject=say("tell.subject", lead=say(f"tell.{happened}"), number=telling.number),
        heading=say(f"tell.{happened}"),
        paragraphs=tuple(paragraphs),
        facts=_facts(telling),
        quote="" if hidden else safe(ours),
        link=telling.link,
        link_text=say("mail.link.track"),
        footer=say("mail.ack.footer", centre=city.centre.say(language), line=city.line),
        closing=_closing(telling),
    )


def _happened(telling: Telling) -> str:
    """What it is to the citizen: the outcome of what their request was merged into is their own."""
    if telling.event.move != "follow":
        return telling.event.move
    return "reject" if _result(telling) == "rejected" else "resolve"


def _values(telling: Telling) -> dict[str, object]:
    """Whatever a sentence about this event may need."""
    city, event, language = telling.city, telling.event, telling.language
    return {
        "number": telling.number,
        "line": city.line,
        "day": _day(telling),
        "body": name_of_body(telling.then.body, city, telling.wording, language),
        "outcome": _outcome(telling) if event.move in _OUTCOMES else "",
    }


def _day(telling: Telling) -> str:
    """The day that counts: until when we wait, on which we ask the other body, by which we answer."""
    event, city = telling.event, telling.city
    day: date = local_day(telling.then.promise)
    if event.move == "ask":
        day = local_day(waits_until(event.at, telling.case.state, city))
    elif event.move == "refer":
        day = date.fromisoformat(event.facts["check_back"])
    elif event.move == "fee":
        day = fee_due(event.at, city.public_holidays)
    return say_day(day, telling.language)


def _facts(telling: Telling) -> tuple[tuple[str, str], ...]:
    say, language = telling.say, telling.language
    rows = [(say("fact.number"), telling.number)]
    if telling.event.move == "new_pin" and telling.pin:
        rows.append((say("fact.pin"), telling.pin))
    if not telling.confidential:
        rows.append((say("fact.service"), name_of_service(telling.then.service, telling.city, language)))
        if telling.texts.get("amount"):
            rows.append((say("fact.amount"), safe(telling.texts["amount"])))
    if telling.event.move in _PROMISE:
        rows.append((say("fact.due"), say_moment(telling.then.promise, language)))
    return tuple(rows)


def _closing(telling: Telling) -> tuple[str, ...]:
    """After an outcome: the remedy that the law wants named, and the citizen's last word."""
    if telling.event.move not in _OUTCOMES:
        return ()
    city, remedy = telling.city, _remedy(telling)
    last = "tell.last-word.follow" if telling.event.move == "follow" else f"tell.last-word.{_happened(telling)}"
    word = telling.say(last, line=city.line, confirm=city.confirm_days, reopen=city.reopen_days)
    return (telling.say(f"remedy.{remedy}"), word) if remedy else (word,)


def _remedy(telling: Telling) -> str:
    """The law whose remedy a negative answer names, or ""."""
    negative = _result(telling) in ("negative", "rejected")
    return telling.then.basis if negative and telling.then.basis != "service" else ""


def _outcome(telling: Telling) -> str:
    facts: Any = telling.event.facts
    code, service = str(facts.get("outcome", "")), telling.then.service
    return outcome_words(code, _result(telling), service, telling.city, telling.wording, telling.language)


def _result(telling: Telling) -> str:
    """The kind of outcome that the event gave."""
    facts: Any = telling.event.facts
    return str(facts.get("result") or facts.get("changed", {}).get("result", ["", ""])[1])
