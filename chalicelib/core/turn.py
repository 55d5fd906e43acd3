"""One turn of a conversation: what the bot remembers, says, and has done; and how what was done comes back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.core.chat import Reply
from chalicelib.core.errors import Fault
from chalicelib.core.inbound import Media
from chalicelib.core.request import Request


@dataclass(frozen=True, slots=True)
class Open:
    """Open a request of these fields (core/understand); `key` is the draft's own, so that a repeat opens nothing new.
    `media` are its photos."""

    key: str
    said: Mapping[str, object]
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """See how a request stands: the one of this number as typed, or for "" those that this person opened."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Add words or files to an open request of this person's."""

    number: str
    text: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """Ask for a person: why, as a code (human, voice, danger, self_harm, unsure, file, comment), and whether it is an
    alarm, which rings the phone on duty."""

    why: str
    alarm: bool = False


Act = Open | Look | Add | Hand


@dataclass(frozen=True, slots=True)
class Opened:
    """It was opened. `pin` is what proves it where the person left no phone, else ""."""

    request: Request
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It could not be: what is wrong with what was said, field by field."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """How a request stands, in words of the person's language: what anybody with the number may know, and, where `own`,
    what only its reporter may. `may_add` whether something can still be added to it."""

    number: str
    status: str
    due: str = ""
    service: str = ""
    own: bool = False
    may_add: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a Look or an Add found, the newest first; none where there is nothing."""

    briefs: tuple[Brief, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """A person was asked for; `opens` says in words when one will be there, "" for now."""

    opens: str = ""


Done = Opened | Wrong | Found | Handed


@dataclass(frozen=True, slots=True)
class Turn:
    """What one item, or what was done for it, leads to: the bot's memory from now on, what it says, in this order, and
    what is to be done after that."""

    session: Mapping[str, Any]
    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
