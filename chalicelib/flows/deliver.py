"""An errand is claimed, written in its channel's way, and handed to a provider, once."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.case import Case
from chalicelib.core.delivery import HOLD, URGENT_HOLD, State, silent_at
from chalicelib.core.errors import Undeliverable
from chalicelib.core.holding import awake
from chalicelib.core.marks import Claim, Sent
from chalicelib.core.notices import Errand, notice_of
from chalicelib.core.request import Request
from chalicelib.core.tracking import key_hash
from chalicelib.flows.address import address
from chalicelib.flows.desk import Desk
from chalicelib.flows.fallback import fall_back, next_channel
from chalicelib.flows.replies import CHAT, carry_reply
from chalicelib.flows.send import Result, send
from chalicelib.flows.together import TOGETHER, deliver_together
from chalicelib.flows.write import write

# What a stranger could have sent to somebody's phone again and again; all else follows from work that staff do.
CAPPED = "ack"
REACHED = ("accepted", "delivered")

# A mailbox of the municipality's own that came back is tried again so often: whoever runs it will mend it.
STAFF_STOPPED = timedelta(days=1)


def deliver(desk: Desk, number: str, errand_id: str) -> str:
    """Carry one errand, and say how it went: "gone", "waits", "unknown", "undeliverable", another end of its row, or
    "not due".

    Raises TryLater where our own tables are away: then the claim stands until its hold ends.
    """
    now = desk.now()
    claim = desk.ledger.claim(number, errand_id, now, now + HOLD)
    if claim is None:
        return "not due"
    if claim.errand.urgent and claim.was not in REACHED:
        claim = desk.ledger.hold(claim, now + URGENT_HOLD)
    if claim.errand.purpose in TOGETHER:
        together = silent(desk, claim, None) if claim.was == "accepted" else deliver_together(desk, claim)
        return _said(desk, claim, together)
    if claim.errand.purpose in CHAT:
        said = silent(desk, claim, None) if claim.was == "accepted" else carry_reply(desk, claim)
        return _said(desk, claim, said)
    errand, case = claim.errand, desk.requests.case(number)
    if case is None or (errand.event > 1 and case.event(errand.event) is None):
        return _end(desk, claim, "cancelled", "no such request")
    if claim.was == "accepted":
        return _said(desk, claim, silent(desk, claim, case))
    if claim.was == "undeliverable":
        return _said(desk, claim, failed(desk, claim, case, claim.reason or "undeliverable"))
    return _carry(desk, claim, case)


def silent(desk: Desk, claim: Claim, case: Case | None) -> str:
    """An accepted message that nothing was heard of: after so long the next channel is used, if there is one; not where
    it may have been sent twice already."""
    errand, now = claim.errand, desk.now()
    since = max((attempt.at for attempt in claim.tried if attempt.code == "accepted"), default=errand.at)
    at = silent_at(errand.channel, since, urgent=errand.urgent)
    if now < at:
        desk.ledger.hold(claim, at)
        return "waits"
    if case and not any(attempt.code == "unknown" for attempt in claim.tried):
        next_channel(desk, errand, case)
    desk.ledger.end(claim, "accepted", "silent", now)
    return "silent"


def failed(desk: Desk, claim: Claim, case: Case, reason: str, result: Result | None = None) -> str:
    """By this channel it will not arrive: what follows is put down first, so that it is not lost between the two."""
    fall_back(desk, claim.errand, case, reason)
    desk.ledger.end(claim, "undeliverable", reason, desk.now(), result.attempts if result else ())
    desk.meter.add("Undeliverable", channel=claim.errand.channel)
    return "undeliverable"


def _carry(desk: Desk, claim: Claim, case: Case) -> str:
    errand, now = claim.errand, desk.now()
    over = _superfluous(desk, errand, case)
    if over:
        return _end(desk, claim, *over)
    if errand.to_reporter and notice_of(errand, case).urgency == "daytime" and (later := awake(now, desk.city)) > now:
        desk.ledger.retry(claim, later, (), "quiet hours")
        return _said(desk, claim, "waits", reason="quiet hours")
    first = claim.was == "created" and not claim.tried and not errand.turn
    if first and errand.purpose == CAPPED and not _within_cap(desk, case.request):
        return _end(desk, claim, "cancelled", "daily cap of the contact")
    try:
        to = address(desk.city, errand, case.request)
    except Undeliverable as error:
        return _said(desk, claim, failed(desk, claim, case, error.reason), reason=error.reason)
    key = address_key(desk, to)
    stop = desk.ledger.suppressed(key).get(errand.channel)
    if stop and (not errand.to_staff or now < stop.at + STAFF_STOPPED):
        return _said(desk, claim, failed(desk, claim, case, f"suppressed: {stop.reason}"), reason="suppressed")

    result = send(desk, claim, write(desk, errand, case, to))
    if result.opted_out:
        desk.ledger.suppress(key, errand.channel, result.reason, now)
    if result.kind == "exhausted":
        return _said(desk, claim, failed(desk, claim, case, result.reason, result), reason=result.reason)
    if result.kind == "gone":
        _measure(desk, claim, case, first=first)
        settle_earlier(desk, errand.number, errand.id)
    return _said(desk, claim, result.kind, reason=result.reason)


def settle_earlier(desk: Desk, number: str, errand_id: str) -> None:
    """The channels that failed before this one have nothing left to do: another told them."""
    first, _, turn = errand_id.rpartition("-")
    for before in range(int(turn) if turn.isdecimal() else 0):
        earlier = f"{first}-{before}" if before else first
        desk.ledger.settle(number, earlier, "settled_elsewhere", "", desk.now())


def address_key(desk: Desk, address: str) -> str:
    """Under which an address is remembered where it may not be read."""
    return key_hash(desk.secret, "contact", address)


def _superfluous(desk: Desk, errand: Errand, case: Case) -> tuple[State, str] | None:
    """Why nothing has to be sent any more: another channel was heard of after all, or a newer notice is out."""
    overtaken = errand.to_reporter and case.state.version > errand.event and notice_of(errand, case).status
    if not errand.turn and not overtaken:
        return None
    sent = desk.ledger.of_request(case.number)
    if any(_same_message(each.errand, errand) and each.state == "delivered" for each in sent):
        return "settled_elsewhere", ""
    if overtaken and any(_is_newer(each, errand, case) for each in sent):
        return "superseded", "a newer notice was sent"
    return None


def _same_message(one: Errand, other: Errand) -> bool:
    return (one.event, one.role, one.purpose) == (other.event, other.role, other.purpose)


def _is_newer(sent: Sent, errand: Errand, case: Case) -> bool:
    newer = sent.errand.to_reporter and sent.errand.event > errand.event and sent.state in REACHED
    return newer and notice_of(sent.errand, case).status


def _within_cap(desk: Desk, request: Request) -> bool:
    now = desk.now()
    contact = request.draft.phone if request.reach in ("sms", "whatsapp") else request.draft.email
    key = f"cap#{key_hash(desk.secret, 'contact', contact)}#{now:%Y-%m-%d}"
    return desk.count(key, desk.city.daily_cap, now + timedelta(days=2))


def _measure(desk: Desk, claim: Claim, case: Case, *, first: bool) -> None:
    """From the fact to the provider's acceptance, of what was to go at once."""
    errand = claim.errand
    if first and notice_of(errand, case).urgency != "daytime":
        waited = (desk.now() - errand.at).total_seconds()
        desk.meter.add("AcceptToSent", waited * 1000, "Milliseconds", channel=errand.channel)


def _end(desk: Desk, claim: Claim, state: State, reason: str) -> str:
    desk.ledger.end(claim, state, reason, desk.now())
    return _said(desk, claim, state, reason=reason)


def _said(desk: Desk, claim: Claim, outcome: str, **facts: object) -> str:
    desk.log.info("errand carried", errand=claim.errand.id, attempt=len(claim.tried) + 1, outcome=outcome, **facts)
    return outcome
