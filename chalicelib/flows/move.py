"""A move is made: read, checked, and written in one transaction, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.core.case import Case, Change
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.core.moves import Wanted, make
from chalicelib.core.request import Request
from chalicelib.core.rights import Actor, parts, sight
from chalicelib.core.tracking import read
from chalicelib.flows.desk import Desk

# Who does not say which version they saw asks again when somebody else was quicker; so does a merge, whose other
# request they did not see.
TRIES = 3


def move(
    desk: Desk, number: str, name: str, said: Mapping[str, object], actor: Actor, version: int | None = None
) -> Case:
    """Make the move and give the request as it is now. `number` has twelve digits; `version` is the one its maker saw.

    One query and one transaction; with a merge one get more; with an erasure one update more for everything that was
    ever said; one that broke off is made good by making it again. Raises NotFound, Refused, NotAllowed, Invalid, and
    Conflict with the present version where somebody else was quicker: then nothing was written.
    """
    present = 0
    for _ in range(TRIES):
        case = desk.requests.case(number)
        if case is None or (actor.kind == "staff" and sight(actor, case.request, desk.city) == "none"):
            raise NotFound("not-found")
        if version is not None and version != case.state.version:
            raise Conflict(case.state.version)
        wanted = Wanted(name, said, actor, desk.mint())
        changes = make(wanted, case, desk.city, desk.now(), _other(desk, case, name, said, actor))
        if desk.requests.change(changes):
            if changes[0].erases:
                for n in case.said:
                    desk.requests.erase_said(number, n)
            _log(desk, changes[0])
            return after(case, changes[0])
        present = case.state.version
    raise Conflict(present)


def after(case: Case, change: Change) -> Case:
    """The case with the change in it."""
    request = replace(case.request, state=change.state, draft=change.draft or case.request.draft)
    said = dict(case.said) | ({change.said.n: change.said} if change.said else {})
    return replace(case, request=request, events=(*case.events, change.event), said=said)


def _other(desk: Desk, case: Case, name: str, said: Mapping[str, object], actor: Actor) -> Request | None:
    if name == "merge":
        if "centre" not in parts(actor, case.request, desk.city):
            return None  # nor does the answer tell whether such a number is there
        typed = said.get("into")
        try:
            into = read(typed) if isinstance(typed, str) and typed else ""
        except NotFound as error:
            raise Invalid(Fault("into", "mistyped")) from error
        other = desk.requests.read(into) if into else None
        if into and other is None:
            raise Invalid(Fault("into", "not-found"))
        return other
    return desk.requests.read(case.state.into) if case.state.into else None


def _log(desk: Desk, change: Change) -> None:
    event = change.event
    desk.log.info(
        "move made", number=change.number, move=event.move, event=event.n, status=change.state.status, actor=event.actor
    )
