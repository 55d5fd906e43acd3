"""The queues are woken: a hint and no more, since the sweep works from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.core.errors import TryLater
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS, Errand
from chalicelib.flows.desk import Desk


def wake(desk: Desk, errands: Iterable[Errand], seconds: int = 0) -> None:
    """Have these errands carried, now or in so many seconds. A queue that cannot be woken is no failure."""
    listed = list(errands)
    for queue in (UNIT_ALERTS, CITIZEN_MESSAGES):
        ids = [(errand.number, errand.id) for errand in listed if errand.queue == queue]
        if not ids:
            continue
        try:
            desk.wake(queue, ids, seconds)
        except TryLater as error:
            desk.log.warning("queue could not be woken", queue=queue, reason=error.reason)


def wake_at(desk: Desk, errand: Errand, at: datetime) -> None:
    """Have the errand looked at as soon as it is due."""
    wake(desk, [errand], max(0, round((at - desk.now()).total_seconds()) + 1))
