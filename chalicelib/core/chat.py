"""A chat as it is remembered: the thread of one person in one network, its messages, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.core.inbound import Item, Network

WINDOW = timedelta(hours=24)
"""How long after a person's last message free words may be sent to them (WhatsApp, Messenger, Instagram)."""

Mode = Literal["bot", "waiting", "human", "closed"]
"""Who has the word: the bot; nobody yet, a person is asked for; one of the staff, who claimed it; nobody, it ended."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: what comes back when it is tapped (ASCII, 60 bytes at most, for Telegram), and what stands on
    it; `about` is a second line where there is room for one (rows)."""

    id: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person, whatever the network: words, then at most three `buttons`, or at most ten `rows`
    behind a button that says `open_rows`, or a question for the place (`ask_place`). `code` is its text's name. How a
    network that has none of these says it is its channel's matter."""

    text: str
    code: str = ""
    buttons: tuple[Button, ...] = ()
    rows: tuple[Button, ...] = ()
    open_rows: str = ""
    ask_place: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of one person in one network; for comments, of one post and person. `id` is "C" and 24 hexadecimal
    digits of a keyed hash; `address` is where answers go (the network's id, else the phone in E.164), `heard` when they
    last wrote, `version` rises by one with each write. `session` is the bot's own memory (core/conversation.py),
    `numbers` are the requests that they opened here, the newest last, `phone` is in E.164 where it is proved.

    Where a person is asked for: `since` when, `promise` until when somebody answers, `why` the reason's code, `alarm`
    whether a life may be in danger, `owner` the username of who has claimed it, `rung` how often the promise was
    broken and told."""

    id: str
    network: Network
    person: str
    address: str
    account: str = ""
    name: str = ""
    phone: str = ""
    language: str = "tr"
    opened: datetime | None = None
    heard: datetime | None = None
    version: int = 0
    mode: Mode = "bot"
    session: Mapping[str, Any] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    since: datetime | None = None
    promise: datetime | None = None
    why: str = ""
    alarm: bool = False
    owner: str = ""
    rung: int = 0
    public: bool = False
    contact: str = ""
    """The contact (temas) that its present part is counted as."""

    def is_open(self, now: datetime) -> bool:
        """Whether free words may be sent at `now`."""
        return self.heard is not None and now < self.heard + WINDOW


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it is kept. `id` is a keyed hash of the network and its own id, so that what comes twice collides.
    Of a person's: the `item`. Of ours: the `reply`, who wrote it (`author`: "bot" or a username), and `n`, the event
    number of its errand in the ledger; `role` is whom it goes to: "chat" for the person, else a role of core/notices.
    A `note` is for the staff alone, and sent to nobody. `fate` is "edited", "deleted" or "hidden" where it came later.
    """

    id: str
    at: datetime
    thread: str = ""
    item: Item | None = None
    reply: Reply | None = None
    author: str = ""
    n: int = 0
    role: str = "chat"
    note: bool = False
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread in the queue of those who wait for a person: without a word of it, and without a name."""

    id: str
    network: str
    since: datetime
    promise: datetime | None
    heard: datetime | None
    why: str = ""
    alarm: bool = False
    owner: str = ""
    rung: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address, the network's id or a phone of somebody: whose it is ("" for nobody's any more),
    which id it last came with (of a phone) or which phone (of an id), since when that holds, and when it was last seen,
    give or take a week. Addresses are keyed hashes here."""

    key: str
    person: str
    other: str = ""
    since: datetime | None = None
    version: int = 0
    seen: datetime | None = None
