"""Every minute: what others left lying is done, and what time itself brings, from the sparse indexes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from chalicelib.core.marks import Due, Mark
from chalicelib.core.notices import UNIT_ALERTS
from chalicelib.flows.chat_promise import broken
from chalicelib.flows.converse import converse
from chalicelib.flows.deliver import deliver
from chalicelib.flows.desk import SHARDS, Desk
from chalicelib.flows.escalate import look, waiting
from chalicelib.flows.look_after import look_after
from chalicelib.flows.notify import tell
from chalicelib.flows.recompute import recomputing
from chalicelib.flows.together import digests, gather

# The stream and the queues are given this long before the sweep does their work itself.
GRACE = timedelta(seconds=30)

# So many errands of a backlog the sweep carries itself; of the rest it tells the queues, where many work side by side.
CARRIED = 200

# So many bundles of one group a sweep sends; the next minute's goes on.
BUNDLES = 5

Job = tuple[str, Callable[[], object]]


def rounds(desk: Desk) -> tuple[Iterator[Job], ...]:
    """The sweep's three rounds in their order: what is overdue, what is due by now, what an admin has ordered."""
    return overdue(desk), late(desk), recomputing(desk)


def overdue(desk: Desk) -> Iterator[Job]:
    """What is overdue, job by job, each with the id it is about; the caller runs each and goes on whatever happens.

    What a mark leads to is delivered in the same sweep, straight from the row and not by way of the index, whose reads
    are eventually consistent.
    """
    before = desk.now() - GRACE
    for shard in SHARDS:
        for mark in desk.requests.todo(shard, before):
            yield mark.number, partial(_tell_and_deliver, desk, mark)
        for mark in desk.chats.todo(shard, before):
            yield mark.number, partial(converse, desk, mark.number)
    for errand in digests(desk):
        yield errand.id, partial(deliver, desk, errand.number, errand.id)
    groups: set[str] = set()
    accepted: list[Due] = []
    left: list[tuple[str, str]] = []
    carried = 0
    for shard in SHARDS:
        for due in desk.ledger.due(shard, before):
            if due.group:
                if due.group not in groups:
                    groups.add(due.group)
                    yield due.group, partial(_gather_and_deliver, desk, due.group)
            elif due.state == "accepted":
                accepted.append(due)
            elif carried < CARRIED:
                carried += 1
                yield due.errand, partial(deliver, desk, due.number, due.errand)
            else:
                left.append((due.number, due.errand))
    yield from look_after(desk, accepted)
    if left:
        yield "backlog", partial(desk.wake, UNIT_ALERTS, left, 0)


def late(desk: Desk) -> Iterator[Job]:
    """Every request to be looked at by now, the longest waiting first; then every conversation that was promised an
    answer by now."""
    for mark in waiting(desk):
        yield mark.number, partial(look, desk, mark.number)
    yield from broken(desk)


def ages(desk: Desk) -> tuple[float, float]:
    """How long the oldest mark waits to be told, and the oldest errand to be carried, in seconds; 0 where none does.
    An errand that is held or awaits word waits for nobody. Queries of every index partition."""
    now = desk.now()
    todo = (desk.requests.todo, desk.chats.todo)
    told = (mark.value for marks in todo for shard in SHARDS for mark in islice(marks(shard, now), 1))
    carried = (
        due.value
        for shard in SHARDS
        for due in desk.ledger.due(shard, now)
        if not due.group and due.state != "accepted"
    )
    return _oldest(told, now), _oldest(carried, now)


def _oldest(values: Iterable[str], now: datetime) -> float:
    moments = (datetime.fromisoformat(value.split("#", 1)[0]) for value in values)
    return max(((now - each).total_seconds() for each in moments), default=0.0)


def _tell_and_deliver(desk: Desk, mark: Mark) -> None:
    for errand in tell(desk, mark, hurry=False):
        deliver(desk, errand.number, errand.id)


def _gather_and_deliver(desk: Desk, group: str) -> None:
    """One message after the other, if there are more held than one message tells of."""
    for _ in range(BUNDLES):
        errand = gather(desk, group)
        if not errand or deliver(desk, errand.split("-", 1)[0], errand) == "not due":
            return
