"""A Desk of lists: what the flows touch, without DynamoDB, SQS or a provider."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from chalicelib import wire
from chalicelib.channels.media import Fetched
from chalicelib.channels.provider import Answer, Post, Sender
from chalicelib.core.city import City
from chalicelib.core.errors import TryLater
from chalicelib.core.files import Picture
from chalicelib.core.inbound import Media, Network
from chalicelib.core.limits import Rate
from chalicelib.core.quotas import quotas
from chalicelib.flows.desk import Desk
from chalicelib.tools.mail import render
from tests.build import MONDAY, SECRET, a_city, the_wording
from tests.chats import Chats
from tests.contacts import Contacts
from tests.files import Files, Vault
from tests.lanes import Lanes
from tests.ledger import Ledger
from tests.limits import Codes, Limits
from tests.settings import Settings
from tests.shelf import Requests

SENDERS = {
    "ses": Sender("kopru@izmir.example.org", {"configuration_set": "kopru-mail"}),
    "smtp": Sender("kopru@izmir.example.org"),
    "aws-sms": Sender("KOPRU", {"configuration_set": "kopru-sms"}),
    "netgsm": Sender("KOPRU"),
    "whatsapp-cloud": Sender("106540352242922", {"template": "basvuru_durumu"}),
    "whatsapp-aws": Sender("phone-number-id-1", {"template": "basvuru_durumu"}),
    "telegram": Sender("KopruBot"),
    "messenger": Sender("109000000000001"),
    "instagram": Sender("178400000000001"),
}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Provider:
    """The mailbox of all providers: what they took, and what they do next.

    `fails` are the next answers: an exception to raise before anything is taken, or an Answer to give instead.
    `fails_after` are raised after the next ones were taken. `down` says the same of one provider until it is taken out
    again. Who asks for reports gets the next of `reports`, and stands in `polled`.
    """

    sent: list[Post] = field(default_factory=list)
    fails: list[BaseException | Answer] = field(default_factory=list)
    fails_after: list[BaseException] = field(default_factory=list)
    down: dict[str, BaseException | Answer] = field(default_factory=dict)
    reports: list[Answer] = field(default_factory=list)
    polled: list[Post] = field(default_factory=list)

    def carry(self, post: Post) -> Answer:
        failing = self.down.get(post.provider) or (self.fails.pop(0) if self.fails else None)
        if isinstance(failing, BaseException):
            raise failing
        if failing:
            return failing
        if "report" in post.call:
            self.polled.append(post)
            return self.reports.pop(0) if self.reports else Answer(200, "", {"code": "00", "jobs": []})
        self.sent.append(post)
        if self.fails_after:
            raise self.fails_after.pop(0)
        return taken(post, f"message-{len(self.sent)}")

    def errands(self) -> list[str]:
        """The errand of everything sent, in order."""
        return [errand_of(post) for post in self.sent]


@dataclass
class Album:
    """The files of the networks by their id there, or their address; `away` says that no network answers."""

    files: dict[str, Fetched] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    away: bool = False

    def fetch(self, network: Network, media: Media) -> Fetched | None:
        if self.away:
            raise TryLater(f"{network} away")
        self.asked.append(media.id or media.url)
        return self.files.get(media.id or media.url)


@dataclass
class Queues:
    """What was woken at once, what was in so many seconds, which messages came, and whether the queues are there."""

    woken: list[tuple[str, str, str]] = field(default_factory=list)
    delayed: list[tuple[int, str, str, str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    away: bool = False

    def wake(self, queue: str, errands: Sequence[tuple[str, str]], delay: int = 0) -> None:
        if self.away:
            raise TryLater("sqs away")
        if delay:
            self.delayed += [(delay, queue, number, errand) for number, errand in errands]
        else:
            self.woken += [(queue, number, errand) for number, errand in errands]

    def listen(self, messages: Sequence[str]) -> None:
        if self.away:
            raise TryLater("sqs away")
        self.heard += messages


@dataclass
class Meter:
    """Figures as tuples: name, value, unit, dimensions."""

    figures: list[tuple[str, float, str, dict[str, str]]] = field(default_factory=list)

    def add(self, name: str, value: float = 1, unit: str = "Count", **about: str) -> None:
        self.figures.append((name, value, unit, about))

    def total(self, name: str, **about: str) -> float:
        """The sum of the figures of this name that have these dimensions."""
        return sum(value for each, value, _, said in self.figures if each == name and about.items() <= said.items())


@dataclass
class Log:
    """Log lines as tuples."""

    lines: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def info(self, message: str, **facts: object) -> None:
        self.lines.append((message, facts))

    def warning(self, message: str, **facts: object) -> None:
        self.lines.append((message, facts))


def _draw(content: bytes) -> Picture:
    from chalicelib.tools.images import draw  # Pillow: most tests draw nothing

    return draw(content)


_preset = cache(wire.load_preset)
"""Read once: a Desk is built for every sweep."""


@dataclass
class Office:
    """A Desk with everything on it in reach of a test."""

    clock: Clock = field(default_factory=Clock)
    requests: Requests = field(default_factory=Requests)
    ledger: Ledger = field(default_factory=Ledger)
    contacts: Contacts = field(default_factory=Contacts)
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    vault: Vault = field(default_factory=Vault)
    limits: Limits = field(default_factory=Limits)
    codes: Codes = field(default_factory=Codes)
    settings: Settings = field(default_factory=Settings)
    provider: Provider = field(default_factory=Provider)
    senders: Mapping[str, Sender] = field(default_factory=lambda: dict(SENDERS))
    lanes: Lanes = field(default_factory=Lanes)
    album: Album = field(default_factory=Album)
    queues: Queues = field(default_factory=Queues)
    log: Log = field(default_factory=Log)
    meter: Meter = field(default_factory=Meter)
    counted: dict[str, int] = field(default_factory=dict)
    quotas: Mapping[str, Rate] = field(default_factory=quotas)
    pauses: list[float] = field(default_factory=list)
    minted: int = 0
    city: City = field(default_factory=a_city)

    def count(self, key: str, limit: int, expires: datetime) -> bool:
        if self.counted.get(key, 0) >= limit:
            return False
        self.counted[key] = self.counted.get(key, 0) + 1
        return True

    def mint(self) -> str:
        self.minted += 1
        return f"{self.minted:032x}"

    @property
    def desk(self) -> Desk:
        return Desk(
            city=self.city,
            wording=the_wording(),
            read_secret=lambda: SECRET,
            public_url="https://kopru.example.org",
            now=self.clock,
            mint=self.mint,
            requests=self.requests,
            ledger=self.ledger,
            contacts=self.contacts,
            chats=self.chats,
            files=self.files,
            vault=self.vault,
            limits=self.limits,
            codes=self.codes,
            settings=self.settings,
            preset=_preset(self.city.code),
            count=self.count,
            quotas=self.quotas,
            pause=self.pauses.append,
            lanes=self.lanes,
            wake=self.queues.wake,
            listen=self.queues.listen,
            carry=self.provider.carry,
            fetch=self.album.fetch,
            senders=self.senders,
            render=render,
            draw=_draw,
            log=self.log,
            meter=self.meter,
        )

    def with_city(self, **changes: object) -> Office:
        """The same office in a city that differs in these fields."""
        return replace(self, city=replace(self.city, **changes))  # type: ignore[arg-type]  # fields of City


def errand_of(post: Post) -> str:
    """The errand id that a Post carries to its provider; "" where it carries none."""
    body = json.loads(post.body["message"]) if post.provider == "whatsapp-aws" else post.body
    match post.provider:
        case "ses":
            return str(body["EmailTags"][0]["Value"])
        case "aws-sms":
            return str(body["Context"]["errand"])
        case "smtp":
            return str(body["headers"]["Message-ID"]).strip("<").partition("@")[0]
        case "whatsapp-cloud" | "whatsapp-aws":
            return str(body["biz_opaque_callback_data"])
        case "messenger":
            return str(body["message"]["metadata"])
    return str(body.get("referansID", ""))


def taken(post: Post, message: str) -> Answer:
    """What the provider says when it takes a Post, with its own id for the message."""
    match post.provider:
        case "ses" | "aws-sms":
            return Answer(200, "", {"MessageId": message})
        case "netgsm":
            return Answer(200, "00", {"code": "00", "jobid": message, "description": "queued"})
        case "whatsapp-cloud":
            return Answer(200, "", {"messaging_product": "whatsapp", "messages": [{"id": message}]})
        case "whatsapp-aws":
            return Answer(200, "", {"messageId": message})
        case "telegram":
            return Answer(200, "", {"ok": True, "result": {"message_id": int(message.rpartition("-")[2])}})
        case "messenger" | "instagram":
            return Answer(200, "", {"recipient_id": "1", "message_id": message})
    return Answer(250, "", {"MessageId": message})
