"""The shelves of a Desk on which requests, messages and what people said lie: the tables as flows see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.core.case import Case, Change
from chalicelib.core.chat import Kept, Known, Thread, Waiting
from chalicelib.core.contacts import Contact
from chalicelib.core.delivery import Attempt, State
from chalicelib.core.marks import Claim, Due, Mark, Member, Page, Sent, Stop, Tries
from chalicelib.core.notices import Errand
from chalicelib.core.publication import Public, PublicPage
from chalicelib.core.request import Request
from chalicelib.core.updates import Update


class Requests(Protocol):
    """The requests table."""

    def open(self, request: Request, look: datetime | None, public: Public | None = None) -> bool:
        """Store a new request, marked `todo` and to be looked at at `look`, with what anybody may see of it; False if
        its number is taken. One conditional put."""

    def read(self, number: str) -> Request | None:
        """The request of this number, read consistently. One get."""

    def case(self, number: str) -> Case | None:
        """The request with its whole history, read consistently. One query of the partition."""

    def look(self, number: str, caller: str) -> tuple[Case, Tries] | None:
        """The request with its history, and this caller's wrong proofs. One query of the partition."""

    def change(self, changes: Sequence[Change]) -> bool:
        """Write what a move changes, all or nothing; False if a row has another version by now. One transaction."""

    def erase_said(self, number: str, n: int) -> None:
        """Take out what was said in event `n`; the row stays, empty. One update."""

    def record_read(self, number: str, at: datetime, who: str) -> None:
        """Write down that `who` read this confidential request's personal data. One put."""

    def next(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Requests to be looked at since `before`, oldest first. Queries of one index partition."""

    def look_at(self, number: str, version: int, at: datetime) -> None:
        """Have the request looked at at `at`, if it still has this version. One update."""

    def of_unit(
        self, unit: str, limit: int, after: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> Page:
        """A unit's open requests, the soonest due first; those due from `since` on and before `until`, if said. One
        query."""

    def among_unit(self, unit: str, limit: int, after: str, taken_by: str) -> Page:
        """Those of a unit's open requests that `taken_by` has, or, for "", that nobody has taken. One query."""

    def of_citizen(self, citizen: str, limit: int) -> Page:
        """A citizen's requests, the newest first. One query."""

    def calls(self, which: str, limit: int, after: str = "") -> Page:
        """Whom the centre must call, "now" or "back", the longest waiting first. One query."""

    def published(self, since: datetime, until: datetime, limit: int, after: str = "") -> PublicPage:
        """Public requests opened from `since` to `until`, both included, the newest first, by number where at the same
        moment. One query for each month they lie in, as long as there are not enough."""

    def public_of(self, numbers: Sequence[str]) -> list[Public]:
        """What is public of these requests, in their order; nothing of the others. Batch gets of a hundred."""

    def near(self, cells: Sequence[str], limit: int, services: Sequence[str] = ()) -> list[Public]:
        """Open public requests in these cells (GENERAL_CELL characters, the nearest first), in their order; of these
        services alone, if said, and of the first of them before the others. One query for each NEAR_CELL that they lie
        in, and one batch get."""

    def updates(self, books: Sequence[str], since: datetime, until: datetime, limit: int) -> list[Update]:
        """What became visible in these books (PUBLIC_BOOK, or a peer's own) from `since` to `until`, both included, the
        oldest first. One query for each book and month."""

    def count_wrong(self, number: str, caller: str, tries: Tries, was: Tries) -> bool:
        """Remember the caller's wrong proofs; False if they are no longer what they `was`. One conditional put."""

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Rows whose errands are not all in the ledger since `before`, oldest first. Queries of one index partition."""

    def clear_todo(self, mark: Mark) -> None:
        """Take the mark off, if it still has this value."""


class Ledger(Protocol):
    """The delivery ledger."""

    def add(
        self,
        errand: Errand,
        due: datetime | None = None,
        *,
        held: str = "",
        about: str = "",
        members: Sequence[Member] = (),
    ) -> bool:
        """Put the errand down, due at `due` or else at its fact's time; False if it is there already. `held` is the
        group whose errands wait to be told together, `about` what their list says of it, `members` those that a bundle
        tells of. One conditional put."""

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        """Take the errand if it is due and not held in a group, whatever its state, and hold it until `until`; None
        otherwise. What was accepted or undeliverable stays so: it is only looked after. One conditional update."""

    def hold(self, claim: Claim, until: datetime) -> Claim:
        """Hold it until `until` instead; the claim that is valid from now on. One update."""

    def accept(self, claim: Claim, attempts: Sequence[Attempt], message: str, look: datetime | None) -> None:
        """The provider of the last of these attempts has it; looked after again at `look`, if said. Nothing if its
        events said so before."""

    def retry(self, claim: Claim, at: datetime, attempts: Sequence[Attempt], reason: str) -> None:
        """It was surely not sent: due again at `at`. Without attempts it only waits."""

    def unknown(self, claim: Claim, at: datetime | None, attempts: Sequence[Attempt]) -> None:
        """No answer came to the last of these attempts: it stays claimed, and is due again at `at`, or when the claim
        ends."""

    def end(self, claim: Claim, state: State, reason: str, now: datetime, attempts: Sequence[Attempt] = ()) -> None:
        """Nothing more happens to it: its state, with the reason a person can read."""

    def settle(
        self,
        number: str,
        errand: str,
        state: State,
        reason: str,
        now: datetime,
        *,
        message: str = "",
        look: bool = False,
    ) -> bool:
        """What an event says of it; False if it was known, would go backwards, or there is no such errand. With `look`
        it is due at once, so that somebody sees to what follows; else nothing more happens to it, but an accepted one
        keeps its due time. One conditional update."""

    def of_request(self, number: str) -> list[Sent]:
        """Every errand of a request with what became of it, the oldest first. One query."""

    def due(self, shard: int, before: datetime) -> Iterable[Due]:
        """Errands due since `before`, oldest first. Queries of one index partition."""

    def held(self, group: str, limit: int) -> list[Member]:
        """The errands that wait in a group, the longest waiting first. One query of an index."""

    def release(self, member: Member) -> None:
        """It is told alone: no longer held, and due as before. Nothing if it is in a bundle. One conditional update."""

    def join(self, member: Member, bundle: str, now: datetime) -> bool:
        """The errand is told in this bundle; True also if it was before, False if it was told otherwise. One
        conditional update."""

    def suppress(self, key: str, channel: str, reason: str, at: datetime) -> None:
        """Nothing is sent to this address (its keyed hash) by this channel any more. One put."""

    def suppressed(self, key: str) -> Mapping[str, Stop]:
        """The channels by which nothing is sent to this address. One query."""

    def allow(self, key: str, channel: str) -> None:
        """It may be tried again. One delete."""


class Contacts(Protocol):
    """The contacts table: calls, visits and mails that need no request."""

    def add(self, contact: Contact, citizen: str, expires: datetime) -> bool:
        """Store a contact until `expires`; False if its id is there already. One conditional put."""

    def read(self, id: str) -> Contact | None:
        """All of one contact. One get."""

    def of_day(self, day: date, limit: int, after: str = "") -> tuple[list[Contact], str]:
        """The contacts of a local day, newest first, and the cursor of the next page. One query."""

    def of_citizen(self, citizen: str, limit: int) -> list[Contact]:
        """A citizen's last contacts, newest first. One query."""


class Chats(Protocol):
    """Threads, their messages and who wrote them, in the contacts table."""

    def keep(self, message: Kept, expires: datetime) -> bool:
        """Store what came, marked `todo`, until `expires`; False if it is there already. One conditional put."""

    def message(self, id: str) -> Kept | None:
        """One message, read consistently. One get."""

    def thread(self, id: str) -> Thread | None:
        """One thread, read consistently. One get."""

    def save(self, thread: Thread, expires: datetime, *, outgoing: Sequence[Kept] = (), done: str = "") -> bool:
        """Store the thread if the stored one is of the version before (1: there is none), with what goes out, each
        marked `todo`; the message `done` belongs to the thread from now on and loses its mark. False, and nothing
        stored, if another was quicker or `done` has no mark any more. One transaction."""

    def settled(self, id: str) -> None:
        """What follows from a message is done: its mark is taken off. One update; nothing where it has none."""

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Messages that nothing has followed from since `before`, oldest first; `number` is their id. Queries of one
        index partition."""

    def set_fate(self, id: str, fate: str) -> None:
        """A message was edited, deleted or hidden. One update; nothing where it is not there."""

    def messages(self, thread: str, limit: int, after: str = "") -> tuple[list[Kept], str]:
        """The messages of a thread, newest first, and the cursor of the next page. One query."""

    def waiting(self, limit: int, after: str = "") -> tuple[list[Waiting], str]:
        """The threads that wait for a person or that one has claimed, alarms first, then the longest waiting first, and
        the cursor of the next page. One query."""

    def known(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """What is known of these addresses (keyed hashes), read consistently. One batch get."""

    def know(self, known: Known, expires: datetime) -> bool:
        """Remember it if what is remembered is of the version before; False if another was quicker. One put."""
