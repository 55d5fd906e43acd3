"""A citizen's matter understood (a Draft), and what it becomes when it is opened (a Request)."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from chalicelib.core.case import State
from chalicelib.core.contact import read_phone
from chalicelib.core.due import Due
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.questions import Answers
from chalicelib.core.routing import Route

Basis = Literal["service", "petition", "foi", "privacy", "cimer", "body"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A citizen's matter, understood and clean; empty strings where nothing was said. `requester` is "muhtar" where the
    elected head of a neighbourhood asks; `notify_by` is "sms", "email" or "whatsapp" where they chose how to be told;
    `chat` is the chat that they wrote in, "<network>:<address>", which no form or program can say;
    `answers` are to the questions of the service, `extras` what a peer said beyond them, by name; `files` are ids of
    files; `follows` is the number of a public request on the same matter, whose outcome they want to hear.
    """

    service: str
    text: str
    kind: str = "request"
    basis: Basis = "service"
    address: str = ""
    district: str = ""
    neighbourhood: str = ""
    lat: float | None = None
    long: float | None = None
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    on_behalf_of: str = ""
    language: str = "tr"
    hide_identity: bool = False
    do_not_call: bool = False
    requester: str = ""
    notify_by: str = ""
    chat: str = ""
    answers: Answers = ()
    extras: Answers = ()
    files: tuple[str, ...] = ()
    follows: str = ""

    @property
    def unnamed(self) -> bool:
        """Tips never carry their reporter, nor does who asked not to be named."""
        return self.hide_identity or self.kind == "report"

    def canonical(self) -> str:
        """The same text for the same matter, in whatever language it is answered: what an idempotency key compares."""
        later = {name: getattr(self, name) for name in LATER if getattr(self, name)}
        matter = [getattr(self, name) for name in MATTER] + ([self.requester] if self.requester else [])
        return json.dumps([*matter, later] if later else matter)


# What drafts did not have from the start counts only where it was said: the hash of older ones stays.
LATER = ("answers", "extras", "files", "follows")
MATTER = tuple(
    field.name for field in fields(Draft) if field.name not in ("language", "requester", "notify_by", "chat", *LATER)
)


@dataclass(frozen=True, slots=True)
class Request:
    """An opened request: event 1, which never changes, and its state, which moves. `due` is the date promised at the
    opening, `citizen` a keyed hash of the phone, else the e-mail, else the chat ("" for none), `by` the username of who
    wrote it down for the citizen, "" where they did so themselves."""

    number: str
    opened: datetime
    channel: str
    source: str
    body: str
    draft: Draft
    route: Route
    due: Due
    reach: str
    notice: str
    state: State
    citizen: str = ""
    by: str = ""
    check_back: date | None = None

    @property
    def status(self) -> str:
        """The present state's name."""
        return self.state.status

    @property
    def version(self) -> int:
        """1 + the number of its events."""
        return self.state.version

    @property
    def identity_hidden(self) -> bool:
        """Whether units are not told who asks; a legal application must be answered to its applicant, so there they
        are, from whenever it is one."""
        return self.state.basis == "service" and self.draft.unnamed

    @property
    def emergency(self) -> str:
        """The code of the danger that the service or the citizen's words tell of, or ""."""
        return self.route.danger


def way_to_reach(draft: Draft) -> str:
    """How the reporter is told: by the channel they chose, else the chat that they wrote in, else "sms" to a mobile
    that can receive it, else "email", else "call", else "none"."""
    if draft.notify_by and contact_of(draft, draft.notify_by):
        return draft.notify_by
    if chat_channel(draft):
        return chat_channel(draft)
    if contact_of(draft, "sms"):
        return "sms"
    if draft.email:
        return "email"
    return "call" if draft.phone else "none"


def chat_channel(draft: Draft) -> str:
    """The channel of the chat that they wrote in, "" where they did not, or where we cannot answer by it."""
    network, _, address = draft.chat.partition(":")
    return network if address and network in PROVIDERS else ""


def contact_of(draft: Draft, channel: str) -> str:
    """The contact that the reporter left for this channel, "" where there is none: their address in the chat that they
    wrote in, else a Turkish mobile for "sms" and "whatsapp", an address for "email"."""
    if channel and chat_channel(draft) == channel:
        return draft.chat.partition(":")[2]
    if channel == "email":
        return draft.email
    mobile = channel in ("sms", "whatsapp") and draft.phone and read_phone(draft.phone).receives_sms
    return draft.phone if mobile else ""


def needs_pin(request: Request) -> bool:
    """Who left no phone proves the request by its PIN; the others by the last four digits of the phone."""
    return not request.draft.phone
