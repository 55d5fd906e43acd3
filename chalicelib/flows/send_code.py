"""One one-time code goes out by one channel, once: its providers are asked in their order until one takes it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Parcel, Refusal
from chalicelib.core.codes import CHANNELS, LIFETIME
from chalicelib.core.errors import Lost, NotReached
from chalicelib.core.marks import Lane
from chalicelib.core.sms import fit
from chalicelib.flows.deliver import address_key
from chalicelib.flows.desk import Desk
from chalicelib.flows.send import count_failure, hand_over

Fate = Literal["taken", "lost", "stopped", "refused"]
"""taken: a provider has it; lost: one gave no answer and may have it; stopped: the phone wants no messages by this
channel; refused: surely nobody took it."""

MINUTES = int(LIFETIME.total_seconds()) // 60
LONGEST_WAIT = 1.5
"""Seconds that are waited where every provider has just been given as much as it bears."""


def open_channels(desk: Desk) -> tuple[str, ...]:
    """The channels by which this city can send a code."""
    return tuple(channel for channel in CHANNELS if _providers(desk, channel))


def send_code(desk: Desk, channel: str, phone: str, digits: str, language: str) -> Fate:
    """Send it, at most once: where no answer came nobody else is asked, and nothing is tried again later.

    Who wrote IPTAL gets no code by that channel either, since anybody could ask for one. A query, then an update and a
    call for each provider. Raises TryLater where our own tables are away.
    """
    key = address_key(desk, phone)
    if channel in desk.ledger.suppressed(key):
        return "stopped"
    parcel = _parcel(desk, phone, digits, language)
    fate, full = _round(desk, channel, parcel)
    if fate == "refused" and full:
        wait = (min(full) - desk.now()).total_seconds()
        if wait <= LONGEST_WAIT:
            desk.pause(max(wait, 0.0))
            fate, _ = _round(desk, channel, parcel)
    if fate == "stopped":
        desk.ledger.suppress(key, channel, "opted out", desk.now())
    return fate


def _round(desk: Desk, channel: str, parcel: Parcel) -> tuple[Fate, list[datetime]]:
    """What came of asking each provider, and from when on those that are full may be asked again."""
    full: list[datetime] = []
    for name in _providers(desk, channel):
        lane = desk.lanes.enter(name, desk.now(), desk.city.delivery[channel].rate)
        fate: Fate = _ask(desk, channel, name, lane, parcel) if lane.go else "refused"
        if fate != "refused":
            return fate, full
        if not lane.go and not lane.broken:
            full.append(lane.at)
    return "refused", full


def _ask(desk: Desk, channel: str, name: str, lane: Lane, parcel: Parcel) -> Fate:
    try:
        said = hand_over(desk, PROVIDERS[name], parcel, desk.senders[name])
    except NotReached:
        count_failure(desk, name, lane, at_once=False)
        return "refused"
    except Lost:
        count_failure(desk, name, lane, at_once=False)
        desk.meter.add("Unknown", provider=name)
        return "lost"
    if isinstance(said, Refusal):
        desk.meter.add("Refused", provider=name, code=said.code)
        if said.reaction in ("retry", "alarm"):
            count_failure(desk, name, lane, at_once=said.reaction == "alarm")
        return "stopped" if said.reaction == "opted_out" else "refused"
    if lane.failures:
        desk.lanes.good(name)
    desk.meter.add("Sent", provider=name, channel=channel)
    return "taken"


def _parcel(desk: Desk, phone: str, digits: str, language: str) -> Parcel:
    """Its errand is no row of the ledger: what a provider says of it later concerns no request."""
    centre = desk.city.centre.say(language)
    text = desk.wording.say("app.code.sms", language, centre=centre, code=digits, minutes=MINUTES)
    return Parcel(
        errand=f"code-{desk.mint()[:16]}",
        to=phone,
        text=fit(text, folded=desk.city.sms_transliterate),
        language=language,
        code=digits,
    )


def _providers(desk: Desk, channel: str) -> list[str]:
    delivery = desk.city.delivery.get(channel)
    return [name for name in delivery.providers if name in desk.senders] if delivery else []
