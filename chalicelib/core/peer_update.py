"""What a peer's update of its own report means here: which of the citizen's moves it makes, and with which words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.case import State
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.open311_ask import read_id
from chalicelib.core.open311_time import read_moment
from chalicelib.core.peer_form import PeerForm
from chalicelib.core.text import exact

LONGEST = 4000
"""Characters of an update's text, as of every text that a citizen adds."""

# The statuses of the extension: the citizen's moves that each can mean, the first that fits; "add" fits nearly always.
MEANT: Mapping[str, tuple[str, ...]] = {
    "FIXED": ("solved", "add"),
    "CLOSED": ("solved", "add"),
    "CANCELLED": ("withdraw", "add"),
    "REOPEN": ("not_solved", "answer", "add"),
    "OPEN": ("not_solved", "answer", "add"),
    **dict.fromkeys(
        (
            "INVESTIGATING", "FOR_TRIAGE", "IN_PROGRESS", "PLANNED", "ACTION_SCHEDULED", "NO_FURTHER_ACTION",
            "NOT_COUNCILS_RESPONSIBILITY", "DUPLICATE", "INTERNAL_REFERRAL", "UNCHANGED",
        ),
        ("answer", "add"),
    ),
}  # fmt: skip
REQUIRED = ("service_request_id", "update_id", "status", "updated_datetime", "description")
# Where the move itself does not say what the status said, a line of words does: open311.update.<name>.
SAID_BESIDE: Mapping[str, str] = {"FIXED": "fixed", "CLOSED": "closed", "CANCELLED": "cancelled", "REOPEN": "reopen"}


@dataclass(frozen=True, slots=True)
class PeerUpdate:
    """An update as a peer sent it: of which request, its own id of it, its status and moment, its words and links."""

    number: str
    id: str
    status: str
    at: datetime
    text: str
    media: tuple[str, ...] = ()


def read_update(form: PeerForm) -> PeerUpdate:
    """The update in a form. Raises Invalid with every fault at once, NotFound for an id that can be nobody's."""
    faults = {name: Fault(name, "required") for name in REQUIRED if not form.one(name)}
    status = form.one("status").upper().replace(" ", "_")
    if status and status not in MEANT:
        faults["status"] = Fault("status", "update-status", (("known", ", ".join(MEANT)),))
    text = exact(form.raw("description")).strip()
    if len(text) > LONGEST:
        faults["description"] = Fault("description", "too-long", (("limit", str(LONGEST)),))
    if len(form.one("update_id")) > 255:
        faults["update_id"] = Fault("update_id", "too-long", (("limit", "255"),))
    at = None
    if form.one("updated_datetime"):
        try:
            at = read_moment("updated_datetime", form.one("updated_datetime"))
        except Invalid as error:
            faults |= {fault.field: fault for fault in error.faults}
    if faults or at is None:
        raise Invalid(*faults.values())
    number = read_id(form.one("service_request_id"))
    return PeerUpdate(number, form.one("update_id"), status, at, text, form.every("media_url"))


def move_of(update: PeerUpdate, state: State, allowed: Collection[str]) -> str:
    """The citizen's move that the update means, of those they can make now; "add" where none fits.

    OPEN reopens only what was answered before it was said: many senders put it on every comment.
    """
    late = state.answered is not None and update.at <= state.answered
    stale = ("not_solved",) if update.status == "OPEN" and late else ()
    return next((name for name in MEANT[update.status] if name in allowed and name not in stale), "add")
