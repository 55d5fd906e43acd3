"""What keeps a Desk within its bounds: providers, limits, one-time codes and sessions, as flows see them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.core.codes import Code
from chalicelib.core.limits import Grant, Rate
from chalicelib.core.marks import Lane


class Lanes(Protocol):
    """What keeps providers apart from what they cannot bear, and us from those that are down; shared by all workers."""

    def enter(self, provider: str, now: datetime, rate: int) -> Lane:
        """Ask to send one message at `rate` a second (GCRA). One conditional update."""

    def failed(self, provider: str, now: datetime, failures: int, until: datetime | None) -> None:
        """It failed `failures` times in a row; shut until `until`, if said. One update."""

    def good(self, provider: str) -> None:
        """It works again. One update; called only after failures."""

    def admit(self, key: str, errand: str, now: datetime, until: datetime, limit: int) -> bool:
        """Whether this errand is among the first `limit` under `key` until its time is up at `until`; the same errand
        gets the same answer. At most two conditional updates."""


class Limits(Protocol):
    """How often something may be done, exact however many ask at once."""

    def take(self, key: str, rate: Rate, now: datetime, cost: int = 1) -> Grant:
        """Ask for `cost` under `key` at this rate (GCRA). One conditional update, two where it is busy."""

    def take_for(self, key: str, rate: Rate, now: datetime, matter: str, first: str) -> tuple[Grant, tuple[str, ...]]:
        """As `take`, and remember `first` for this matter unless something is remembered already; also gives all that
        is remembered for it, what is of the day before first. One conditional update, two for whoever was here
        today."""

    def put_instead(self, key: str, matter: str, was: str, first: str) -> str:
        """Remember `first` for this matter in place of `was`; what is remembered now. One conditional update."""


class Codes(Protocol):
    """One-time codes and the sessions of apps, in the work table."""

    def put(self, code: Code, expires: datetime) -> bool:
        """Put a code down; False if its id is there already. One conditional put."""

    def guess(self, id: str, now: datetime) -> Code | None:
        """Take one of the guesses that a code has left; none where there is no such code, it is over, or no guess is
        left. One conditional update."""

    def use(self, id: str) -> bool:
        """The code was right and is used up; False if it was before. One conditional update."""

    def begin(self, key: str, citizen: str, expires: datetime) -> None:
        """Remember the session of this token (its hash). One put."""

    def who(self, key: str, now: datetime) -> str:
        """Whose session it is (keyed hash of the contact), "" for none. One get."""

    def end(self, key: str) -> None:
        """The session is over. One delete."""
