"""What is sent, made ready: the words of an errand and where they go to."""

from __future__ import annotations

from chalicelib.channels.provider import Parcel
from chalicelib.core.case import Case
from chalicelib.core.letter import Letter
from chalicelib.core.letters import write_chat, write_letter, write_sms
from chalicelib.core.notices import Errand
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import pin, show
from chalicelib.flows.desk import Desk
from chalicelib.flows.window import is_open

SHOWS_PIN = ("ack", "new_pin")


def write(desk: Desk, errand: Errand, case: Case, to: str) -> Parcel:
    """The parcel of a request's errand; `to` is an address, a number in E.164 or a network's id. A mail's words are
    written as late as this, from the recorded fact, and kept nowhere."""
    if errand.channel == "email":
        outside = errand.role.startswith(("reporter:", "body:"))
        link = desk.tracking_url(case.number) if outside else desk.staff_url(case.number)
        proof = _pin(desk, case.request) if errand.purpose in SHOWS_PIN else ""
        return mail(desk, errand, to, write_letter(errand, case, desk.city, desk.wording, link=link, pin=proof))
    words = write_sms if errand.channel == "sms" else write_chat
    return Parcel(
        errand=errand.id,
        to=to,
        text=words(errand, case, desk.city, desk.wording),
        language=case.request.draft.language if errand.to_reporter else "tr",
        number=show(case.number),
        window_open=errand.to_reporter and is_open(desk, case.request.draft, errand.channel),
    )


def mail(desk: Desk, errand: Errand, to: str, letter: Letter) -> Parcel:
    """The parcel of a letter."""
    text, html = desk.render(letter)
    return Parcel(errand.id, to, text, subject=letter.subject, html=html, language=letter.language)


def _pin(desk: Desk, request: Request) -> str:
    """The PIN that is valid now, whichever was when the errand arose: an old one would be of no use."""
    return pin(desk.secret, request.number, request.state.pin_edition) if needs_pin(request) else ""
