"""Who reports what a public request is about already follows that one: joined with it, and told what came of it."""

from __future__ import annotations

from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.publication import PUBLIC_BASIS, TIP, grade_of
from chalicelib.core.request import Request
from chalicelib.core.rights import SYSTEM


def may_join(request: Request, main: Request, city: City) -> bool:
    """Whether the request is joined with the one that its reporter said they follow.

    Only as long as anybody may see that one and somebody works on it, and only what loses nothing by it: no danger,
    nothing more urgent or of another group of services, no tip, and nothing that the law wants answered by itself.
    """
    ours, theirs = request.state, main.state
    of_its_own = ours.basis != PUBLIC_BASIS or request.draft.kind == TIP or bool(request.emergency)
    if of_its_own or request.draft.follows != main.number or main.number == request.number:
        return False
    shown = theirs.open and grade_of(main, city) != "nothing"
    return shown and ours.priority >= theirs.priority and _group(ours.service, city) == _group(theirs.service, city)


def joined_at_opening(case: Case) -> bool:
    """Whether the system joined the request with the one that it follows before anybody was told of its opening."""
    first = case.event(2)
    return bool(first and first.move == "merge" and first.actor == SYSTEM.name)


def _group(service: str, city: City) -> str:
    found = city.services.get(service)
    return found.group if found else ""
