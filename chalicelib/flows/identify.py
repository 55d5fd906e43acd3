"""Who wrote: what is known of their addresses is read, settled, and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.errors import TryLater
from chalicelib.core.identity import Found, beside, e164, read_claim, settle
from chalicelib.core.inbound import Item
from chalicelib.flows.desk import Desk

TRIES = 8


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote. `id` names the person (a keyed hash), `keys` are their addresses in this item (keyed hashes), `phone`
    is in E.164 where this item proves it, else "". Requests by that phone are theirs since `since`; None: none by a
    phone may be shown. `lost`: the phone that was known of them is not theirs any more and must be forgotten. `merged`
    is another person's id that proved to be the same, this once; `recycled` that the phone was another's before."""

    id: str
    keys: tuple[str, ...] = ()
    phone: str = ""
    since: datetime | None = None
    lost: bool = False
    merged: str = ""
    recycled: bool = False


def identify(desk: Desk, item: Item) -> Person:
    """Who wrote the item. A card of the sender's own proves a phone to call, but not whose requests may be seen: an
    account keeps the number it was once opened with.

    One batch get, two where the id is known with a phone that the item does not tell; a put for each address that is
    new, changed, or not seen for a week. Raises TryLater.
    """
    now = desk.now()
    claim = read_claim(desk.secret, item, now)
    expires = now + timedelta(days=desk.city.contact_days)
    for _ in range(TRIES):
        known = dict(desk.chats.known(claim.keys)) if claim.keys else {}
        if more := beside(claim, known):
            known |= desk.chats.known(more)
        found = settle(claim, known, desk.secret)
        if all(desk.chats.know(row, expires) for row in found.writes):
            return _person(item, claim.keys, found)
    raise TryLater("others write to the same addresses", wait=1)


def _person(item: Item, keys: tuple[str, ...], found: Found) -> Person:
    card = e164(item.card_phone) if item.kind == "contact" and item.card_own and item.trusted else ""
    return Person(
        id=found.person,
        keys=keys,
        phone=e164(item.who.phone) if found.phone else card,
        since=found.since,
        lost=found.lost and not card,
        merged=found.merged,
        recycled=found.recycled,
    )
