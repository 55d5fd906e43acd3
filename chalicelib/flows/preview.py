"""What a notice will look like: written from a request that nobody made, or from one that its reader may see."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.core.case import Case
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.letters import write_chat, write_letter, write_sms
from chalicelib.core.notices import NOTICES, UNIT_ALERTS, Errand, Notice
from chalicelib.core.rights import Actor
from chalicelib.core.sample import PIN, at_notice, body_of, sample_case
from chalicelib.core.sms import Coded, parts
from chalicelib.core.wording import LANGUAGES, Wording
from chalicelib.flows import work
from chalicelib.flows.desk import Desk
from chalicelib.flows.write import SHOWS_PIN


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice as it would go out; `subject` and `html` are of an e-mail alone, `sms` of an SMS: what it takes to send
    it."""

    notice: Notice
    channel: str
    language: str
    text: str
    subject: str = ""
    html: str = ""
    sms: Coded | None = None


def find_notice(name: str, audience: str) -> Notice:
    """The line of the table by its event, or by its purpose. Raises NotFound."""
    mine = [notice for notice in NOTICES if notice.audience == audience]
    for notice in (*(each for each in mine if each.event == name), *(each for each in mine if each.purpose == name)):
        return notice
    raise NotFound("no-such-notice")


def channels_of(notice: Notice, wording: Wording) -> tuple[str, ...]:
    """The channels by which this audience can be told of it, the usual one first."""
    if notice.audience == "body":
        return ("email",)
    if notice.audience == "reporter":
        short = notice.event == "open" or wording.knows(f"tell.{_told_as(notice)}.sms")
        return ("sms", "email", "whatsapp") if short else ("email",)
    return ("sms", "email") if notice.channel == "sms" else ("email", "sms")


def texts_of(notice: Notice) -> str:
    """What the codes of its sentences in texts/ begin with."""
    if notice.audience == "body":
        return "mail.referral"
    if notice.event == "open":
        return f"mail.{notice.purpose}"
    return f"tell.{_told_as(notice)}" if notice.audience == "reporter" else f"alert.{notice.purpose}"


def preview(
    desk: Desk, actor: Actor, notice: Notice, channel: str = "", language: str = "tr", number: str = ""
) -> Preview:
    """The notice by `channel` ("" for its usual one) in the reader's `language`; staff and other bodies read Turkish.

    With a `number`, as typed, of that request as far as `actor` may see it, which is written down where reading it is;
    else of a sample. No PIN is ever shown. Raises Invalid ("channel", "language"), NotFound, TryLater.
    """
    ways = channels_of(notice, desk.wording)
    faults = [] if channel in ("", *ways) else [Fault("channel", "choice")]
    faults += [] if language in LANGUAGES else [Fault("language", "language")]
    if faults:
        raise Invalid(*faults)
    channel = channel or ways[0]
    case = work.see(desk, actor, number).case if number else sample_case(desk.city, desk.wording, language, desk.now())
    case = _in_language(case, language)
    case, n = at_notice(case, notice, desk.city, desk.wording, desk.now())
    role = _role(notice, channel, case, desk)
    errand = Errand(case.number, n, role, notice.purpose, channel, UNIT_ALERTS, desk.now())
    said_in = language if errand.to_reporter else "tr"
    if channel == "email":
        link = (
            desk.tracking_url(case.number) if role.startswith(("reporter:", "body:")) else desk.staff_url(case.number)
        )
        pin = PIN if notice.purpose in SHOWS_PIN else ""
        letter = write_letter(errand, case, desk.city, desk.wording, link=link, pin=pin)
        text, html = desk.render(letter)
        return Preview(notice, channel, said_in, text, letter.subject, html)
    words = write_sms if channel == "sms" else write_chat
    text = words(errand, case, desk.city, desk.wording)
    return Preview(notice, channel, said_in, text, sms=parts(text) if channel == "sms" else None)


def _in_language(case: Case, language: str) -> Case:
    draft = replace(case.request.draft, language=language)
    return replace(case, request=replace(case.request, draft=draft))


def _role(notice: Notice, channel: str, case: Case, desk: Desk) -> str:
    """Whose words these are: by SMS those for the duty phone, where one rings for such a notice."""
    if notice.audience == "reporter":
        return "reporter:1"
    if notice.audience == "body":
        return f"body:{body_of(case, desk.city)}"
    unit = desk.city.desk if notice.audience == "desk" else case.state.unit
    rings = notice.urgency == "by_priority" or notice.audience == "duty"
    return f"unit:{unit}:duty" if rings and channel == "sms" else f"unit:{unit}"


def _told_as(notice: Notice) -> str:
    """What a merged request is told of is its own outcome to the citizen."""
    return "resolve" if notice.event == "follow" else notice.event
