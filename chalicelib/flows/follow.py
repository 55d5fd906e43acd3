"""Whoever follows a public request is joined with it, before anybody is told of theirs."""

from __future__ import annotations

from chalicelib.core.case import Case
from chalicelib.core.errors import Invalid, NotAllowed
from chalicelib.core.rights import SYSTEM
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move


def join(desk: Desk, case: Case) -> Case:
    """The case, joined with the request that its reporter follows; as it is where they follow none, somebody has moved
    it already, or it cannot be joined any more: then it is a request like any other.

    One move, and none on a repeat. Raises Conflict where one of both changes all the time: the mark of the opening
    stands, and the sweep comes again.
    """
    follows = case.request.draft.follows
    if not follows or case.events:
        return case
    try:
        return move(desk, case.number, "merge", {"into": follows}, SYSTEM, case.state.version)
    except (Invalid, NotAllowed) as error:
        desk.log.info("not joined", number=case.number, reason=type(error).__name__)
        return case
