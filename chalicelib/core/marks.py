"""What the sparse indexes and the ledger hand to the flows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.notices import Errand


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong proofs of one day for one number: how many by this caller, and until when it must wait (epoch seconds)."""

    day: str = ""
    wrong: int = 0
    wait_until: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of a sparse index: the row's key, and the mark's own value that a conditional write must still find."""

    number: str
    part: str
    value: str

    @property
    def event(self) -> int:
        """The event that a row of the requests table is: 1 for the opening."""
        return int(self.part[2:]) if "#" in self.part else 1


@dataclass(frozen=True, slots=True)
class Claim:
    """An errand that this worker alone may carry; `due` is the mark it set, `attempt` counts from 1."""

    errand: Errand
    attempt: int
    due: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An errand and what became of it: created, claimed, accepted, delivered, undeliverable or capped, and since when.
    `reason` is for a person to read, "" where there is nothing to say."""

    errand: Errand
    state: str
    reason: str
    attempts: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A request as a list shows it. `at` is what the list is sorted by: the due time in a unit's list, the moment since
    when it waits in a list of calls, the opening in a citizen's. `version` is told where it can be moved on from the
    list itself, in that of calls."""

    number: str
    at: datetime
    status: str
    priority: str
    service: str
    opened: datetime
    taken_by: str = ""
    confidential: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `cursor` begins the next one, "" where there is none."""

    entries: tuple[Entry, ...]
    cursor: str = ""
