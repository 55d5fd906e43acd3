"""A recorded fact becomes errands in the ledger, and the queues are woken."""

from __future__ import annotations

from chalicelib.core.case import Case, Event
from chalicelib.core.errors import NotAllowed
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.following import joined_at_opening
from chalicelib.core.marks import Mark
from chalicelib.core.notices import Errand, errands_of_opening
from chalicelib.core.rights import SYSTEM, is_confidential
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import attach
from chalicelib.flows.follow import join
from chalicelib.flows.hold import put_down
from chalicelib.flows.move import move
from chalicelib.flows.wake import wake

OUTCOMES = ("resolve", "reject", "follow")
WITHOUT_OUTCOME = ("withdraw", "lapse")


def tell(desk: Desk, mark: Mark, *, hurry: bool = True) -> tuple[Errand, ...]:
    """Put down every errand that follows from the marked row, wake the queues, and only then take the mark off.
    Files that came with it belong to the request from then on; who follows a public one is joined with it first.

    A repeat collides in the ledger and changes nothing. A queue that cannot be woken is no failure: the sweep works
    from the ledger.
    """
    case = desk.requests.case(mark.number)
    event = case.event(mark.event) if case else None
    if case is None or (mark.event > 1 and event is None):
        desk.log.warning("marked row is gone", number=mark.number)
        return ()
    files = case.request.draft.files if event is None else event.facts.get("files", ())
    if event is None:
        case = join(desk, case)
        errands = errands_of_opening(case.request, desk.city, joined=joined_at_opening(case))
    else:
        hand_on(desk, case, event)
        release(desk, case, event)
        errands = errands_of_event(case, event, desk.city)
    ready = [errand for errand in errands if put_down(desk, errand, case)]
    if hurry:
        wake(desk, ready)
    if files:  # last, so that nobody is told late because the bucket is away
        attach(desk, case.number, files)
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
    outcome_told = {"outcome": event.facts.get("outcome", ""), "result": result_of(event)}
    answer, hidden = case.texts(event.n).get("answer", ""), is_confidential(case.request, desk.city)
    for number in case.state.merged:
        theirs = desk.requests.case(number)
        if theirs is None or _joined(case, number) > event.n:
            continue  # an outcome from before it was merged is not its own
        told = {(each.facts["request"], each.facts["of"]) for each in theirs.events if each.move == "follow"}
        if (case.number, event.n) in told:
            continue
        theirs_too = not hidden or is_confidential(theirs.request, desk.city)
        facts = {"request": case.number, "of": event.n} | outcome_told | {"answer": answer if theirs_too else ""}
        try:
            move(desk, number, "follow", facts, SYSTEM, theirs.state.version)
        except NotAllowed:
            desk.log.info("merged no more", number=number)


def release(desk: Desk, case: Case, event: Event) -> None:
    """Where a request ended without an outcome, every one that was merged into it is its own again: its unit has it
    back, its reporter hears of it. Raises Conflict as `hand_on` does."""
    if event.move not in WITHOUT_OUTCOME or case.state.open:
        return
    for number in case.state.merged:
        theirs = desk.requests.case(number)
        if theirs is None or theirs.state.into != case.number:
            continue
        try:
            move(desk, number, "unmerge", {}, SYSTEM, theirs.state.version)
        except NotAllowed:
            desk.log.info("merged no more", number=number)


def _joined(case: Case, number: str) -> int:
    """The event by which that request was merged into this one."""
    joined = (event.n for event in case.events if event.move == "attach" and event.facts["request"] == number)
    return max(joined, default=0)


def result_of(event: Event) -> str:
    """The kind of outcome that an event gave, or handed on."""
    if event.move == "follow":
        return str(event.facts["result"])
    changed = event.facts.get("changed", {})
    return str(changed["result"][1]) if "result" in changed else ""
