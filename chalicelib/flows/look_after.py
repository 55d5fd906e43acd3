"""Accepted messages of which no word has come: providers that must be asked are asked, the others have been silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Provider
from chalicelib.core.delivery import HOLD, silent_at
from chalicelib.core.errors import Lost, NotReached
from chalicelib.core.marks import Claim, Due
from chalicelib.flows.deliver import deliver, silent
from chalicelib.flows.desk import Desk
from chalicelib.flows.receipts import settle
from chalicelib.flows.together import TOGETHER

# NetGSM answers ten calls a minute; one is left for whoever looks by hand.
CALLS_A_MINUTE = 9

# A message is asked after again when it is a quarter older, at first after a minute, at last every hour.
SOONEST = timedelta(minutes=1)
LATEST = timedelta(hours=1)

Job = tuple[str, Callable[[], object]]


def look_after(desk: Desk, accepted: Iterable[Due]) -> Iterator[Job]:
    """The jobs that these entries ask for, each with what it is about."""
    asked: dict[str, list[Due]] = {}
    for due in accepted:
        provider = PROVIDERS.get(due.provider)
        if provider and provider.poll:
            asked.setdefault(due.provider, []).append(due)
        else:
            yield due.errand, partial(deliver, desk, due.number, due.errand)
    for name, dues in asked.items():
        at_once = PROVIDERS[name].poll_at_once
        for start in range(0, len(dues), at_once):
            yield name, partial(poll, desk, PROVIDERS[name], dues[start : start + at_once])


def poll(desk: Desk, provider: Provider, dues: Sequence[Due]) -> int:
    """Ask a provider what became of these messages, and settle those that it knows; how many. One call to the provider,
    one update for each message. Raises TryLater."""
    now = desk.now()
    if provider.poll is None or provider.read_report is None:
        return 0
    if not desk.count(f"poll#{provider.name}#{now:%Y-%m-%dT%H:%M}", CALLS_A_MINUTE, now + HOLD):
        return 0
    claims = {due.message: _claimed(desk, due, now) for due in dues}
    try:
        receipts = provider.read_report(desk.carry(provider.poll([due.message for due in dues])))
    except (Lost, NotReached) as error:
        desk.log.warning("no report", provider=provider.name, reason=error.reason)
        return 0
    settled = 0
    for receipt in receipts:
        claim = claims.get(receipt.message)
        if claim and receipt.state != "accepted":
            claims[receipt.message] = None
            settled += settle(desk, replace(receipt, errand=claim.errand.id)) != "known"
    for claim in claims.values():
        if claim:
            _still_silent(desk, claim, now)
    return settled


def _claimed(desk: Desk, due: Due, now: datetime) -> Claim | None:
    claim = desk.ledger.claim(due.number, due.errand, now, now + SOONEST)
    if claim is None or claim.was != "accepted":
        return None
    wait = min(max((now - _accepted(claim, now)) / 4, SOONEST), LATEST)
    return desk.ledger.hold(claim, now + wait) if wait > SOONEST else claim


def _still_silent(desk: Desk, claim: Claim, now: datetime) -> None:
    """Nothing is known of it yet: the next look is set already, unless it has been silent for too long."""
    errand = claim.errand
    if now >= silent_at(errand.channel, _accepted(claim, now), urgent=errand.urgent):
        silent(desk, claim, None if errand.purpose in TOGETHER else desk.requests.case(errand.number))


def _accepted(claim: Claim, now: datetime) -> datetime:
    return max((attempt.at for attempt in claim.tried if attempt.code == "accepted"), default=now)
