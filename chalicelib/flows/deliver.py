"""An errand is claimed, written in its channel's way, and handed to the provider, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.channels import email, sms
from chalicelib.channels.post import Post, Sender
from chalicelib.core.case import Case
from chalicelib.core.errors import TryLater, Undeliverable
from chalicelib.core.letters import write_letter, write_sms
from chalicelib.core.marks import Claim
from chalicelib.core.notices import CITIZEN_MESSAGES, Errand
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import key_hash, pin
from chalicelib.flows.address import address
from chalicelib.flows.desk import Desk

# How long a claim stands before anybody may send again: longer than the provider's events lag behind (a settled
# errand is no longer due), so that a worker's death costs a delay and not a second message.
HOLD = {"email": timedelta(seconds=900), "sms": timedelta(seconds=900)}

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# What a stranger could have sent to somebody's phone again and again; all else follows from work that staff do.
CAPPED = "ack"
SHOWS_PIN = ("ack", "new_pin")
# Status messages to citizens are given up after this long; alerts to units are not.
PATIENCE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Senders:
    """Whom e-mail and SMS come from."""

    email: Sender
    sms: Sender


def deliver(desk: Desk, senders: Senders, number: str, errand_id: str) -> str:
    """Carry one errand, and say how it went: "accepted", "retry", "undeliverable", "capped", or "not due".

    Raises whatever the provider's client raises where it is unknown whether the message left: the claim then stands,
    and the provider's event settles it, or the hold ends.
    """
    now = desk.now()
    claim = desk.ledger.claim(number, errand_id, now, now + max(HOLD.values()))
    if claim is None:
        return "not due"
    errand = claim.errand
    try:
        case = desk.requests.case(number)
        if case is None or (errand.event > 1 and case.event(errand.event) is None):
            raise Undeliverable("no such request")
        first = claim.attempt == 1  # a repeat is no further message
        if first and errand.purpose == CAPPED and not _within_cap(desk, case.request, now):
            desk.ledger.end(claim, "capped", "daily cap of the contact", now)
            return _said(desk, claim, "capped")
        post = _write(desk, senders, errand, case)
        message = desk.carry(post)
    except TryLater as error:
        return _later(desk, claim, error, now)
    except Undeliverable as error:
        desk.ledger.end(claim, "undeliverable", error.reason, now)
        return _said(desk, claim, "undeliverable", reason=error.reason)
    desk.ledger.accept(claim, post.provider, message, desk.now())
    return _said(desk, claim, "accepted")


def _write(desk: Desk, senders: Senders, errand: Errand, case: Case) -> Post:
    to = address(desk.city, errand, case.request)
    if errand.channel == "sms":
        if not senders.sms.identity:
            raise Undeliverable("no sender id for SMS")
        return sms.write(errand, to, write_sms(errand, case, desk.city, desk.wording), senders.sms)
    link = desk.tracking_url(case.number) if _is_outside(errand) else desk.staff_url(case.number)
    proof = _pin(desk, case.request) if errand.purpose in SHOWS_PIN else ""
    letter = write_letter(errand, case, desk.city, desk.wording, link=link, pin=proof)
    text, html = desk.render(letter)
    return email.write(errand, to, letter.subject, text, html, senders.email)


def _is_outside(errand: Errand) -> bool:
    return errand.role.startswith(("reporter:", "body:"))


def _pin(desk: Desk, request: Request) -> str:
    """The PIN that is valid now, whichever was when the errand arose: an old one would be of no use."""
    return pin(desk.secret, request.number, request.state.pin_edition) if needs_pin(request) else ""


def _within_cap(desk: Desk, request: Request, now: datetime) -> bool:
    contact = request.draft.phone if request.reach == "sms" else request.draft.email
    day = f"{now:%Y-%m-%d}"
    key = f"cap#{key_hash(desk.secret, 'contact', contact)}#{day}"
    return desk.count(key, desk.city.daily_cap, now + timedelta(days=2))


def _later(desk: Desk, claim: Claim, error: TryLater, now: datetime) -> str:
    if claim.errand.queue == CITIZEN_MESSAGES and now - claim.errand.at > PATIENCE:
        desk.ledger.end(claim, "undeliverable", f"given up: {error.reason}", now)
        return _said(desk, claim, "undeliverable", reason=error.reason)
    wait = min(FIRST_WAIT * 2 ** min(claim.attempt - 1, 10), LONGEST_WAIT)
    desk.ledger.retry(claim, now + wait, error.reason)
    return _said(desk, claim, "retry", reason=error.reason)


def _said(desk: Desk, claim: Claim, outcome: str, **facts: object) -> str:
    desk.log.info("errand carried", errand=claim.errand.id, attempt=claim.attempt, outcome=outcome, **facts)
    return outcome
