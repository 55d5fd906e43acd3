"""The Desk: the few things a flow may touch, real ones from wire.py and lists in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.channels.post import Post
from chalicelib.core.case import Case, Change
from chalicelib.core.city import City
from chalicelib.core.contacts import Contact
from chalicelib.core.letter import Letter
from chalicelib.core.marks import Claim, Mark, Page, Sent, Tries
from chalicelib.core.notices import Errand
from chalicelib.core.request import Request
from chalicelib.core.tracking import show
from chalicelib.core.wording import Wording

if TYPE_CHECKING:
    from chalicelib.core.settings import Preset
    from chalicelib.flows.settings import Settings

SHARDS = range(10)
"""The partitions of each sparse index."""


class Requests(Protocol):
    """The requests table."""

    def open(self, request: Request, look: datetime | None) -> bool:
        """Store a new request, marked `todo` and to be looked at at `look`; False if its number is taken. One
        conditional put."""

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

    def count_wrong(self, number: str, caller: str, tries: Tries) -> None:
        """Remember the caller's wrong proofs."""

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Rows whose errands are not all in the ledger since `before`, oldest first. Queries of one index partition."""

    def clear_todo(self, mark: Mark) -> None:
        """Take the mark off, if it still has this value."""


class Ledger(Protocol):
    """The delivery ledger."""

    def add(self, errand: Errand) -> bool:
        """Put the errand down as due at its fact's time; False if it is there already. One conditional put."""

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        """Take the errand if it is due, and hold it until `until`; None if it is not due or settled."""

    def accept(self, claim: Claim, provider: str, message: str, now: datetime) -> None:
        """The provider has it; nothing if its events said so before."""

    def retry(self, claim: Claim, at: datetime, reason: str) -> None:
        """It was surely not sent: due again at `at`."""

    def end(self, claim: Claim, state: str, reason: str, now: datetime) -> None:
        """It will not be sent: `state` is "undeliverable" or "capped", with the reason a person can read."""

    def settle(self, number: str, errand: str, state: str, message: str, reason: str, now: datetime) -> bool:
        """What the provider's event says of it; False if it was known, or would go backwards."""

    def of_request(self, number: str) -> list[Sent]:
        """Every errand of a request with what became of it, the oldest first. One query."""

    def due(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Errands due since `before`, oldest first. Queries of one index partition."""


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


class Log(Protocol):
    """Facts for the log: ids only, never a contact, a text or a token."""

    def info(self, message: str, **facts: object) -> None:
        """Something happened as it should."""

    def warning(self, message: str, **facts: object) -> None:
        """Something that a person may want to know."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What flows work with.

    `mint` gives a random text of 32 hexadecimal characters. `wake` tells a queue of errand ids. `carry` hands a Post to
    its provider and gives the provider's message id, raising TryLater, Undeliverable, or anything else where the
    outcome is unknown."""

    city: City
    wording: Wording
    read_secret: Callable[[], bytes]
    public_url: str
    now: Callable[[], datetime]
    mint: Callable[[], str]
    requests: Requests
    ledger: Ledger
    contacts: Contacts
    settings: Settings
    preset: Preset
    count: Callable[[str, int, datetime], bool]
    wake: Callable[[str, Sequence[tuple[str, str]]], None]
    carry: Callable[[Post], str]
    render: Callable[[Letter], tuple[str, str]]
    log: Log

    @property
    def secret(self) -> bytes:
        """The key of numbers, PINs and keyed hashes; read on first use, since not every worker may read it."""
        return self.read_secret()

    def tracking_url(self, number: str) -> str:
        """Where the citizen follows the request; the number with its dashes."""
        return f"{self.public_url}/takip/{show(number)}"

    def staff_url(self, number: str) -> str:
        """Where staff work on the request, after signing in; the number with its dashes."""
        return f"{self.public_url}/personel/basvuru/{show(number)}"
