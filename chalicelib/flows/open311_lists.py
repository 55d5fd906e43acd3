"""What peers read of the city: its public requests, what happened to them, and when its services last changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from chalicelib.core.api_keys import ApiKey
from chalicelib.core.errors import NotFound
from chalicelib.core.open311_ask import MOST, Asked, read_id
from chalicelib.core.open311_requests import Told
from chalicelib.core.open311_time import Window
from chalicelib.core.publication import Public, still
from chalicelib.core.updates import PEER_ID, PUBLIC_BOOK, Update, peers_book
from chalicelib.flows.desk import Desk
from chalicelib.flows.settings import SERVICES


def requests(desk: Desk, asked: Asked) -> list[Public]:
    """The public requests that were asked for, the newest first, by number where opened at the same moment. One query
    for each month of the window, more where the filters leave too few; for ids, batch gets of a hundred."""
    if asked.ids is not None:
        found = shown(desk, asked.ids)
        return sorted(found, key=lambda public: (public.opened, public.number), reverse=True)
    wanted = (public for public in _of(desk, asked) if asked.wants(public))
    return list(islice(wanted, asked.skip, asked.skip + asked.take))


def request(desk: Desk, typed: str) -> Public:
    """The public request of this id. One batch get. Raises NotFound ("not-found"), the same for one that is not public,
    unknown or mistyped."""
    found = shown(desk, [read_id(typed)])
    if not found:
        raise NotFound("not-found")
    return found[0]


def updates(desk: Desk, window: Window, peer: ApiKey | None = None) -> list[Told]:
    """What became visible in the window, the oldest first, at most MOST: of public requests, and to a peer also of what
    it filed itself that is not public.

    One query for each book and month, and batch gets of a hundred. An update of a request that was public then and is
    no more is not told."""
    told = _public_updates(desk, window, peer)
    if peer:
        own = desk.requests.updates([peers_book(peer.id)], window.since, window.until, MOST)
        told += [Told(update, own=True) for update in own]
    return sorted(told, key=lambda each: (each.update.at, each.update.number, each.update.n))[:MOST]


def services_changed(desk: Desk, preset: datetime) -> datetime:
    """When the services last changed: with the `preset` or by a setting. One query."""
    order = desk.settings.job(SERVICES)
    return max(preset, order.since) if order else preset


def shown(desk: Desk, numbers: Sequence[str]) -> list[Public]:
    """What is public of these requests now. Batch gets of a hundred."""
    found = (still(public, desk.city) for public in desk.requests.public_of(numbers)) if numbers else ()
    return [public for public in found if public]


def _of(desk: Desk, asked: Asked) -> Iterator[Public]:
    """All of the window, read as far as it is asked for."""
    cursor, more = "", True
    while more:
        page = desk.requests.published(asked.window.since, asked.window.until, asked.reach, cursor)
        yield from (public for each in page.entries if (public := still(each, desk.city)))
        cursor = page.cursor
        more = bool(cursor)


def _public_updates(desk: Desk, window: Window, peer: ApiKey | None) -> list[Told]:
    """Those of the public book that may be told, MOST or all of them: what is hidden by now takes no place."""
    told: dict[str, Told] = {}
    since, more = window.since, True
    while more:
        found = desk.requests.updates([PUBLIC_BOOK], since, window.until, MOST)
        present = {public.number: public for public in shown(desk, _numbers(found))}
        told |= {each.id: _told(each, present[each.number], peer) for each in found if each.number in present}
        more = len(found) == MOST and len(told) < MOST and found[-1].at > since
        since = found[-1].at if found else since
    return list(told.values())


def _told(update: Update, public: Public, peer: ApiKey | None) -> Told:
    return Told(update, public, own=peer is not None and update.facts.get(PEER_ID) == peer.id)


def _numbers(found: Sequence[Update]) -> list[str]:
    return list(dict.fromkeys(update.number for update in found))
