"""A provider: how its calls are written, what its answers and its events mean. One small file for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.channels.chat_text import plain
from chalicelib.channels.receipt import Receipt
from chalicelib.core.chat import Reply
from chalicelib.core.delivery import Reaction


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent: `to` is an address, a number in E.164 or a network's own id of somebody, `text` the whole of
    an SMS or chat message or the plain part of a mail, `window_open` whether the citizen wrote so lately that free
    words are allowed (WhatsApp, Messenger, Instagram: 24 hours), `number` the request's; a template outside it is
    filled with `number` and `text`. A `reply` stands in the place of `text` where somebody is answered in a chat. A
    `code` is a one-time code that `text` says too, for networks that send those by a template of their own."""

    errand: str
    to: str
    text: str
    subject: str = ""
    html: str = ""
    language: str = "tr"
    number: str = ""
    window_open: bool = False
    reply: Reply | None = None
    code: str = ""

    def chat(self) -> Reply:
        """What a chat says: the reply, or the text as one."""
        return self.reply or Reply(self.text)

    def words(self, most: int) -> str:
        """What is said where nothing can be tapped; a reply's choices with numbers, all in `most` UTF-16 units."""
        return plain(self.reply, most) if self.reply else self.text


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom a provider sends as: an address, a sender id or title, a phone number id; `options` are the provider's own
    (its file lists them)."""

    identity: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """One call to a provider, described but not made. `way` is how it is carried: "aws" (`target` is the service,
    `call` its operation, `body` the arguments), "http" (`call` is a path under the provider's base address, `body` the
    JSON) or "smtp" (`body` holds from, to, subject, text, html, headers)."""

    provider: str
    way: str
    target: str
    call: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said to a Post: an HTTP status (SMTP: its code), its own error code or "", the body, and how many
    seconds it asks us to wait (0: it does not say)."""

    status: int
    code: str
    body: Mapping[str, Any]
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Provider:
    """One way to send by one channel.

    `write` makes the call, unless `refuses` has a reason why the provider would not take it; `read_answer` gives the
    provider's message id, or a Refusal; `reactions` are its error codes by what they ask for, and `otherwise` what an
    unknown one does; `read` are the receipts in one of its events; `reports` says whether word of a message
    comes at all, `poll` and `read_report` how it is asked for where none comes by itself (`poll` takes up to
    `poll_at_once` message ids).
    """

    name: str
    channel: str
    write: Callable[[Parcel, Sender], Post]
    read_answer: Callable[[Answer], str | Refusal]
    reactions: Mapping[str, Reaction]
    otherwise: Reaction = "stop"
    read: Callable[[Mapping[str, Any]], list[Receipt]] | None = None
    reports: bool = True
    poll: Callable[[list[str]], Post] | None = None
    read_report: Callable[[Answer], list[Receipt]] | None = None
    poll_at_once: int = 0
    refuses: Callable[[Parcel], Refusal | None] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The provider did not take it: its own code, what that asks for, and how long to wait in seconds (0: as usual)."""

    code: str
    reaction: Reaction
    wait: int = 0
