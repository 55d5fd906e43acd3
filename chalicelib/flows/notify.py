"""A recorded fact becomes errands in the ledger, and the queues are woken."""

from __future__ import annotations

from chalicelib.core.case import Case, Event
from chalicelib.core.errors import NotAllowed, TryLater
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.marks import Mark
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS, Errand, errands_of_opening
from chalicelib.core.rights import SYSTEM
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move

OUTCOMES = ("resolve", "reject", "follow")


def tell(desk: Desk, mark: Mark, *, wake: bool = True) -> tuple[Errand, ...]:
    """Put down every errand that follows from the marked row, wake the queues, and only then take the mark off.

    A repeat collides in the ledger and changes nothing. A queue that cannot be woken is no failure: the sweep works
    from the ledger.
    """
    case = desk.requests.case(mark.number)
    event = case.event(mark.event) if case else None
    if case is None or (mark.event > 1 and event is None):
        desk.log.warning("marked row is gone", number=mark.number)
        return ()
    if event is None:
        errands = errands_of_opening(case.request, desk.city)
    else:
        hand_on(desk, case, event)
        errands = errands_of_event(case, event, desk.city)
    for errand in errands:
        desk.ledger.add(errand)
    if wake:
        _wake(desk, errands)
    desk.requests.clear_todo(mark)
    desk.log.info("errands put down", number=mark.number, errands=len(errands))
    return errands


def hand_on(desk: Desk, case: Case, event: Event) -> None:
    """An outcome goes on to every request merged into this one, once: each becomes an event there, whose reporter is
    told as any other, and which goes on in its turn.

    Raises Conflict where one of them changes all the time; the mark stands, and the sweep comes again.
    """
    if event.move not in OUTCOMES:
        return
    outcome_told = {
        "outcome": event.facts.get("outcome", ""),
        "result": result_of(event),
        "answer": case.texts(event.n).get("answer", ""),
    }
    for number in case.state.merged:
        theirs = desk.requests.case(number)
        if theirs is None:
            continue
        told = {(each.facts["request"], each.facts["of"]) for each in theirs.events if each.move == "follow"}
        if (case.number, event.n) in told:
            continue
        facts = {"request": case.number, "of": event.n} | outcome_told
        try:
            move(desk, number, "follow", facts, SYSTEM, theirs.state.version)
        except NotAllowed:
            desk.log.info("merged no more", number=number)


def result_of(event: Event) -> str:
    """The kind of outcome that an event gave, or handed on."""
    if event.move == "follow":
        return str(event.facts["result"])
    changed = event.facts.get("changed", {})
    return str(changed["result"][1]) if "result" in changed else ""


def _wake(desk: Desk, errands: tuple[Errand, ...]) -> None:
    for queue in (UNIT_ALERTS, CITIZEN_MESSAGES):
        ids = [(errand.number, errand.id) for errand in errands if errand.queue == queue]
        if not ids:
            continue
        try:
            desk.wake(queue, ids)
        except TryLater as error:
            desk.log.warning("queue could not be woken", queue=queue, reason=error.reason)
