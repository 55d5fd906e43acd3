"""A conversation that nobody answered in time is told of: to the supervisors, then to the phone on duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.core.chat import Reply, Waiting
from chalicelib.core.chat_promise import rings, rings_at
from chalicelib.core.errors import Conflict
from chalicelib.flows.chat_keep import keep, ours
from chalicelib.flows.desk import Desk

MOST = 500
"""So many conversations the sweep looks at in a minute."""

PAGE = 100


def broken(desk: Desk) -> Iterator[tuple[str, Callable[[], object]]]:
    """The conversations to be told of by now, as jobs of the sweep. Queries of one index."""
    now = desk.now()
    for each in in_queue(desk):
        at = rings_at(each, desk.city)
        if at and at <= now:
            yield each.id, partial(ring, desk, each.id)


def ring(desk: Desk, id: str) -> bool:
    """Tell of a conversation if it is due by now, once however often this is called; whether it was.

    One get, one transaction, and the deliveries. Raises TryLater.
    """
    now, thread = desk.now(), desk.chats.thread(id)
    if thread is None or thread.mode not in ("waiting", "human"):
        return False
    waiting = Waiting(
        id, thread.network, thread.since or now, thread.promise, thread.heard, thread.why, thread.alarm, thread.owner,
        thread.rung,
    )  # fmt: skip
    at = rings_at(waiting, desk.city)
    if at is None or at > now:
        return False
    since = minutes(now, waiting)
    said = [
        ours(desk, thread, Reply(_words(desk, id, each.channel, since), "chat_alarm"), "", place=place, role=each.role)
        for place, each in enumerate(rings(thread.rung, now, desk.city))
    ]
    try:
        keep(desk, replace(thread, rung=thread.rung + 1), *said)
    except Conflict:  # somebody answered, or they wrote: the next sweep looks again
        return False
    desk.log.warning("chat promise broken", thread=id, rung=thread.rung, network=thread.network, why=thread.why)
    return True


def waiting_now(desk: Desk) -> tuple[int, float, float]:
    """How many conversations nobody has claimed, for how many seconds the oldest of these waits, and by how many the
    oldest promise of any is broken; 0 for none. Queries of one index."""
    now, found = desk.now(), list(in_queue(desk))
    ages = [(now - each.since).total_seconds() for each in found if not each.owner]
    late = [(now - each.promise).total_seconds() for each in found if each.promise]
    return len(ages), max(ages, default=0.0), max(0.0, *late) if late else 0.0


def in_queue(desk: Desk) -> Iterator[Waiting]:
    """The first MOST of the queue. A query for every PAGE of them."""
    cursor = ""
    for _ in range(MOST // PAGE):
        found, cursor = desk.chats.waiting(PAGE, cursor)
        yield from found
        if not cursor:
            return


def minutes(now: datetime, waiting: Waiting) -> int:
    """For how many whole minutes it waits."""
    return max(int((now - waiting.since).total_seconds() // 60), 0)


def _words(desk: Desk, id: str, channel: str, since: int) -> str:
    url = f"{desk.public_url}/personel/sohbet/{id}"
    return desk.wording.say(f"chats.alarm.{channel}", "tr", minutes=since, url=url, centre=desk.city.centre.tr)
