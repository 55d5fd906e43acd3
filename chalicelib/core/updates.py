"""What an event tells anybody of a public request, or the peer that filed it: Open311's service request updates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.core.case import Case, State
from chalicelib.core.rights import is_confidential

if TYPE_CHECKING:
    from chalicelib.core.city import City
    from chalicelib.core.publication import Public

PUBLIC_BOOK = "P"
PEER = "open311"
"""The channel by which peers file; `by` of such a request is "key:<id of its API key>"."""

PEER_ID, REFERENCE = "peer", "fixmystreet_id"
"""Facts of an update that only the peer who filed the request hears: which it was, and its own number (mySociety)."""
_REFERENCE = re.compile("[0-9]{1,20}")

# What of a state anybody may hear of, where the request is public: what does not touch it is news to nobody.
TOLD = ("status", "service", "body", "outcome", "result", "released")
FACTS = ("service", "body", "outcome", "result")


@dataclass(frozen=True, slots=True)
class Update:
    """An event as peers may hear of it. `n` is its count in the request, `at` when it became visible (aware UTC);
    `state` is the request's state after it, `facts` what else may be told, as JSON: codes only."""

    number: str
    n: int
    at: datetime
    move: str
    state: str
    facts: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Stable and unique."""
        return f"{self.number}-{self.n}"


def news(before: State, case: Case, public: Public | None, city: City) -> dict[str, Any] | None:
    """What the last event of the case tells, as JSON: in the public book where the request is public after it, else in
    that of the peer who filed it; none where nobody may hear of it, or nothing changed that they know of.

    Whoever filed what is not public hears how it stands and, unless it is confidential, how it ended, and no more."""
    state, event = case.state, case.events[-1]
    changed = any(getattr(before, name) != getattr(state, name) for name in TOLD)
    book = PUBLIC_BOOK if public else book_of_peer(case)
    if not changed or not book:
        return None
    told = FACTS if public else () if is_confidential(case.request, city) else ("result",)
    facts = {name: getattr(state, name) for name in told if getattr(state, name)}
    facts |= _peers_own(case, public=public is not None) if _peer(case) else {}
    return written(book, Update(case.number, event.n, event.at, event.move, state.status, facts))


def book_of_peer(case: Case) -> str:
    """The book of the peer that filed the request; "" where none did."""
    key = _peer(case)
    return peers_book(key) if key else ""


def _peer(case: Case) -> str:
    kind, _, key = case.request.by.partition(":")
    return key if case.request.channel == PEER and kind == "key" else ""


def _peers_own(case: Case, *, public: bool) -> dict[str, str]:
    """What the peer who filed the request hears alone: its own number where it gave one, and in the public book
    that it is its."""
    given = dict(case.request.draft.extras).get(REFERENCE, ())
    reference = given[0] if given and _REFERENCE.fullmatch(given[0]) else ""
    return ({PEER_ID: _peer(case)} if public else {}) | ({REFERENCE: reference} if reference else {})


def written(book: str, update: Update) -> dict[str, Any]:
    """As JSON: in which book it stands, and what it says."""
    return {
        "book": book,
        "at": update.at.isoformat(),
        "move": update.move,
        "state": update.state,
        "facts": dict(update.facts),
    }


def update_of(number: str, n: int, told: Mapping[str, Any]) -> Update:
    """Back from JSON."""
    return Update(number, n, datetime.fromisoformat(told["at"]), told["move"], told["state"], told.get("facts", {}))


def peers_book(key: str) -> str:
    """The book of what a peer filed that is not public; `key` is the id of its API key."""
    return f"K{key}"
