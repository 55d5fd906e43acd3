"""A peer updates a request that it filed: what a citizen can do with it, once for each id of theirs."""

from __future__ import annotations

from hashlib import sha256

from chalicelib.core.api_keys import ApiKey, writer
from chalicelib.core.case import Case
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound, TryLater
from chalicelib.core.fields import MOST_FILES
from chalicelib.core.peer_form import PeerForm
from chalicelib.core.peer_update import LONGEST, SAID_BESIDE, PeerUpdate, move_of, read_update
from chalicelib.core.rights import CITIZEN
from chalicelib.core.tracking import key_hash
from chalicelib.flows import files
from chalicelib.flows.citizen import ACTS, acts_now
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import TRIES, move
from chalicelib.flows.open311_file import CHANNEL, sorted_out

FACT = "peer_update"
"""The fact by which an event knows which update of a peer it was: a keyed hash of their id."""
WITH_FILES = ("answer", "add", "not_solved")


def post(desk: Desk, key: ApiKey, form: PeerForm) -> str:
    """Make the move that the update means, and give our id of it; the same update again gives the same id.

    Two queries and one transaction; a file costs what `files.take` does. Raises Invalid, NotFound (also for a request
    that this key did not file), NotAllowed where nothing can be added any more, TryLater.
    """
    update = read_update(form)
    mark = key_hash(desk.secret, "peer-update", f"{key.id}\n{update.id}")
    for _ in range(TRIES):
        case = desk.requests.case(update.number)
        if case is None or case.request.channel != CHANNEL or case.request.by != writer(key):
            raise NotFound("not-found")
        done = _done(case, mark)
        if done:
            return done
        try:
            _make(desk, case, update, form, mark)
        except Conflict:
            continue  # somebody was quicker, perhaps this very update: look again
        return f"{case.number}-{case.state.version + 1}"
    raise TryLater("changed by others all the time", wait=5)


def rehearse(form: PeerForm) -> str:
    """The id that an update would get that is right in itself: nothing is read or stored. Raises Invalid, NotFound."""
    return f"{read_update(form).number}-2"


def _done(case: Case, mark: str) -> str:
    """The id that this update got, "" for none yet."""
    return next((f"{case.number}-{event.n}" for event in case.events if event.facts.get(FACT) == mark), "")


def _make(desk: Desk, case: Case, update: PeerUpdate, form: PeerForm, mark: str) -> None:
    name = move_of(update, case.state, acts_now(case, desk.city, desk.now()))
    said: dict[str, object] = {ACTS[name]: _words(desk, update, name)}
    session = key_hash(desk.secret, "peer-files", f"update {mark}")
    uploads = sorted_out(form)[0] if name in WITH_FILES else []
    if uploads:
        said["files"] = [
            files.take(desk, session, each.content, each.media_type, CHANNEL, of=sha256(each.content).hexdigest())
            for each in uploads[:MOST_FILES]
        ]
    try:
        move(desk, case.number, name, said, CITIZEN, case.state.version, session, {FACT: mark})
    except Invalid as error:
        raise Invalid(*(Fault("description", fault.code, fault.values) for fault in error.faults)) from error


def _words(desk: Desk, update: PeerUpdate, name: str) -> str:
    """The peer's words, with a line for the status where the move does not say it, and a line for each link; lines of
    ours are left out where they would not fit."""
    status = SAID_BESIDE.get(update.status, "") if name in ("add", "answer") else ""
    lines = [desk.wording.say(f"open311.update.{status}", "tr")] if status else []
    lines += [update.text]
    lines += [desk.wording.say("open311.update.media", "tr", url=url) for url in update.media]
    told = "\n".join(lines)
    return told if len(told) <= LONGEST else update.text
