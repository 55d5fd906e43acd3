"""What somebody wrote or did in a chat, an SMS or a mail, in one shape for all networks; and as text that is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

Network = Literal["whatsapp", "telegram", "messenger", "instagram", "sms", "email", "x"]
NETWORKS: tuple[Network, ...] = ("whatsapp", "telegram", "messenger", "instagram", "sms", "email", "x")

CHATS: tuple[Network, ...] = ("whatsapp", "telegram", "messenger", "instagram")
"""The networks in which the bot talks; what comes by the others a person answers."""

Kind = Literal[
    "text",  # words
    "choice",  # a button, a row of a list or a quick reply; `choice` is its id
    "location",  # `lat`, `long`, `place`
    "photo",
    "video",
    "voice",
    "file",
    "contact",  # a card; `card_phone`, and `card_own` where it is proved to be the sender's own
    "sticker",  # says nothing, as does a thumb
    "reaction",  # to the message `about`
    "edited",  # the message `about` now reads `text`
    "deleted",  # the message `about` is gone
    "moved",  # `who` was `former` before: another number, another id
    "echo",  # our own words, written outside of this product
    "comment",  # public, under a post; `thread` is the post
    "unsupported",  # whatever it was, the desk sees that it came
]


@dataclass(frozen=True, slots=True)
class Who:
    """Who wrote: the network's own id of them ("" where it shows none), the phone in E.164 where the network vouches
    for it, and the name they gave themselves, which proves nothing and is cut to 80 characters."""

    network: Network
    id: str = ""
    phone: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file as the network describes it; nothing of this is believed before it is fetched and looked at. `file` is the
    id of our own copy, "" as long as there is none."""

    id: str
    mime: str = ""
    sha256: str = ""
    url: str = ""
    name: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that came. `key` is the network's own id of it, unique there: whatever comes twice has the same key.
    `account` is the number, page or bot of ours that it came to, `at` the network's own time (aware UTC, None where it
    tells none), `about` the key of the message that it answers, edits, deletes or reacts to, `album` what binds the
    photos of one album, `former` the id or phone that a person who moved had before. `group`: others read it as well.
    `quiet`: another program has the conversation (standby), or it is the next position of a live location: it is kept
    and nobody answers. `trusted`: the network has proved the sender, for mails by DMARC. `subject`, `automatic`
    (written by a machine) and `thread` (the post of a comment, the mails before it) are of mails and comments."""

    key: str
    who: Who
    account: str = ""
    at: datetime | None = None
    kind: Kind = "text"
    text: str = ""
    choice: str = ""
    lat: float | None = None
    long: float | None = None
    place: str = ""
    media: tuple[Media, ...] = ()
    card_phone: str = ""
    card_own: bool = False
    about: str = ""
    album: str = ""
    former: str = ""
    group: bool = False
    quiet: bool = False
    trusted: bool = True
    subject: str = ""
    automatic: bool = False
    thread: str = ""


def write_item(item: Item) -> str:
    """The item as JSON text, unsaid fields left out; `read_item` gives it back."""
    # A place may be at 0.0, which equals False.
    said = {
        name: value for name, value in asdict(item).items() if value is not False and value not in ("", None, [], ())
    }
    said["trusted"] = item.trusted
    if item.at:
        said["at"] = item.at.isoformat()
    return json.dumps(said, ensure_ascii=False)


def read_item(text: str) -> Item:
    """The item that `write_item` wrote."""
    said: Mapping[str, Any] = json.loads(text)
    known = {field.name for field in fields(Item)}
    told = {name: value for name, value in said.items() if name in known}
    told["who"] = Who(**said["who"])
    told["media"] = tuple(Media(**each) for each in said.get("media", ()))
    if "at" in said:
        told["at"] = datetime.fromisoformat(said["at"])
    return Item(**told)
