"""The stand-ins of all providers: what each recipient got, what is said of it afterwards, and how a judge reads it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Answer, Post
from tests.fakes import errand_of, taken

_NUMBER = re.compile(r"\b(\d{4})-(\d{4})-(\d{4})\b")
_TURN = re.compile(r"-\d+$")

CHATS = ("whatsapp-cloud", "whatsapp-aws", "telegram", "messenger", "instagram")

SAYS = "-1-says: "
"""What a chat says has the name of whom it was said to and of its words, since not every network takes our errand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One message in somebody's mailbox or phone; `arrived` is false where it came back instead."""

    at: datetime
    provider: str
    to: str
    errand: str
    text: str
    arrived: bool

    @property
    def numbers(self) -> frozenset[str]:
        """The requests that it names, if it is an answer in a chat."""
        said = any(SAYS in name for name in self.told)
        return frozenset("".join(found) for found in _NUMBER.findall(self.text)) if said else frozenset()

    @property
    def told(self) -> tuple[str, ...]:
        """What it tells its recipient: one thing, or for a bundle one of each request in its list. The same thing has
        the same name whatever the channel."""
        if self.provider in CHATS and (not self.errand or self.errand.startswith("C")):
            return (f"{self.to}{SAYS}{_NUMBER.sub('#', self.text)}",)
        if not self.errand.startswith("B"):
            return (_TURN.sub("", self.errand),)
        _, event, rest = _TURN.sub("", self.errand).split("-", 2)
        role = rest.rpartition("-")[0]
        numbers = dict.fromkeys("".join(found) for found in _NUMBER.findall(self.text))
        return tuple(f"{number}-{event}-{role}-alert" for number in numbers)


@dataclass
class Postbox:
    """All mailboxes and phones. `now` is the clock, `lag` how long a provider's event takes; whom `gone` holds cannot
    be reached. With `feed` off nothing is ever said of what was taken."""

    now: Callable[[], datetime]
    feed: bool = True
    lag: timedelta = timedelta(minutes=5)
    gone: frozenset[str] = frozenset()
    pieces: list[Piece] = field(default_factory=list)
    events: list[tuple[datetime, str, dict[str, Any]]] = field(default_factory=list)

    def take(self, post: Post) -> Answer:
        """What the provider answers: it takes everything, and knows of every job that it took."""
        if "report" in post.call:
            return Answer(200, "00", {"code": "00", "jobs": self._jobs(post.body["jobids"]) if self.feed else []})
        to, text = _read(post)
        piece = Piece(self.now(), post.provider, to, errand_of(post), text, to not in self.gone)
        self.pieces.append(piece)
        message = f"message-{len(self.pieces)}"
        if self.feed and PROVIDERS[post.provider].read:
            at = self.now() + self.lag
            self.events += [(at, post.provider, event) for event in _events(piece, message)]
        return taken(post, message)

    def ready(self) -> list[tuple[datetime, str, dict[str, Any]]]:
        """The events that have come by now; they are no longer on the way."""
        now = self.now()
        came = [event for event in self.events if event[0] <= now]
        self.events = [event for event in self.events if event[0] > now]
        return came

    def copies(self) -> Counter[str]:
        """How often each thing was told."""
        return told(self.pieces)

    def _jobs(self, jobs: Iterable[str]) -> list[dict[str, object]]:
        return [
            {"jobid": job, "status": 1, "referansID": self.pieces[int(job.removeprefix("message-")) - 1].errand}
            for job in jobs
        ]


def told(pieces: Iterable[Piece]) -> Counter[str]:
    """How often each thing was told by those of the pieces that arrived."""
    return Counter(name for piece in pieces if piece.arrived for name in piece.told)


def _read(post: Post) -> tuple[str, str]:
    body = post.body
    match post.provider:
        case "ses":
            return body["Destination"]["ToAddresses"][0], body["Content"]["Simple"]["Body"]["Text"]["Data"]
        case "smtp":
            return body["to"], body["text"]
        case "aws-sms":
            return body["DestinationPhoneNumber"], body["MessageBody"]
        case "netgsm":
            return body["messages"][0]["no"], body["messages"][0]["msg"]
        case "telegram":
            return str(body["chat_id"]), body["text"]
        case "messenger" | "instagram":
            return body["recipient"]["id"], body["message"]["text"]
    message = json.loads(body["message"]) if post.provider == "whatsapp-aws" else body
    return message.get("to") or message["recipient"], _words(message)


def _words(message: Mapping[str, Any]) -> str:
    """What a person reads of a WhatsApp message, but for what can be tapped; of a template all."""
    match message["type"]:
        case "text":
            return str(message["text"]["body"])
        case "interactive":
            return str(message["interactive"]["body"]["text"])
    return json.dumps(message)


def _events(piece: Piece, message: str) -> list[dict[str, Any]]:
    """What the provider says of a piece: that it has it, and that it arrived or came back."""
    match piece.provider:
        case "ses":
            mail = {"messageId": message, "tags": {"errand": [piece.errand]}}
            end = {"eventType": "Delivery"} if piece.arrived else _BOUNCE
            return [{"eventType": "Send", "mail": mail}, end | {"mail": mail}]
        case "aws-sms":
            about = {"messageId": message, "context": {"errand": piece.errand}}
            end = {"eventType": "TEXT_DELIVERED" if piece.arrived else "TEXT_INVALID", "isFinal": True}
            return [{"eventType": "TEXT_QUEUED", "isFinal": False} | about, end | about]
    words = ("sent", "delivered" if piece.arrived else "failed")
    statuses = [{"id": message, "status": word, "biz_opaque_callback_data": piece.errand} for word in words]
    entries = [{"changes": [{"field": "messages", "value": {"statuses": [status]}}]} for status in statuses]
    if piece.provider == "whatsapp-aws":
        return [{"whatsAppWebhookEntry": json.dumps(entry)} for entry in entries]
    return [{"object": "whatsapp_business_account", "entry": [entry]} for entry in entries]


_BOUNCE = {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}}
