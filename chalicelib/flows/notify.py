"""A recorded fact becomes errands in the ledger, and the queues are woken."""

from __future__ import annotations

from chalicelib.core.errors import TryLater
from chalicelib.core.marks import Mark
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS, Errand, errands_of_opening
from chalicelib.flows.desk import Desk


def tell(desk: Desk, mark: Mark, *, wake: bool = True) -> tuple[Errand, ...]:
    """Put down every errand that follows from the marked row, wake the queues, and only then take the mark off.

    A repeat collides in the ledger and changes nothing. A queue that cannot be woken is no failure: the sweep works
    from the ledger.
    """
    request = desk.requests.read(mark.number)
    if request is None:
        desk.log.warning("marked row is gone", number=mark.number)
        return ()
    errands = errands_of_opening(request, desk.city)
    for errand in errands:
        desk.ledger.add(errand)
    if wake:
        _wake(desk, errands)
    desk.requests.clear_todo(mark)
    desk.log.info("errands put down", number=mark.number, errands=len(errands))
    return errands


def _wake(desk: Desk, errands: tuple[Errand, ...]) -> None:
    for queue in (UNIT_ALERTS, CITIZEN_MESSAGES):
        ids = [(errand.number, errand.id) for errand in errands if errand.queue == queue]
        if not ids:
            continue
        try:
            desk.wake(queue, ids)
        except TryLater as error:
            desk.log.warning("queue could not be woken", queue=queue, reason=error.reason)
