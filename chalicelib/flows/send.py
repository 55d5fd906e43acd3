"""One message by one channel: its providers are asked in their order until one takes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Parcel, Provider, Refusal, Sender
from chalicelib.core.delivery import PATIENCE, URGENT_HOLD, Attempt, next_wait, silent_at
from chalicelib.core.errors import Lost, NotReached
from chalicelib.core.marks import Claim, Lane
from chalicelib.flows.desk import Desk
from chalicelib.flows.wake import wake_at

# So many failures in a row shut a provider; for so long at first, then twice as long up to a longest.
FAILURES = 5
FIRST_SHUT = timedelta(seconds=30)
LONGEST_SHUT = timedelta(minutes=3)

# When the reports of a provider that must be asked for them are first asked for.
FIRST_POLL = timedelta(seconds=60)
SLOW_DOWN = timedelta(seconds=30)

# Those that found a provider full or shut come back over so long a time, not all at the same moment.
SPREAD = timedelta(seconds=10)
SOON = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Result:
    """How it went by this channel. "gone": with a provider; "waits": due again; "unknown": no answer came, it may be
    out; "exhausted": not by this channel, for `reason`; then the row is still claimed."""

    kind: Literal["gone", "waits", "unknown", "exhausted"]
    reason: str = ""
    opted_out: bool = False
    attempts: tuple[Attempt, ...] = ()


@dataclass
class _Round:
    """What the providers said this time; `until` are the moments from which on one may be asked again."""

    attempts: list[Attempt] = field(default_factory=list)
    until: list[datetime] = field(default_factory=list)
    hopeless: bool = True


def send(desk: Desk, claim: Claim, parcel: Parcel) -> Result:
    """Ask the channel's providers in their order, those that are shut or full left out.

    A second one is asked at once where the first refuses, is shut or is not reached; where one has no answer nobody
    else is asked, since the message may be out: then the hold runs, which is short for a phone that must ring.
    Raises TryLater where our own tables are away.
    """
    errand, now = claim.errand, desk.now()
    delivery = desk.city.delivery.get(errand.channel)
    present = [name for name in delivery.providers if name in desk.senders] if delivery else []
    if not present or delivery is None:
        return Result("exhausted", "no provider")
    asked = _not_silent(claim, present) if errand.urgent else present
    if not asked:
        return Result("exhausted", "no answer")
    seen = _Round()
    if claim.was == "claimed":
        desk.meter.add("PossibleDouble", channel=errand.channel)
        if not claim.tried or claim.tried[-1].code != "unknown":  # its worker died; whom it had asked is not known
            seen.attempts.append(Attempt(now, present[0], "unknown"))
    for name in asked:
        lane = desk.lanes.enter(name, desk.now(), delivery.rate)
        if not lane.go:
            seen.hopeless = False
            seen.until.append(lane.at)
            if lane.broken or errand.urgent:
                continue
            break  # too much at once is no reason to burden the other
        result = _ask(desk, claim, name, lane, parcel, seen)
        if result:
            return result
    return _not_sent(desk, claim, seen, now, asked[0])


def _not_silent(claim: Claim, present: list[str]) -> list[str]:
    """Those that have not left us without an answer before."""
    silent = {attempt.provider for attempt in claim.tried if attempt.code == "unknown"}
    return [name for name in present if name not in silent]


def _ask(desk: Desk, claim: Claim, name: str, lane: Lane, parcel: Parcel, seen: _Round) -> Result | None:
    """One provider; None where the next one may be asked."""
    errand, provider, sender = claim.errand, PROVIDERS[name], desk.senders[name]
    try:
        said = hand_over(desk, provider, parcel, sender)
        if isinstance(said, Refusal) and said.reaction == "switch":
            said = hand_over(desk, provider, replace(parcel, window_open=False), sender)
    except NotReached as error:
        seen.attempts.append(Attempt(desk.now(), name, error.reason))
        seen.hopeless = False
        count_failure(desk, name, lane, at_once=False)
        return None
    except Lost as error:
        count_failure(desk, name, lane, at_once=False)
        return _no_answer(desk, claim, name, error.reason, seen)
    if isinstance(said, str):
        if lane.failures:
            desk.lanes.good(name)
        _accepted(desk, claim, name, said, seen)
        return Result("gone")
    seen.attempts.append(Attempt(desk.now(), name, said.code))
    desk.meter.add("Refused", provider=name, code=said.code)
    if said.reaction == "opted_out":
        return Result("exhausted", said.code, opted_out=True, attempts=tuple(seen.attempts))
    if said.reaction == "wait":
        seen.hopeless = False
        seen.until.append(desk.now() + (timedelta(seconds=said.wait) or SLOW_DOWN))
    elif said.reaction in ("retry", "alarm"):
        seen.hopeless = seen.hopeless and said.reaction == "alarm" and errand.urgent
        count_failure(desk, name, lane, at_once=said.reaction == "alarm")
        if said.reaction == "alarm":
            desk.log.warning("provider wants a person", provider=name, code=said.code)
    return None


def hand_over(desk: Desk, provider: Provider, parcel: Parcel, sender: Sender) -> str | Refusal:
    """What a provider says to the parcel, or would say; what it refuses anyway is not carried to it. Raises NotReached,
    Lost."""
    refused = provider.refuses(parcel) if provider.refuses else None
    return refused or provider.read_answer(desk.carry(provider.write(parcel, sender)))


def _accepted(desk: Desk, claim: Claim, name: str, message: str, seen: _Round) -> None:
    errand, provider, now = claim.errand, PROVIDERS[name], desk.now()
    look = silent_at(errand.channel, now, urgent=errand.urgent) if provider.reports else None
    if provider.poll:
        look = now + FIRST_POLL
    desk.ledger.accept(claim, (*seen.attempts, Attempt(now, name, "accepted")), message, look)
    desk.meter.add("Sent", provider=name, channel=errand.channel)


def _no_answer(desk: Desk, claim: Claim, name: str, reason: str, seen: _Round) -> Result:
    """It may be out: nobody else is asked before the hold is over. Where this goes on for as long as patience lasts, it
    is told by the next channel all the same, since nobody may be left untold."""
    errand, now = claim.errand, desk.now()
    desk.meter.add("Unknown", provider=name)
    desk.log.warning("no answer from provider", provider=name, errand=errand.id, reason=reason)
    attempts = (*seen.attempts, Attempt(now, name, "unknown"))
    if claim.tried and now - claim.tried[0].at >= PATIENCE:
        return Result("exhausted", "no answer", attempts=attempts)
    again = now + URGENT_HOLD if errand.urgent else None
    desk.ledger.unknown(claim, again, attempts)
    if again:
        wake_at(desk, errand, again)
    return Result("unknown", reason)


def _not_sent(desk: Desk, claim: Claim, seen: _Round, now: datetime, first: str) -> Result:
    """Surely not sent by anybody: again later, or not by this channel. That the `first` provider could not even be
    asked is written down once, since patience begins to run then."""
    errand = claim.errand
    reason = seen.attempts[-1].code if seen.attempts else "provider shut"
    tried = (*claim.tried, *seen.attempts)
    since = tried[0].at if tried else now
    patience = URGENT_HOLD if errand.urgent else PATIENCE
    if (seen.attempts and seen.hopeless) or now - since >= patience or (errand.urgent and not seen.attempts):
        return Result("exhausted", reason, attempts=tuple(seen.attempts))
    at = now + next_wait(max(len(tried), 1), _chance(desk))
    if seen.until and not seen.attempts:
        at = min(seen.until) + SPREAD * _chance(desk)
    elif seen.until:
        at = max(at, min(seen.until))
    if errand.urgent:
        at = min(at, now + timedelta(seconds=15))
    desk.ledger.retry(claim, at, seen.attempts if tried else [Attempt(now, first, "shut")], reason)
    if errand.urgent or at - now <= SOON:  # too much at once is over in a moment; what takes longer the sweep finds
        wake_at(desk, errand, at)
    return Result("waits", reason)


def count_failure(desk: Desk, name: str, lane: Lane, *, at_once: bool) -> None:
    """A provider failed once more; after FAILURES in a row, or `at_once`, it is shut for a while. One update."""
    failures = max(lane.failures + 1, FAILURES) if at_once else lane.failures + 1
    until = None
    if failures >= FAILURES:
        until = desk.now() + min(FIRST_SHUT * 2 ** min(failures - FAILURES, 8), LONGEST_SHUT)
        desk.meter.add("BreakerShut", provider=name)
        desk.log.warning("provider shut", provider=name, failures=failures)
    desk.lanes.failed(name, desk.now(), failures, until)


def _chance(desk: Desk) -> float:
    return int(desk.mint()[:8], 16) / 0x100000000
