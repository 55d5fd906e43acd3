"""The Desk: the few things a flow may touch, real ones from wire.py and lists in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.channels.media import Fetched
from chalicelib.channels.provider import Answer, Post, Sender
from chalicelib.core.city import City
from chalicelib.core.files import Picture
from chalicelib.core.inbound import Media, Network
from chalicelib.core.letter import Letter
from chalicelib.core.limits import Rate
from chalicelib.core.tracking import show
from chalicelib.core.wording import Wording
from chalicelib.flows.bounds import Codes, Lanes, Limits
from chalicelib.flows.drawers import Files, Vault
from chalicelib.flows.shelves import Chats, Contacts, Ledger, Requests

if TYPE_CHECKING:
    from chalicelib.core.settings import Preset
    from chalicelib.flows.settings import Settings

SHARDS = range(10)
"""The partitions of each sparse index."""


class Meter(Protocol):
    """Figures for the dashboards and alarms; names only, never an id or a contact."""

    def add(self, name: str, value: float = 1, unit: str = "Count", **about: str) -> None:
        """One figure; `about` are its dimensions, such as the provider."""


class Log(Protocol):
    """Facts for the log: ids only, never a contact, a text or a token."""

    def info(self, message: str, **facts: object) -> None:
        """Something happened as it should."""

    def warning(self, message: str, **facts: object) -> None:
        """Something that a person may want to know."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What flows work with.

    `mint` gives a random text of 32 hexadecimal characters. `wake` tells a queue of errand ids, at once or in so many
    seconds (900 at most). `listen` tells the workers which messages came, by id; raises TryLater.
    `quotas` are the limits on what comes from outside (core/quotas.py), `pause` waits so many seconds.
    `carry` hands a Post to its provider and gives the answer, whatever it says; it raises NotReached where it was
    surely not taken, and Lost where that is unknown. `fetch` gives a file of a chat, none where it cannot be had; it
    raises TryLater. `senders` are by provider: who is not there cannot be used. `draw` makes a picture of an upload;
    raises Unfit."""

    city: City
    wording: Wording
    read_secret: Callable[[], bytes]
    public_url: str
    now: Callable[[], datetime]
    mint: Callable[[], str]
    requests: Requests
    ledger: Ledger
    contacts: Contacts
    chats: Chats
    files: Files
    vault: Vault
    limits: Limits
    codes: Codes
    settings: Settings
    preset: Preset
    count: Callable[[str, int, datetime], bool]
    quotas: Mapping[str, Rate]
    pause: Callable[[float], None]
    lanes: Lanes
    wake: Callable[[str, Sequence[tuple[str, str]], int], None]
    listen: Callable[[Sequence[str]], None]
    carry: Callable[[Post], Answer]
    fetch: Callable[[Network, Media], Fetched | None]
    senders: Mapping[str, Sender]
    render: Callable[[Letter], tuple[str, str]]
    draw: Callable[[bytes], Picture]
    log: Log
    meter: Meter

    @property
    def secret(self) -> bytes:
        """The key of numbers, PINs and keyed hashes; read on first use, since not every worker may read it."""
        return self.read_secret()

    def tracking_url(self, number: str) -> str:
        """Where the citizen follows the request; the number with its dashes."""
        return f"{self.public_url}/takip/{show(number)}"

    def photo_url(self, id: str) -> str:
        """Where anybody finds a photo that is public."""
        return f"{self.public_url}/foto/{id}"

    def staff_url(self, number: str) -> str:
        """Where staff work on the request, after signing in; the number with its dashes."""
        return f"{self.public_url}/personel/basvuru/{show(number)}"

    def inbox_url(self, unit: str) -> str:
        """Where staff see what lies before a unit; "" is the centre."""
        return f"{self.public_url}/personel" + (f"?birim={unit}" if unit else "")
