"""A Desk of lists: what the flows touch, without DynamoDB, SQS or a provider."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from chalicelib import wire
from chalicelib.channels.post import Post, Sender
from chalicelib.core.city import City
from chalicelib.core.contacts import Contact
from chalicelib.core.errors import Conflict, TryLater
from chalicelib.core.marks import Claim, Mark, Sent
from chalicelib.core.moments import local_day
from chalicelib.core.notices import Errand
from chalicelib.core.settings import Job, Key, Setting
from chalicelib.flows.deliver import Senders
from chalicelib.flows.desk import Desk
from chalicelib.store import keys
from chalicelib.store.ledger import AFTER
from chalicelib.tools.mail import render
from tests.build import MONDAY, SECRET, a_city, the_wording
from tests.shelf import Requests

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
class Entry:
    """One row of the ledger."""

    errand: Errand
    state: str = "created"
    due: str = ""
    attempts: int = 0
    reason: str = ""
    message: str = ""
    changed: datetime = MONDAY


@dataclass
class Ledger:
    """The ledger as a dict, and its rows by request."""

    rows: dict[str, Entry] = field(default_factory=dict)
    _of: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, errand: Errand) -> bool:
        if errand.id in self.rows:
            return False
        self.rows[errand.id] = Entry(errand, due=keys.mark(errand.at, errand.id), changed=errand.at)
        self._of[errand.number].append(self.rows[errand.id])
        return True

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        row = self.rows.get(errand)
        if not row or not row.due or not row.due < keys.before(now):
            return None
        row.state, row.due, row.attempts, row.changed = "claimed", keys.mark(until, errand), row.attempts + 1, now
        return Claim(row.errand, row.attempts, row.due)

    def accept(self, claim: Claim, provider: str, message: str, now: datetime) -> None:
        self._end(claim, "accepted", now, message=message)

    def retry(self, claim: Claim, at: datetime, reason: str) -> None:
        row = self.rows[claim.errand.id]
        if row.due == claim.due:
            row.state, row.due, row.reason = "created", keys.mark(at, claim.errand.id), reason

    def end(self, claim: Claim, state: str, reason: str, now: datetime) -> None:
        self._end(claim, state, now, reason=reason)

    def settle(self, number: str, errand: str, state: str, message: str, reason: str, now: datetime) -> bool:
        row = self.rows.get(errand)
        if not row or row.state not in AFTER[state]:
            return False
        row.state, row.due, row.message, row.reason, row.changed = state, "", message, reason, now
        return True

    def of_request(self, number: str) -> list[Sent]:
        return [
            Sent(row.errand, row.state, row.reason, row.attempts, row.changed)
            for row in sorted(self._of[number], key=lambda row: (row.errand.at, row.errand.event, row.errand.id))
        ]

    def due(self, shard: int, before: datetime) -> Iterable[Mark]:
        return [
            Mark(row.errand.number, errand, row.due)
            for errand, row in sorted(self.rows.items())
            if row.due and keys.shard(errand) == str(shard) and row.due < keys.before(before)
        ]

    def _end(self, claim: Claim, state: str, now: datetime, message: str = "", reason: str = "") -> None:
        row = self.rows[claim.errand.id]
        if row.due == claim.due:
            row.state, row.due, row.message, row.reason, row.changed = state, "", message, reason, now


@dataclass
class Contacts:
    """The contacts table as a dict, by their ids; `citizens` and `expiries` hold what no Contact tells."""

    rows: dict[str, Contact] = field(default_factory=dict)
    citizens: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)

    def add(self, contact: Contact, citizen: str, expires: datetime) -> bool:
        if contact.id in self.rows:
            return False
        self.rows[contact.id], self.citizens[contact.id], self.expiries[contact.id] = contact, citizen, expires
        return True

    def read(self, id: str) -> Contact | None:
        return self.rows.get(id)

    def of_day(self, day: date, limit: int, after: str = "") -> tuple[list[Contact], str]:
        found = [
            contact
            for contact in self._newest()
            if local_day(contact.at) == day and (not after or keys.mark(contact.at, contact.id) < after)
        ][:limit]
        return [_listed(contact) for contact in found], (
            keys.mark(found[-1].at, found[-1].id) if len(found) == limit else ""
        )

    def of_citizen(self, citizen: str, limit: int) -> list[Contact]:
        mine = [contact for contact in self._newest() if citizen and self.citizens[contact.id] == citizen]
        return [_listed(contact) for contact in mine[:limit]]

    def _newest(self) -> list[Contact]:
        return sorted(self.rows.values(), key=lambda contact: (contact.at, contact.id), reverse=True)


def _listed(contact: Contact) -> Contact:
    return replace(contact, note="", phone="", email="")


@dataclass
class Settings:
    """The settings table as dicts, and whether it is there; `asked` counts how often it was read."""

    rows: dict[Key, Setting] = field(default_factory=dict)
    past: dict[Key, list[Setting]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    asked: int = 0
    away: bool = False

    def all(self) -> Mapping[Key, Setting]:
        self.asked += 1
        if self.away:
            raise TryLater("dynamodb away")
        return dict(self.rows)

    def history(self, kind: str, code: str) -> list[Setting]:
        return list(self.past.get((kind, code), []))

    def put(self, kind: str, code: str, value: object, version: int | None, by: str, at: datetime) -> int:
        key = kind, code
        present = self.rows[key].version if key in self.rows else 0
        if present != (version or 0):
            raise Conflict(present)
        self.rows[key] = Setting(kind, code, value, present + 1, by, at)
        self.past.setdefault(key, []).append(self.rows[key])
        return present + 1

    def order(self, job: str, at: datetime) -> None:
        last = self.jobs.get(job)
        self.jobs[job] = Job(at, last.turn + 1 if last else 1, "")

    def job(self, job: str) -> Job | None:
        return self.jobs.get(job)

    def advance(self, job: str, seen: Job, cursor: str | None) -> bool:
        if self.jobs.get(job) != seen:
            return False
        self.jobs[job] = replace(seen, cursor=cursor)
        return True


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
    contacts: Contacts = field(default_factory=Contacts)
    settings: Settings = field(default_factory=Settings)
    provider: Provider = field(default_factory=Provider)
    queues: Queues = field(default_factory=Queues)
    log: Log = field(default_factory=Log)
    counted: dict[str, int] = field(default_factory=dict)
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
            settings=self.settings,
            preset=wire.load_preset(self.city.code),
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
