"""What is said of a new request: to its unit, to another body, to the reporter."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.following import joined_at_opening
from chalicelib.core.letter import Letter, safe
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.request import Request
from chalicelib.core.telling import Telling
from chalicelib.core.wording import Wording
from chalicelib.core.words import body_name, danger_words, name_of_service, name_of_unit, place_words


def opening_sms(telling: Telling) -> str:
    """The alert of a duty phone, or the acknowledgement."""
    request, city, language = telling.request, telling.city, telling.language
    code = f"sms.{telling.errand.purpose}"
    if telling.confidential:
        code += ".confidential"
    elif request.emergency and telling.errand.purpose == "alert":
        code += ".danger"
    elif joined_at_opening(telling.case) and telling.errand.purpose == "ack":
        code += ".joined"
    elif request.route.body and telling.errand.purpose == "ack":
        code += ".referred"
    return telling.say_short(
        code,
        number=telling.number,
        unit=(city.units.get(request.route.unit) or city.units[city.desk]).short.say(language),
        body=body_name(request, city, telling.wording, language),
        service=name_of_service(request.draft.service, city, language, short=True),
        district=request.route.district or city.name.say(language),
        priority=request.route.priority,
        details=telling.details,
        line=city.line,
    )


def opening_letter(telling: Telling) -> Letter:
    """The acknowledgement, or the alert of a unit."""
    return _acknowledgement(telling) if telling.to_reporter else _alert(telling)


def _alert(telling: Telling) -> Letter:
    request, city, say = telling.request, telling.city, telling.say
    service = city.services[request.draft.service]
    code = telling.errand.role.split(":")[1]
    ours = code == request.route.unit
    paragraphs = [
        say("mail.alert.accountable" if ours else "mail.alert.also", unit=name_of_unit(request.route.unit, city, "tr"))
    ]
    if ours and request.route.triage:
        paragraphs.append(say("mail.alert.triage"))
    if ours and request.route.body:
        paragraphs.append(_referral_task(telling))
    if request.emergency:
        paragraphs.append(say("mail.alert.danger", text=danger_words(request, city, "tr")))
    if request.draft.basis != "service":
        paragraphs.append(say(f"mail.alert.basis.{request.draft.basis}"))
    return Letter(
        language="tr",
        subject=say(
            "mail.alert.subject.confidential" if telling.confidential else "mail.alert.subject",
            number=telling.number,
            priority=request.route.priority,
            service=service.label.tr,
        ),
        heading=say("mail.alert.heading", service=service.label.tr),
        paragraphs=tuple(paragraphs),
        facts=(
            (say("fact.number"), telling.number),
            (say("fact.priority"), say(f"priority.{request.route.priority}")),
            (say("fact.service"), f"{service.label.tr} ({say(f'kind.{request.draft.kind}')})"),
            (say("fact.place"), safe(place_words(request)) or say("fact.place.none")),
            (say("fact.opened"), say_moment(request.opened, "tr")),
            (say("fact.due"), say_moment(request.due.at, "tr")),
            *telling.answers,
            *_reporter(request, city, telling.wording),
        ),
        quote=safe(request.draft.text),
        link=telling.link,
        link_text=say("mail.link.request"),
        footer=say("mail.alert.footer", centre=city.centre.tr, line=city.line),
    )


def _referral_task(telling: Telling) -> str:
    request, say = telling.request, telling.say
    body = telling.city.bodies.get(request.route.body)
    assert request.check_back  # a referral always has one: core/opening.py
    day = say_day(request.check_back, "tr")
    if not body:
        return say("mail.alert.refer-district", day=day)
    if body.email:
        return say("mail.alert.referred", body=body.name.tr, day=day)
    phone = body.phone or say("fact.phone.unknown")
    return say("mail.alert.refer-by-hand", body=body.name.tr, phone=phone, day=day)


def _reporter(request: Request, city: City, wording: Wording) -> list[tuple[str, str]]:
    draft = request.draft
    service = city.services.get(draft.service)

    def row(value: str) -> list[tuple[str, str]]:
        return [(wording.say("fact.reporter", "tr"), value)]

    if request.identity_hidden:
        return row(wording.say("fact.reporter.hidden", "tr"))
    rows = []
    if (service and service.needs_call) or request.state.basis != "service":
        named = " ".join(part for part in (draft.first_name, draft.last_name) if part)
        phone = "" if draft.do_not_call else draft.phone
        said = safe(", ".join(part for part in (named, phone, "" if phone else draft.email) if part))
        rows += row(said or wording.say("fact.reporter.none", "tr"))
        if draft.on_behalf_of:
            rows.append((wording.say("fact.on-behalf-of", "tr"), safe(draft.on_behalf_of)))
    if draft.do_not_call:
        rows.append((wording.say("fact.calls", "tr"), wording.say("fact.calls.no", "tr")))
    elif request.reach == "call":
        rows.append((wording.say("fact.calls", "tr"), wording.say("fact.calls.to-be-called", "tr")))
    return rows


def referral(telling: Telling) -> Letter:
    """What another body gets, at the opening or by a later referral: the matter, the place, and nobody's name."""
    request, city, say = telling.request, telling.city, telling.say
    service = name_of_service(telling.then.service, city, "tr")
    body = city.bodies[telling.errand.role.removeprefix("body:")]
    receipt = telling.texts.get("receipt", "")
    return Letter(
        language="tr",
        subject=say("mail.referral.subject", number=telling.number, centre=city.centre.tr),
        heading=say("mail.referral.heading", service=service),
        paragraphs=(
            say("mail.referral.why", centre=city.centre.tr, body=body.name.tr),
            say("mail.referral.receipt", line=city.line, number=telling.number)
            if not receipt
            else say("mail.referral.received", line=city.line, number=telling.number),
        ),
        facts=(
            (say("fact.number"), telling.number),
            *(((say("fact.receipt"), safe(receipt)),) if receipt else ()),
            (say("fact.service"), service),
            (say("fact.place"), safe(place_words(request)) or say("fact.place.none")),
            (say("fact.opened"), say_moment(request.opened, "tr")),
            *(() if telling.confidential else telling.answers),
        ),
        quote="" if telling.confidential else safe(request.draft.text),
        link=telling.link,
        link_text=say("mail.link.request"),
        footer=say("mail.referral.footer", centre=city.centre.tr, line=city.line),
    )


def _acknowledgement(telling: Telling) -> Letter:
    request, city, language, say = telling.request, telling.city, telling.language, telling.say
    facts = [(say("fact.number"), telling.number)]
    if telling.pin:
        facts.append((say("fact.pin"), telling.pin))
    paragraphs = [say("mail.ack.received")]
    if joined_at_opening(telling.case):
        paragraphs.append(say("mail.ack.joined"))
    elif request.route.body:
        paragraphs.append(say("mail.ack.referred", body=body_name(request, city, telling.wording, language)))
    if not telling.confidential:
        facts.append((say("fact.service"), name_of_service(request.draft.service, city, language)))
        facts.append((say("fact.unit"), name_of_unit(request.route.unit, city, language)))
    facts.append((say("fact.due"), say_moment(request.due.at, language)))
    if request.emergency:
        paragraphs.insert(0, danger_words(request, city, language))
    paragraphs.append(say("mail.ack.follow" if telling.pin else "mail.ack.follow.phone"))
    return Letter(
        language=language,
        subject=say("mail.ack.subject", number=telling.number),
        heading=say("mail.ack.heading"),
        paragraphs=tuple(paragraphs),
        facts=tuple(facts),
        quote="",
        link=telling.link,
        link_text=say("mail.link.track"),
        footer=say("mail.ack.footer", centre=city.centre.say(language), line=city.line),
    )
