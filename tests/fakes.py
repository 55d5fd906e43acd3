"""A Desk of lists: what the flows touch, without DynamoDB, SQS or a provider."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.channels.post import Post, Sender
from chalicelib.core.city import City
from chalicelib.core.errors import TryLater
from chalicelib.core.marks import Claim, Mark, Tries
from chalicelib.core.notices import Errand
from chalicelib.core.request import Request
from chalicelib.flows.deliver import Senders
from chalicelib.flows.desk import Desk
from chalicelib.store import keys
from chalicelib.store.ledger import AFTER
from chalicelib.tools.mail import render
from tests.build import MONDAY, SECRET, a_city, the_wording

SENDERS = Senders(Sender("kopru@izmir.example.org", "kopru-mail"), Sender("KOPRU", "kopru-sms"))


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Requests:
    """The requests table as a dict."""

    rows: dict[str, Request] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    wrong: dict[tuple[str, str], Tries] = field(default_factory=dict)

    def open(self, request: Request) -> bool:
        if request.number in self.rows:
            return False
        self.rows[request.number] = request
        self.marks[request.number] = keys.mark(request.opened, request.number)
        return True

    def read(self, number: str) -> Request | None:
        return self.rows.get(number)

    def look(self, number: str, caller: str) -> tuple[Request, Tries] | None:
        found = self.rows.get(number)
        return (found, self.wrong.get((number, caller), Tries())) if found else None

    def count_wrong(self, number: str, caller: str, tries: Tries) -> None:
        self.wrong[number, caller] = tries

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        return [
            Mark(number, keys.OPENING, value)
            for number, value in sorted(self.marks.items())
            if keys.shard(number) == str(shard) and value < keys.before(before)
        ]

    def clear_todo(self, mark: Mark) -> None:
        if self.marks.get(mark.number) == mark.value:
            del self.marks[mark.number]


@dataclass
class Entry:
    """One row of the ledger."""

    errand: Errand
    state: str = "created"
    due: str = ""
    attempts: int = 0
    reason: str = ""
    message: str = ""


@dataclass
class Ledger:
    """The ledger as a dict."""

    rows: dict[str, Entry] = field(default_factory=dict)

    def add(self, errand: Errand) -> bool:
        if errand.id in self.rows:
            return False
        self.rows[errand.id] = Entry(errand, due=keys.mark(errand.at, errand.id))
        return True

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        row = self.rows.get(errand)
        if not row or not row.due or not row.due < keys.before(now):
            return None
        row.state, row.due, row.attempts = "claimed", keys.mark(until, errand), row.attempts + 1
        return Claim(row.errand, row.attempts, row.due)

    def accept(self, claim: Claim, provider: str, message: str, now: datetime) -> None:
        self._end(claim, "accepted", message=message)

    def retry(self, claim: Claim, at: datetime, reason: str) -> None:
        row = self.rows[claim.errand.id]
        if row.due == claim.due:
            row.state, row.due, row.reason = "created", keys.mark(at, claim.errand.id), reason

    def end(self, claim: Claim, state: str, reason: str, now: datetime) -> None:
        self._end(claim, state, reason=reason)

    def settle(self, number: str, errand: str, state: str, message: str, reason: str, now: datetime) -> bool:
        row = self.rows.get(errand)
        if not row or row.state not in AFTER[state]:
            return False
        row.state, row.due, row.message, row.reason = state, "", message, reason
        return True

    def due(self, shard: int, before: datetime) -> Iterable[Mark]:
        return [
            Mark(row.errand.number, errand, row.due)
            for errand, row in sorted(self.rows.items())
            if row.due and keys.shard(errand) == str(shard) and row.due < keys.before(before)
        ]

    def _end(self, claim: Claim, state: str, message: str = "", reason: str = "") -> None:
        row = self.rows[claim.errand.id]
        if row.due == claim.due:
            row.state, row.due, row.message, row.reason = state, "", message, reason


@dataclass
class Provider:
    """A provider's mailbox: what it was handed, and what it does next time."""

    sent: list[Post] = field(default_factory=list)
    fails: list[BaseException] = field(default_factory=list)
    fails_after: list[BaseException] = field(default_factory=list)

    def carry(self, post: Post) -> str:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(post)
        if self.fails_after:
            raise self.fails_after.pop(0)
        return f"message-{len(self.sent)}"

    def errands(self) -> list[str]:
        """The errand of everything sent, in order."""
        return [errand_of(post) for post in self.sent]


@dataclass
class Queues:
    """What was woken, and whether the queues are there."""

    woken: list[tuple[str, str, str]] = field(default_factory=list)
    away: bool = False

    def wake(self, queue: str, errands: Sequence[tuple[str, str]]) -> None:
        if self.away:
            raise TryLater("sqs away")
        self.woken += [(queue, number, errand) for number, errand in errands]


@dataclass
class Log:
    """Log lines as tuples."""

    lines: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def info(self, message: str, **facts: object) -> None:
        self.lines.append((message, facts))

    def warning(self, message: str, **facts: object) -> None:
        self.lines.append((message, facts))


@dataclass
class Office:
    """A Desk with everything on it in reach of a test."""

    clock: Clock = field(default_factory=Clock)
    requests: Requests = field(default_factory=Requests)
    ledger: Ledger = field(default_factory=Ledger)
    provider: Provider = field(default_factory=Provider)
    queues: Queues = field(default_factory=Queues)
    log: Log = field(default_factory=Log)
    counted: dict[str, int] = field(default_factory=dict)
    city: City = field(default_factory=a_city)

    def count(self, key: str, limit: int, expires: datetime) -> bool:
        if self.counted.get(key, 0) >= limit:
            return False
        self.counted[key] = self.counted.get(key, 0) + 1
        return True

    @property
    def desk(self) -> Desk:
        return Desk(
            city=self.city,
            wording=the_wording(),
            read_secret=lambda: SECRET,
            public_url="https://kopru.example.org",
            now=self.clock,
            requests=self.requests,
            ledger=self.ledger,
            count=self.count,
            wake=self.queues.wake,
            carry=self.provider.carry,
            render=render,
            log=self.log,
        )

    def with_city(self, **changes: object) -> Office:
        """The same office in a city that differs in these fields."""
        return replace(self, city=replace(self.city, **changes))  # type: ignore[arg-type]  # fields of City


def errand_of(post: Post) -> str:
    """The errand id that a Post carries to its provider."""
    body: dict[str, object] = post.body
    tags = body.get("EmailTags")
    if isinstance(tags, list):
        return str(tags[0]["Value"])
    context = body["Context"]
    assert isinstance(context, dict)
    return str(context["errand"])
