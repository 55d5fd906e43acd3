"""An errand is claimed, written in its channel's way, and handed to the provider, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.channels import email, sms
from chalicelib.channels.post import Post, Sender
from chalicelib.core.errors import TryLater, Undeliverable
from chalicelib.core.letters import write_letter, write_sms
from chalicelib.core.marks import Claim
from chalicelib.core.notices import CITIZEN_MESSAGES, Errand, duty_phone
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import key_hash, pin
from chalicelib.flows.desk import Desk

# How long a claim stands before anybody may send again: longer than the provider's events lag behind (a settled
# errand is no longer due), so that a worker's death costs a delay and not a second message.
HOLD = {"email": timedelta(seconds=900), "sms": timedelta(seconds=900)}

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
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
        request = desk.requests.read(number)
        if request is None:
            raise Undeliverable("no such request")
        first = claim.attempt == 1  # a repeat is no further message
        if first and errand.queue == CITIZEN_MESSAGES and not _within_cap(desk, request, now):
            desk.ledger.end(claim, "capped", "daily cap of the contact", now)
            return _said(desk, claim, "capped")
        post = _write(desk, senders, errand, request)
        message = desk.carry(post)
    except TryLater as error:
        return _later(desk, claim, error, now)
    except Undeliverable as error:
        desk.ledger.end(claim, "undeliverable", error.reason, now)
        return _said(desk, claim, "undeliverable", reason=error.reason)
    desk.ledger.accept(claim, post.provider, message, desk.now())
    return _said(desk, claim, "accepted")


def _write(desk: Desk, senders: Senders, errand: Errand, request: Request) -> Post:
    to = address(desk, errand, request)
    if errand.channel == "sms":
        if not senders.sms.identity:
            raise Undeliverable("no sender id for SMS")
        return sms.write(errand, to, write_sms(errand, request, desk.city, desk.wording), senders.sms)
    proof = pin(desk.secret, request.number, 0) if needs_pin(request) else ""
    link = desk.tracking_url(request.number)
    letter = write_letter(errand, request, desk.city, desk.wording, link=link, pin=proof)
    text, html = desk.render(letter)
    return email.write(errand, to, letter.subject, text, html, senders.email)


def address(desk: Desk, errand: Errand, request: Request) -> str:
    """Where the role of an errand is reached now, an e-mail address or a number in E.164.

    Raises Undeliverable if the role has no address on this channel any more.
    """
    kind, _, rest = errand.role.partition(":")
    found: str | None = None
    if kind == "reporter":
        found = request.draft.phone if errand.channel == "sms" else request.draft.email
    elif kind == "body":
        body = desk.city.bodies.get(rest)
        found = body.email if body else None
    else:
        code = rest.removesuffix(":duty")
        unit = desk.city.units.get(code)
        if unit:
            found = duty_phone(desk.city, code) if errand.channel == "sms" else unit.email
    if not found:
        raise Undeliverable("no address")
    return found


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
