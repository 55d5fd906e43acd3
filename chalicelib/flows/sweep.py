"""Every minute: what the stream and the queues left lying is told and delivered from the sparse indexes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from chalicelib.core.marks import Mark
from chalicelib.flows.deliver import Senders, deliver
from chalicelib.flows.desk import Desk
from chalicelib.flows.notify import tell

SHARDS = range(10)
# The stream and the queues are given this long before the sweep does their work itself.
GRACE = timedelta(seconds=30)

Job = tuple[str, Callable[[], object]]


def overdue(desk: Desk, senders: Senders) -> Iterator[Job]:
    """What is overdue, job by job, each with the id it is about; the caller runs each and goes on whatever happens.

    What a mark leads to is delivered in the same sweep, straight from the row and not by way of the index, whose reads
    are eventually consistent.
    """
    before = desk.now() - GRACE
    for shard in SHARDS:
        for mark in desk.requests.todo(shard, before):
            yield mark.number, partial(_tell_and_deliver, desk, senders, mark)
    for shard in SHARDS:
        for mark in desk.ledger.due(shard, before):
            yield mark.part, partial(deliver, desk, senders, mark.number, mark.part)


def _tell_and_deliver(desk: Desk, senders: Senders, mark: Mark) -> None:
    for errand in tell(desk, mark, wake=False):
        deliver(desk, senders, errand.number, errand.id)
