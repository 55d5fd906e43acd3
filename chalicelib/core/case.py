"""A request in work: its state, the events that made it so, and what was said in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.core.city import Target
from chalicelib.core.law import Legal

if TYPE_CHECKING:
    from chalicelib.core.publication import Public
    from chalicelib.core.request import Draft, Request

# In the order of a request's life; texts/states.json has the words.
OPEN = ("received", "triaged", "assigned", "in_progress", "waiting_citizen", "referred", "reopened")
ANSWERED = ("resolved", "rejected")
ENDED = ("duplicate", "withdrawn", "closed")
STATES = (*OPEN, *ANSWERED, *ENDED)


@dataclass(frozen=True, slots=True)
class Clock:
    """The internal clock: it runs from `start` by `target` in the working time of the accountable unit.

    `pauses` (since, until) do not count; since `paused` it stands still: the citizen is asked, or another body has the
    matter, and then it ends on the day `own`, on which that body is asked for its answer.
    """

    start: datetime
    target: Target
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused: datetime | None = None
    own: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What moves: who answers for the request now, by when, and what has been raised about it.

    `due` is the internal target, `legal_due` the law's date where one runs; `due_event` and `legal_event` are the
    events that explain them. `due_level` and `legal_level` count the steps of the ladder raised for each,
    `take_round` the phones alerted of a P1 that nobody has taken, the last time at `alerted`. `resume` is the state
    before waiting or merging. `answered` is when the outcome was given, `told` whether its notice reached the citizen.
    `merged` are the requests merged into this one itself, `into` is what it was merged into.
    `released` is the event with the text and photos that staff made public, 0 for none; `erased` says that the person's
    own part is gone.
    `call_now` is since when the centre must call the unit about a P1 that nobody takes, `call_back` since when it must
    call the citizen; one does not end the other.
    """

    status: str
    version: int
    changed: datetime
    unit: str
    service: str
    priority: str
    basis: str
    clock: Clock
    due: datetime
    due_event: int = 1
    legal: Legal | None = None
    legal_due: datetime | None = None
    legal_event: int = 1
    due_level: int = 0
    legal_level: int = 0
    take_round: int = 0
    alerted: datetime | None = None
    taken_by: str = ""
    returns: int = 0
    resume: str = ""
    waits: datetime | None = None
    body: str = ""
    confidential: bool = False
    outcome: str = ""
    result: str = ""
    answered: datetime | None = None
    outcome_event: int = 0
    told: bool = False
    call_now: datetime | None = None
    call_back: datetime | None = None
    merged: tuple[str, ...] = ()
    into: str = ""
    references: tuple[tuple[str, str], ...] = ()
    pin_edition: int = 0
    released: int = 0
    erased: bool = False
    chain: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.status in OPEN

    @property
    def call(self) -> str:
        """The centre's list it stands on, the more urgent first: "now", "back" or ""."""
        return "now" if self.call_now else "back" if self.call_back else ""

    @property
    def call_since(self) -> datetime | None:
        """Since when it stands on that list."""
        return self.call_now or self.call_back

    @property
    def promise(self) -> datetime:
        """The date that the citizen was promised: the law's where one runs, else the city's own target."""
        return self.legal_due or self.due

    @property
    def pressing(self) -> datetime:
        """The earlier of both dates: by this the unit's list is sorted. While the citizen is asked, the end of the time
        for the answer stands for the city's own."""
        own = self.waits or self.due
        return min(own, self.legal_due) if self.legal_due else own


@dataclass(frozen=True, slots=True)
class Event:
    """One move, for ever: `n` counts from 2 (the opening is event 1), `actor` is a username, "citizen" or "system".

    `facts` are codes, numbers and moments only (JSON), never a contact, a name or a text; texts are in the Said of the
    same `n`, whose hash is `said`. `before` is the hash of the event before, `hash` its own (core/chain.py).
    """

    number: str
    n: int
    at: datetime
    move: str
    actor: str
    facts: Mapping[str, Any]
    said: str = ""
    before: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in an event, by field: what an erasure takes out. `salt` keeps its hash from being guessed."""

    n: int
    salt: str
    texts: Mapping[str, str]
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """Who read the personal data of a confidential request, and when."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Case:
    """A request with its whole history, the oldest event first."""

    request: Request
    events: tuple[Event, ...] = ()
    said: Mapping[int, Said] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()

    @property
    def number(self) -> str:
        """The request's number."""
        return self.request.number

    @property
    def state(self) -> State:
        """Its present state."""
        return self.request.state

    @property
    def files(self) -> tuple[str, ...]:
        """The ids of the files that came with it and with its events, in their order."""
        later = (id for event in self.events for id in event.facts.get("files", ()))
        return tuple(dict.fromkeys((*self.request.draft.files, *later)))

    def event(self, n: int) -> Event | None:
        """The event of this count; None for the opening and for one that is not there."""
        return self.events[n - 2] if 2 <= n < len(self.events) + 2 else None

    def texts(self, n: int) -> Mapping[str, str]:
        """What was said in event `n`; nothing after an erasure."""
        return self.said[n].texts if n in self.said else {}


@dataclass(frozen=True, slots=True)
class Change:
    """What one move writes, in one transaction, if the row still has version `state.version` - 1.

    `next` is when the request must be looked at again (None once it has ended), `tells` whether errands follow from
    the event, `draft` the citizen's own part where it changes, `erases` that this part goes; `public` is what
    anybody may see of it from now on, `update` what the event tells anybody, as JSON.
    """

    number: str
    state: State
    event: Event
    next: datetime | None
    tells: bool
    said: Said | None = None
    draft: Draft | None = None
    erases: bool = False
    public: Public | None = None
    update: Mapping[str, Any] | None = None
