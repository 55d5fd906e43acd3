"""The drawers of a Desk in which files lie: what is known of them, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.core.files import File, Offer
from chalicelib.core.marks import Mark


class Files(Protocol):
    """The files table: what became of every upload; the bytes lie in the Vault."""

    def add(self, file: File, expires: datetime) -> bool:
        """Put a file down until `expires`, marked `todo`; False if its id is there already. One conditional put."""

    def read(self, id: str) -> File | None:
        """One file, read consistently. One get."""

    def of(self, ids: Sequence[str]) -> Mapping[str, File]:
        """These files by id. One batch get."""

    def claim(self, id: str, number: str) -> File | None:
        """The file belongs to this request and is kept; as it is now, also if it did before, None if it is another's or
        not there. One conditional update."""

    def settle(self, file: File) -> File | None:
        """It is clean or refused: its state, reason, size and place, and its mark is taken off; as it is now, None
        where it is not there, or was refused before it came out clean. One conditional update."""

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Files without a verdict since `before`, oldest first; `number` is their id. Queries of an index partition."""


class Vault(Protocol):
    """Where the bytes of files lie (S3). All raise TryLater where it is away."""

    def offer(self, key: str, media_type: str, largest: int, now: datetime, time: timedelta) -> Offer:
        """What a browser must post to put one object of exactly this key and type, of 1 to `largest` bytes, there
        within `time`. No call."""

    def address(self, key: str, name: str, now: datetime, time: timedelta) -> str:
        """An address under which the object can be read for `time`, as a download called `name`, inline where `name` is
        "". No call."""

    def put(self, key: str, content: bytes, media_type: str, *, kept: bool = True) -> None:
        """Store an object; one that is not `kept` goes in a few days. One put."""

    def keep(self, key: str) -> None:
        """An object stays from now on; nothing where it is not there. One call."""

    def get(self, key: str, most: int) -> bytes | None:
        """An object's bytes, `most` + 1 of them at the most; none where it is not there. One get."""

    def verdict(self, key: str) -> str | None:
        """The malware scanner's verdict on an object, "" where there is none yet, none where no object is there. One
        call."""

    def drop(self, key: str) -> None:
        """Delete an object; nothing where it is not there. One delete."""
