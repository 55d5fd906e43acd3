"""A move is made: read, checked, and written in one transaction, once."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.case import Case, Change
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.core.moves import Wanted, make, with_event
from chalicelib.core.rights import Actor, parts, sight
from chalicelib.core.tracking import read
from chalicelib.flows import photos
from chalicelib.flows.desk import Desk

# Who does not say which version they saw asks again when somebody else was quicker; so does a merge, whose other
# request they did not see.
TRIES = 3


def move(
    desk: Desk,
    number: str,
    name: str,
    said: Mapping[str, object],
    actor: Actor,
    version: int | None = None,
    session: str = "",
    facts: Mapping[str, object] | None = None,
) -> Case:
    """Make the move and give the request as it is now. `number` has twelve digits; `version` is the one its maker saw,
    `session` the one in which a citizen uploaded its `files`; staff have one of their own for every request.
    `facts` are codes of ours that the event keeps.

    One query and one transaction; with a merge one query more; with an erasure one update more for everything that was
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
        wanted = Wanted(name, said, actor, desk.mint(), facts or {})
        changes = make(wanted, case, desk.city, desk.now(), _other(desk, case, name, said, actor))
        _check_photos(desk, changes[0])
        if files := changes[0].event.facts.get("files", ()):
            photos.check(desk, files, photos.staff_session(desk, number, actor) if actor.kind == "staff" else session)
        if desk.requests.change(changes):
            if changes[0].erases:
                for n in case.said:
                    desk.requests.erase_said(number, n)
                photos.forget(desk, case.files)
            _log(desk, changes[0])
            return after(case, changes[0])
        present = case.state.version
    raise Conflict(present)


def after(case: Case, change: Change) -> Case:
    """The case with the change in it."""
    return with_event(case, change.state, change.event, change.said, change.draft)


def _other(desk: Desk, case: Case, name: str, said: Mapping[str, object], actor: Actor) -> Case | None:
    if name == "merge":
        if not {"centre", "system"} & parts(actor, case.request, desk.city):
            return None  # nor does the answer tell whether such a number is there
        typed = said.get("into")
        try:
            into = read(typed) if isinstance(typed, str) and typed else ""
        except NotFound as error:
            raise Invalid(Fault("into", "mistyped")) from error
        other = desk.requests.case(into) if into else None
        if into and other is None:
            raise Invalid(Fault("into", "not-found"))
        return other
    return desk.requests.case(case.state.into) if case.state.into else None


def _check_photos(desk: Desk, change: Change) -> None:
    """Only what was looked at and is clean can be made public: one batch get where there are photos."""
    photos = change.event.facts.get("photos", ())
    found = desk.files.of(photos) if photos else {}
    if any(id not in found or found[id].state != "clean" or found[id].number != change.number for id in photos):
        raise Invalid(Fault("photos", "photo-not-clean"))


def _log(desk: Desk, change: Change) -> None:
    event = change.event
    desk.log.info(
        "move made", number=change.number, move=event.move, event=event.n, status=change.state.status, actor=event.actor
    )
