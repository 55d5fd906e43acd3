"""What the sparse indexes and the ledger hand to the flows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.delivery import Attempt, State
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
    """An errand that this worker alone may carry; `due` is the mark it set, `was` the state it found: "claimed" means
    that a worker before it died or had no answer, and the message may be out. `tried` are the attempts so far, the
    newest last. `provider` and `message` are of the last acceptance, "" before one. `members` are the errands that a
    bundle tells of, `reason` is what was last said of it."""

    errand: Errand
    was: State
    due: str
    tried: tuple[Attempt, ...] = ()
    provider: str = ""
    message: str = ""
    members: tuple[Member, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """An errand that is held to be told with others: its request, its id, and what a list says of it (core/holding)."""

    number: str
    errand: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """An errand and what became of it, and since when. `reason` is for a person to read, "" where there is nothing to
    say; `tried` are its attempts, the newest last; `bundle` is the id of the message it was told in with others;
    `due` is when something happens to it next, None where nothing will."""

    errand: Errand
    state: State
    reason: str
    changed: datetime
    tried: tuple[Attempt, ...] = ()
    provider: str = ""
    bundle: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An entry of the ledger's sparse index: an errand that something is to happen to, its state, the group that it is
    held in, and of an accepted one its provider and the provider's id."""

    number: str
    errand: str
    value: str
    state: State = "created"
    group: str = ""
    provider: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing is sent to an address by a channel any more, and since when."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """Whether a provider may be used now: `go`, or else from when on; `failures` in a row before this one, `broken`
    whether it is shut because of them and not because too much was sent."""

    go: bool
    at: datetime
    failures: int = 0
    broken: bool = False


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
