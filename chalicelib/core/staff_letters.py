"""What staff are told of an event: what happened, by when, and what to do now."""

from __future__ import annotations

from chalicelib.core.case import OPEN
from chalicelib.core.event_notices import GIVE_WORK
from chalicelib.core.letter import Letter, safe
from chalicelib.core.moments import say_moment
from chalicelib.core.telling import Telling
from chalicelib.core.words import danger_words, name_of_body, name_of_service, place_words

# Staff's own words in an event, in the order in which a mail shows them.
_REMARKS = ("reason", "note")


def staff_sms(telling: Telling) -> str:
    """For a phone that must ring: what happened, which matter, where. A confidential one is not named."""
    city, then = telling.city, telling.then
    return telling.say_short(
        "sms.staff.confidential" if telling.confidential else "sms.staff",
        lead=telling.say(f"alert.{_happened(telling)}"),
        number=telling.number,
        priority=then.priority,
        service=name_of_service(then.service, city, "tr", short=True),
        district=telling.request.route.district or city.name.tr,
        details=telling.details,
        line=city.line,
    )


def staff_letter(telling: Telling) -> Letter:
    """For whoever must act. Of a confidential request it says neither the matter nor a word of anybody: whoever may
    read them signs in."""
    city, say, hidden = telling.city, telling.say, telling.confidential
    lead = say(f"alert.{_happened(telling)}")
    service = say("fact.service.confidential") if hidden else name_of_service(telling.then.service, city, "tr")
    return Letter(
        language="tr",
        subject=say(
            "mail.staff.subject",
            priority=telling.then.priority,
            lead=lead,
            service=service,
            number=telling.number,
        ),
        heading=say("mail.staff.heading", lead=lead, service=service),
        paragraphs=_paragraphs(telling),
        facts=(*_known(telling), *(() if hidden else _told(telling))),
        quote="" if hidden else safe(_quote(telling)),
        link=telling.link,
        link_text=say("mail.link.request"),
        footer=say("mail.alert.footer", centre=city.centre.tr, line=city.line),
    )


def _happened(telling: Telling) -> str:
    """Which of the alerts it is: the errand's purpose, told apart by the facts of its event."""
    facts, purpose = telling.event.facts, telling.errand.purpose
    if purpose == "triage" and "unit" not in facts.get("changed", {}):
        return "priority"
    if purpose == "return" and facts["returns"] > 1:
        return "return.again"
    return f"escalate.{facts['step']}" if purpose == "escalate" else purpose


def _paragraphs(telling: Telling) -> tuple[str, ...]:
    city, say, facts = telling.city, telling.say, telling.event.facts
    values = {
        "unit": _unit_name(telling, telling.then.unit),
        "sender": _unit_name(telling, str(facts.get("from", ""))),
        "line": city.line,
        "number": telling.number,
    }
    said = [say(f"alert.{_happened(telling)}.what", **values)]
    if telling.errand.purpose == "escalate" and facts["clock"] == "legal":
        said.append(say("alert.legal"))
    if telling.request.emergency and not telling.confidential:
        said.append(say("mail.alert.danger", text=danger_words(telling.request, city, "tr")))
    said.append(say(f"alert.{_to_do(telling)}.do", **values, body=_body_name(telling)))
    return tuple(said)


def _to_do(telling: Telling) -> str:
    """The desk is not asked to take what it is given, but to find the right unit, or to pass it on."""
    if telling.event.move in ("triage", "assign", "unmerge", "reopen", "not_solved") and (
        telling.then.unit == telling.city.desk
    ):
        return "body" if telling.then.body and telling.then.status != "referred" else "desk"
    return _happened(telling)


def _known(telling: Telling) -> tuple[tuple[str, str], ...]:
    say, then = telling.say, telling.then
    rows = [
        (say("fact.number"), telling.number),
        (say("fact.priority"), say(f"priority.{then.priority}")),
        (say("fact.unit"), _unit_name(telling, then.unit)),
    ]
    if then.status in OPEN:
        rows.append((say("fact.due"), say_moment(then.due, "tr")))
    if then.status in OPEN and then.legal_due:
        rows.append((say("fact.legal-due"), say_moment(then.legal_due, "tr")))
    return tuple(rows)


def _told(telling: Telling) -> tuple[tuple[str, str], ...]:
    say, request = telling.say, telling.request
    taker = telling.city.people.get(telling.then.taken_by)
    rows = [
        (say("fact.place"), safe(place_words(request)) or say("fact.place.none")),
        (say("fact.opened"), say_moment(request.opened, "tr")),
    ]
    rows += telling.answers if telling.event.move in GIVE_WORK else ()
    if taker:
        rows.append((say("fact.taken-by"), taker.name))
    rows += [(say(f"fact.{name}"), safe(telling.texts[name])) for name in _REMARKS if name in telling.texts]
    return tuple(rows)


def _quote(telling: Telling) -> str:
    """What the citizen says now, or the matter itself for whoever is given it."""
    told = telling.texts.get("text", "")
    return told or (telling.request.draft.text if telling.event.move in GIVE_WORK else "")


def _unit_name(telling: Telling, code: str) -> str:
    unit = telling.city.units.get(code)
    return unit.name.tr if unit else code


def _body_name(telling: Telling) -> str:
    return name_of_body(telling.then.body, telling.city, telling.wording, "tr")
