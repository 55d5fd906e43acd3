"""Every minute: what others left lying is done, and what time itself brings, from the sparse indexes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from chalicelib.core.marks import Mark
from chalicelib.flows.deliver import Senders, deliver
from chalicelib.flows.desk import SHARDS, Desk
from chalicelib.flows.escalate import look, waiting
from chalicelib.flows.notify import tell
from chalicelib.flows.recompute import recomputing

# The stream and the queues are given this long before the sweep does their work itself.
GRACE = timedelta(seconds=30)

Job = tuple[str, Callable[[], object]]


def rounds(desk: Desk, senders: Senders) -> tuple[Iterator[Job], ...]:
    """The sweep's three rounds in their order: what is overdue, what is due by now, what an admin has ordered."""
    return overdue(desk, senders), late(desk), recomputing(desk)


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


def late(desk: Desk) -> Iterator[Job]:
    """Every request to be looked at by now, the longest waiting first."""
    for mark in waiting(desk):
        yield mark.number, partial(look, desk, mark.number)


def _tell_and_deliver(desk: Desk, senders: Senders, mark: Mark) -> None:
    for errand in tell(desk, mark, wake=False):
        deliver(desk, senders, errand.number, errand.id)
