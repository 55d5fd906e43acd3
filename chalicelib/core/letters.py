"""What is said in each message: an errand and its fact become the words of an e-mail or an SMS."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.city import City
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.notices import Errand
from chalicelib.core.request import Request
from chalicelib.core.text import plain, without_bidi
from chalicelib.core.tracking import show
from chalicelib.core.wording import Wording
from chalicelib.core.words import body_name, danger_words, place_words

# Turkish carriers append a sender code and may cut full-length messages (facts: Mapp's guide to Türkiye).
SMS_LIMIT = 145


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail in parts: the subject is ours to the last letter; `quote` is what the citizen wrote."""

    language: str
    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    quote: str
    link: str
    link_text: str
    footer: str


def write_sms(errand: Errand, request: Request, city: City, wording: Wording) -> str:
    """The text of an SMS, folded to plain letters, at most SMS_LIMIT characters, without a link and without any word
    that a citizen typed."""
    language = request.draft.language if errand.role.startswith("reporter:") else "tr"
    service = city.services[request.draft.service]
    unit = city.units[request.route.unit]
    code = f"sms.{errand.purpose}"
    if service.confidential:
        code += ".confidential"
    elif request.emergency and errand.purpose == "alert":
        code += ".danger"
    elif request.route.body and errand.purpose == "ack":
        code += ".referred"
    said = wording.say(
        code,
        language,
        number=show(request.number),
        unit=unit.short.say(language),
        body=body_name(request, city, wording, language),
        service=service.short.say(language),
        district=request.route.district or city.name.say(language),
        priority=request.route.priority,
        line=city.line,
    )
    return plain(said)[:SMS_LIMIT]


def write_letter(errand: Errand, request: Request, city: City, wording: Wording, *, link: str, pin: str) -> Letter:
    """The parts of an e-mail: to a unit what it needs to act, to another body the least it needs, to the reporter what
    happens next. `pin` is shown to the reporter alone."""
    if errand.role.startswith("reporter:"):
        return _acknowledgement(request, city, wording, link, pin)
    if errand.role.startswith("body:"):
        return _referral(errand, request, city, wording, link)
    return _alert(errand, request, city, wording, link)


def _alert(errand: Errand, request: Request, city: City, wording: Wording, link: str) -> Letter:
    def say(code: str, **values: object) -> str:
        return wording.say(code, "tr", **values)

    service = city.services[request.draft.service]
    code = errand.role.split(":")[1]
    ours = code == request.route.unit
    paragraphs = [
        say("mail.alert.accountable" if ours else "mail.alert.also", unit=city.units[request.route.unit].name.tr)
    ]
    if ours and request.route.triage:
        paragraphs.append(say("mail.alert.triage"))
    if ours and request.route.body:
        paragraphs.append(_referral_task(request, city, wording))
    if request.emergency:
        paragraphs.append(say("mail.alert.danger", text=danger_words(request, city, "tr")))
    if request.draft.basis != "service":
        paragraphs.append(say(f"mail.alert.basis.{request.draft.basis}"))
    subject = say(
        "mail.alert.subject.confidential" if service.confidential else "mail.alert.subject",
        number=show(request.number),
        priority=request.route.priority,
        service=service.label.tr,
    )
    facts = [
        (say("fact.number"), show(request.number)),
        (say("fact.priority"), say(f"priority.{request.route.priority}")),
        (say("fact.service"), f"{service.label.tr} ({say(f'kind.{request.draft.kind}')})"),
        (say("fact.place"), _safe(place_words(request)) or say("fact.place.none")),
        (say("fact.opened"), say_moment(request.opened, "tr")),
        (say("fact.due"), say_moment(request.due.at, "tr")),
        *_reporter(request, city, wording),
    ]
    return Letter(
        language="tr",
        subject=subject,
        heading=say("mail.alert.heading", service=service.label.tr),
        paragraphs=tuple(paragraphs),
        facts=tuple(facts),
        quote=_safe(request.draft.text),
        link=link,
        link_text=say("mail.link.request"),
        footer=say("mail.alert.footer", centre=city.centre.tr, line=city.line),
    )


def _referral_task(request: Request, city: City, wording: Wording) -> str:
    body = city.bodies.get(request.route.body)
    assert request.check_back  # a referral always has one: core/opening.py
    day = say_day(request.check_back, "tr")
    if not body:
        return wording.say("mail.alert.refer-district", "tr", day=day)
    if body.email:
        return wording.say("mail.alert.referred", "tr", body=body.name.tr, day=day)
    phone = body.phone or wording.say("fact.phone.unknown", "tr")
    return wording.say("mail.alert.refer-by-hand", "tr", body=body.name.tr, phone=phone, day=day)


def _reporter(request: Request, city: City, wording: Wording) -> list[tuple[str, str]]:
    draft = request.draft
    service = city.services[draft.service]

    def row(value: str) -> list[tuple[str, str]]:
        return [(wording.say("fact.reporter", "tr"), value)]

    if draft.identity_hidden:
        return row(wording.say("fact.reporter.hidden", "tr"))
    rows = []
    if service.needs_call or draft.basis != "service":
        named = " ".join(part for part in (draft.first_name, draft.last_name) if part)
        phone = "" if draft.do_not_call else draft.phone
        said = _safe(", ".join(part for part in (named, phone, "" if phone else draft.email) if part))
        rows += row(said or wording.say("fact.reporter.none", "tr"))
        if draft.on_behalf_of:
            rows.append((wording.say("fact.on-behalf-of", "tr"), _safe(draft.on_behalf_of)))
    if draft.do_not_call:
        rows.append((wording.say("fact.calls", "tr"), wording.say("fact.calls.no", "tr")))
    elif request.reach == "call":
        rows.append((wording.say("fact.calls", "tr"), wording.say("fact.calls.to-be-called", "tr")))
    return rows


def _referral(errand: Errand, request: Request, city: City, wording: Wording, link: str) -> Letter:
    def say(code: str, **values: object) -> str:
        return wording.say(code, "tr", **values)

    service = city.services[request.draft.service]
    return Letter(
        language="tr",
        subject=say("mail.referral.subject", number=show(request.number), centre=city.centre.tr),
        heading=say("mail.referral.heading", service=service.label.tr),
        paragraphs=(
            say("mail.referral.why", centre=city.centre.tr, body=body_name(request, city, wording, "tr")),
            say("mail.referral.receipt", line=city.line, number=show(request.number)),
        ),
        facts=(
            (say("fact.number"), show(request.number)),
            (say("fact.service"), service.label.tr),
            (say("fact.place"), _safe(place_words(request)) or say("fact.place.none")),
            (say("fact.opened"), say_moment(request.opened, "tr")),
        ),
        quote="" if service.confidential else _safe(request.draft.text),
        link=link,
        link_text=say("mail.link.request"),
        footer=say("mail.referral.footer", centre=city.centre.tr, line=city.line),
    )


def _acknowledgement(request: Request, city: City, wording: Wording, link: str, pin: str) -> Letter:
    language = request.draft.language

    def say(code: str, **values: object) -> str:
        return wording.say(code, language, **values)

    service = city.services[request.draft.service]
    facts = [(say("fact.number"), show(request.number))]
    if pin:
        facts.append((say("fact.pin"), pin))
    paragraphs = [say("mail.ack.received")]
    if request.route.body:
        paragraphs.append(say("mail.ack.referred", body=body_name(request, city, wording, language)))
    if not service.confidential:
        facts.append((say("fact.service"), service.label.say(language)))
        facts.append((say("fact.unit"), city.units[request.route.unit].name.say(language)))
    facts.append((say("fact.due"), say_moment(request.due.at, language)))
    if request.emergency:
        paragraphs.insert(0, danger_words(request, city, language))
    paragraphs.append(say("mail.ack.follow" if pin else "mail.ack.follow.phone"))
    return Letter(
        language=language,
        subject=say("mail.ack.subject", number=show(request.number)),
        heading=say("mail.ack.heading"),
        paragraphs=tuple(paragraphs),
        facts=tuple(facts),
        quote="",
        link=link,
        link_text=say("mail.link.track"),
        footer=say("mail.ack.footer", centre=city.centre.say(language), line=city.line),
    )


def _safe(text: str) -> str:
    return without_bidi(text)
