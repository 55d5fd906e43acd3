"""The world around the product: citizens who insist, a stream, queues, topics and a clock, all at least once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.channels.provider import Answer, Post
from tests.fakes import Clock
from tests.proof.postbox import Postbox
from tests.proof.tables import Row, Tables
from tests.proof.wire import Killed, Wire

TRIES = 3
"""How often the stream or a topic brings what failed."""

RECEIVES = 5
"""How often a queue brings what failed, before it goes to the dead-letter queue."""

VISIBILITY = timedelta(minutes=3)
GRACE = timedelta(seconds=31)
LONG_ENOUGH = timedelta(minutes=50)
"""Three times the longest hold of a claim."""

WORKERS = {"events": "receipts", "inbound": "listen"}
"""Whom a queue wakes; every other one wakes `deliver`."""

MARKS = ("todo_at", "due_at", "next_at")
"""Where rows say from when on something is to happen to them."""


@dataclass
class Message:
    """One message of a queue."""

    queue: str
    body: str
    at: datetime
    received: int = 0


class Product(Protocol):
    """What is put to the proof: each of these is one run of one worker, and says whether it went well."""

    def act(self, said: Mapping[str, Any]) -> str:
        """A citizen or an officer does something; what they are told: the request's number."""

    def record(self, row: Row) -> bool:
        """The stream brings a new row of the requests table."""

    def message(self, message: Message) -> bool:
        """A queue brings a message."""

    def event(self, provider: str, event: Mapping[str, Any]) -> bool:
        """A provider says something."""

    def minute(self) -> bool:
        """Another minute is over."""


@dataclass
class World:
    """One run of a story. `stream` and `queues` can be off; `every_minute` sweeps also when nothing is due."""

    tables: Tables
    wire: Wire
    clock: Clock
    box: Postbox
    stream_on: bool = True
    queues_on: bool = True
    every_minute: bool = False
    product: Product | None = None
    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    queue: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    records: list[tuple[int, Row]] = field(default_factory=list)
    job: Callable[[], bool] | None = None

    def live(self, acts: list[Mapping[str, Any]]) -> None:
        """Every act is done until it is acknowledged; then everything has as long as it needs."""
        for act in acts:
            for _ in range(TRIES):
                if self._run(act["does"], lambda act=act: self._act(act)):
                    break
                self.clock.move(seconds=2)
            self._work()
        self._go_on()

    def sqs(self, operation: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """SQS takes every message."""
        assert operation == "SendMessageBatch"
        queue = told["QueueUrl"].rpartition("/")[2]
        for entry in told["Entries"] if self.queues_on else ():
            at = self.clock() + timedelta(seconds=entry.get("DelaySeconds", 0))
            self.queue.append(Message(queue, entry["MessageBody"], at))
        ids = [{"Id": entry["Id"], "MessageId": entry["Id"]} for entry in told["Entries"]]
        return {"Successful": ids, "Failed": []}

    def take(self, post: Post) -> Answer:
        """Providers take every message."""
        return self.box.take(post)

    def wrote(self, row: Row) -> None:
        """A new row goes to the stream, if it is one that something follows from."""
        if self.stream_on and "todo_at" in row:
            self.records.append((0, row))

    def meanwhile(self) -> None:
        """Another worker does the same job from beginning to end."""
        if self.job:
            _survive(self.job)

    def _act(self, act: Mapping[str, Any]) -> bool:
        assert self.product
        number = self.product.act(act)
        self.acknowledged.setdefault(act["key"], set()).add(number)
        return True

    def _run(self, name: str, job: Callable[[], bool]) -> bool:
        """One run of one worker; whether it went well."""
        self.wire.job, self.job = name, job
        self.clock.move(seconds=0.2)
        good = _survive(job)
        if self.wire.again:
            self.wire.again = False
            _survive(job)
        return good

    def _work(self) -> None:
        """Whatever is ready is worked off."""
        assert self.product
        product = self.product
        while True:
            if self.records:
                tries, row = self.records.pop(0)
                if not self._run("notify", lambda row=row: product.record(row)) and tries + 1 < TRIES:
                    self.records.append((tries + 1, row))
            elif message := self._visible():
                self._receive(message)
            elif events := self.box.ready():
                for at, provider, event in events:
                    if not self._run("receipts", lambda told=(provider, event): product.event(*told)):
                        self.box.events.append((at + timedelta(minutes=1), provider, event))
            else:
                return

    def _visible(self) -> Message | None:
        now = self.clock()
        return next((message for message in self.queue if message.at <= now), None)

    def _receive(self, message: Message) -> None:
        assert self.product
        product = self.product
        message.received, message.at = message.received + 1, self.clock() + VISIBILITY
        name = WORKERS.get(message.queue, "deliver")
        if self._run(name, lambda: product.message(message)):
            self.queue.remove(message)
        elif message.received >= RECEIVES:
            self.queue.remove(message)
            self.dead.append(message)

    def _go_on(self) -> None:
        """Time goes on, from one moment at which there is something to do to the next."""
        assert self.product
        end, swept = self.clock() + LONG_ENOUGH, self.clock()
        while True:
            minute = self._next_minute(swept)
            soonest = min([minute, *self._coming()])
            if soonest > end:
                return
            self.clock.at = max(self.clock(), soonest)
            if soonest == minute:
                swept = minute
                self._run("sweep", self.product.minute)
            self._work()

    def _next_minute(self, swept: datetime) -> datetime:
        """The next sweep that has anything to do: those between find nothing, and would cost their time."""
        first = swept + timedelta(minutes=1)
        if self.every_minute:
            return first
        rows = [row for table in ("Requests", "Ledger", "Contacts") for row in self.tables.rows(table)]
        marks = [row[name]["S"] for row in rows for name in MARKS if name in row]
        if not marks:
            return datetime.max.replace(tzinfo=first.tzinfo)
        due = datetime.fromisoformat(min(marks).partition("#")[0]) + GRACE
        whole = due.replace(second=first.second, microsecond=first.microsecond)
        return max(first, whole if whole >= due else whole + timedelta(minutes=1))

    def _coming(self) -> Iterator[datetime]:
        yield from (message.at for message in self.queue)
        yield from (at for at, _, _ in self.box.events)


def _survive(job: Callable[[], bool]) -> bool:
    """Lambda survives whatever its function dies of."""
    try:
        return job()
    except (Killed, Exception):  # noqa: BLE001 - stands for Lambda itself
        return False


def sns(event: Mapping[str, Any]) -> dict[str, Any]:
    """A provider's event as a topic brings it."""
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(event)}}]}
