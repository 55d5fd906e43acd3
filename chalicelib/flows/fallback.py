"""A channel has failed: the next one is used, and where none is left a person is told to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.core.case import Case
from chalicelib.core.errors import Conflict, NotAllowed
from chalicelib.core.notices import Errand
from chalicelib.core.past import as_of
from chalicelib.core.reach import channels_of
from chalicelib.core.rights import SYSTEM
from chalicelib.core.worktime import next_open
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move
from chalicelib.flows.wake import wake

# Alerts that say themselves that somebody could not be told: that they fail is no further news for anybody.
_LAST_WORDS = ("untold", "unreached", "call_now")


def next_channel(desk: Desk, errand: Errand, case: Case) -> bool:
    """Put the same message down for the next channel of its role; False if there is none. A repeat collides.

    A phone rings for it at once only if it was to ring, or the matter cannot wait; else when its unit is at work.
    """
    channels = channels_of(errand, case.request, desk.city)
    if errand.turn + 1 >= len(channels):
        return False
    following = replace(errand, channel=channels[errand.turn + 1], turn=errand.turn + 1)
    due = _when(desk, following, case)
    desk.ledger.add(following, due)
    desk.meter.add("Fallback", channel=following.channel)
    desk.log.info("next channel", errand=following.id, channel=following.channel)
    if due <= desk.now():
        wake(desk, [following])
    return True


def not_told(desk: Desk, errand: Errand, case: Case, reason: str) -> None:
    """Somebody could not be told: the request stands on the centre's list of calls, once for each errand.

    Raises Conflict where the request changes all the time; the errand stays claimed, and is looked at again.
    """
    desk.meter.add("NotTold", channel=errand.channel)
    desk.log.warning("could not be told", errand=errand.id, reason=reason)
    if errand.purpose in _LAST_WORDS:
        return
    name = "untold" if errand.to_reporter else "unreached"
    first = replace(errand, turn=0).id
    if any(event.move == name and event.facts.get("errand") == first for event in case.events):
        return
    facts = {"errand": first, "role": errand.role, "about": errand.event, "reason": reason}
    if name == "unreached":
        facts["call"] = "now"
    try:
        move(desk, case.number, name, facts, SYSTEM)
    except NotAllowed:  # it has ended meanwhile: the page of the request shows the message as undeliverable
        desk.log.warning("nobody is asked to call", number=case.number, move=name)


def fall_back(desk: Desk, errand: Errand, case: Case, reason: str) -> None:
    """The errand's channel has failed for good: the next channel, and a person where there is none, or where a phone
    was to ring and now only a mailbox is left."""
    following = next_channel(desk, errand, case)
    rang = errand.urgent and errand.channel == "sms"
    if not following or rang:
        try:
            not_told(desk, errand, case, reason)
        except Conflict:
            desk.log.warning("changes all the time", number=case.number)
            raise


def _when(desk: Desk, errand: Errand, case: Case) -> datetime:
    now = desk.now()
    if errand.to_reporter or errand.urgent or errand.channel != "sms":
        return now
    if as_of(case, errand.event).priority == "P1":
        return now
    city = desk.city
    code = errand.role.split(":")[1] if errand.role.startswith("unit:") else ""
    unit = city.units.get(code) or city.units[city.desk]
    return next_open(now, city.calendars[unit.calendar], city.holidays)
