"""What came is kept, each thing by itself and once, and the workers are told that it came; nothing is answered here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.core.chat import Kept
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Item
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk

OLDEST = timedelta(days=8)
"""The longest that a network repeats a message (Meta: 7 days, by 360dialog); an earlier time is not believed."""

Accounts = Mapping[str, Collection[str]]
"""Our numbers, pages and bots by network; none where any is taken."""


def listen(desk: Desk, items: Iterable[Item], accounts: Accounts) -> list[str]:
    """Keep every item that came to an account of ours; the ids of those that are new.

    One conditional put an item, and one call to the queue. Raises TryLater where something could not be kept: the
    network brings all of it again, and what is kept already collides. A queue that is away delays, no more: the sweep
    finds what was kept.
    """
    new: list[str] = []
    away: TryLater | None = None
    for item in items:
        try:
            if id := _keep(desk, item, accounts):
                new.append(id)
        except TryLater as error:  # its siblings are kept all the same
            away = error
    if new:
        try:
            desk.listen(new)
        except TryLater:
            desk.log.warning("queue away, the sweep goes on", messages=len(new))
    if away:
        raise away
    return new


def message_id(desk: Desk, network: str, key: str) -> str:
    """Under which a network's message is kept."""
    return key_hash(desk.secret, "message", f"{network}\n{key}")


def _keep(desk: Desk, item: Item, accounts: Accounts) -> str:
    network, now = item.who.network, desk.now()
    if not _is_ours(item.account, accounts.get(network, ())):
        desk.meter.add("OtherAccount", channel=network)
        desk.log.warning("message for an account that is not ours", network=network)
        return ""
    kept = Kept(message_id(desk, network, item.key), _when(item, now), item=item)
    if not desk.chats.keep(kept, now + timedelta(days=desk.city.contact_days)):
        return ""
    desk.meter.add("Heard", channel=network)
    desk.log.info("message kept", kept=kept.id, network=network, kind=item.kind)
    return kept.id


def _is_ours(account: str, ours: Collection[str]) -> bool:
    """An account of AWS is known by its own id, or by the end of its ARN."""
    known = [each for each in ours if each]
    return not account or not known or any(each == account or each.endswith(f"/{account}") for each in known)


def _when(item: Item, now: datetime) -> datetime:
    """Its own time, if that can be; a mark in the future would never be worked off."""
    return item.at if item.at and now - OLDEST <= item.at <= now else now
