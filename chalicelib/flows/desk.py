"""The Desk: the few things a flow may touch, real ones from wire.py and lists in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.channels.post import Post
from chalicelib.core.city import City
from chalicelib.core.letters import Letter
from chalicelib.core.marks import Claim, Mark, Tries
from chalicelib.core.notices import Errand
from chalicelib.core.request import Request
from chalicelib.core.wording import Wording


class Requests(Protocol):
    """The requests table."""

    def open(self, request: Request) -> bool:
        """Store a new request, marked `todo`; False if its number is taken. One conditional put."""

    def read(self, number: str) -> Request | None:
        """The request of this number, read consistently. One get."""

    def look(self, number: str, caller: str) -> tuple[Request, Tries] | None:
        """The request and this caller's wrong proofs. One query of the partition."""

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

    def due(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Errands due since `before`, oldest first. Queries of one index partition."""


class Log(Protocol):
    """Facts for the log: ids only, never a contact, a text or a token."""

    def info(self, message: str, **facts: object) -> None:
        """Something happened as it should."""

    def warning(self, message: str, **facts: object) -> None:
        """Something that a person may want to know."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What flows work with. `wake` tells a queue of errand ids; `carry` hands a Post to its provider and gives the
    provider's message id, raising TryLater, Undeliverable, or anything else where the outcome is unknown."""

    city: City
    wording: Wording
    read_secret: Callable[[], bytes]
    public_url: str
    now: Callable[[], datetime]
    requests: Requests
    ledger: Ledger
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
        return f"{self.public_url}/takip/{number[:4]}-{number[4:8]}-{number[8:]}"
