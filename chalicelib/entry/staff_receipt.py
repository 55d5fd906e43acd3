"""The printable receipt: date, record number and subject of a request (Genelge 2004/12)."""

from __future__ import annotations

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import say_moment
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import read
from chalicelib.core.tracking import show as show_number
from chalicelib.entry import staff_words
from chalicelib.entry.staff_facts import channel_words
from chalicelib.entry.staff_visit import Visit, show
from chalicelib.flows import work
from chalicelib.flows.desk import Desk
from chalicelib.flows.track import expected_proof


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, in words; `promise`, `basis` and `pin` are "" where there is none: once it ended
    nothing more is promised."""

    number: str
    opened: str
    subject: str
    unit: str
    promise: str
    basis: str
    channel: str
    pin: str
    url: str


def show_receipt(visit: Visit, typed: str) -> Response:
    """The receipt of a number, as typed, on a page of its own. Raises NotFound where they may not see the matter."""
    desk = wire.desk()
    seen = work.see(desk, visit.actor, read(typed))
    if seen.sight != "full":
        raise NotFound("not-found")
    receipt = receipt_of(seen.case.request, visit, desk)
    title = visit.say("console.receipt.title")
    return show("receipt.html", visit, f"/personel/makbuz/{receipt.number}", title, receipt=receipt)


def receipt_of(request: Request, visit: Visit, desk: Desk) -> Receipt:
    """The receipt of a request, for whoever may see it or has just written it down."""
    basis = request.state.basis
    return Receipt(
        number=show_number(request.number),
        opened=say_moment(request.opened, visit.language),
        subject=staff_words.service(request.state.service, desk.city, visit.language),
        unit=staff_words.unit(request.state.unit, desk.city, visit.language),
        promise=say_moment(request.state.promise, visit.language) if request.state.open else "",
        basis=visit.say(f"basis.{basis}") if basis != "service" else "",
        channel=channel_words(request.channel, visit),
        pin=expected_proof(desk, request) if needs_pin(request) and visit.actor.may("open") else "",
        url=f"{desk.public_url}/takip".removeprefix("https://"),
    )
