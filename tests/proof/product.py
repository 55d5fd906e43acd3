"""The product as it runs on AWS: its entries, called as Lambda calls them, on its real store."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from aws_lambda_powertools import Logger

from chalicelib import wire
from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, NotAllowed
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS
from chalicelib.entry.deliver import deliver
from chalicelib.entry.listen import listen as work_off
from chalicelib.entry.notify import notify
from chalicelib.entry.receipts import receipts
from chalicelib.entry.sweep import sweep
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.listen import listen
from chalicelib.flows.move import move
from chalicelib.flows.webhooks import receipts_in
from chalicelib.store.chats import Chats
from chalicelib.store.contacts import Contacts
from chalicelib.store.lanes import Lanes
from chalicelib.store.ledger import Ledger
from chalicelib.store.requests import Requests
from chalicelib.store.settings import Settings
from chalicelib.store.tables import Line, connection_of
from chalicelib.store.work import Work
from chalicelib.tools import aws
from infrastructure.local.settings import REGION
from tests.build import an_actor
from tests.fakes import Office
from tests.lambda_context import Context
from tests.proof.tables import Row, Tables
from tests.proof.wire import Wire, register
from tests.proof.world import Message, World, sns

QUEUES = {UNIT_ALERTS: "https://sqs.example.org/1/alerts", CITIZEN_MESSAGES: "https://sqs.example.org/1/messages"}
EVENTS = "https://sqs.example.org/1/events"
INBOUND = "https://sqs.example.org/1/inbound"


@dataclass
class Bench:
    """What all runs share: the engine, the wire, and the store on it."""

    tables: Tables
    wire: Wire
    requests: Requests
    ledger: Ledger
    lanes: Lanes
    work: Work
    contacts: Contacts
    chats: Chats
    settings: Settings

    def desk(self, world: World, city: City) -> Desk:
        """The product's desk in this world."""
        office = Office(clock=world.clock, city=city)
        return replace(
            office.desk,
            requests=self.requests,
            ledger=self.ledger,
            lanes=self.lanes,
            contacts=self.contacts,
            chats=self.chats,
            settings=self.settings,
            count=self.work.count,
            wake=aws.waker(QUEUES),
            listen=partial(aws.put, INBOUND),
            carry=self.wire.carry,
        )


@contextmanager
def a_bench(patch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A bench; all that the product says to AWS goes by its wire."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "proof", "AWS_SECRET_ACCESS_KEY": "proof", "AWS_DEFAULT_REGION": REGION,
        "PROVIDER_EVENTS_QUEUE": EVENTS,
    }.items():  # fmt: skip
        patch.setenv(name, value)
    tables, line = Tables(), Line()
    speech = Wire(tables)
    aws.client.cache_clear()
    aws._session.cache_clear()
    register(speech, aws._session)
    named = {
        name: kind(table, REGION, line)
        for name, kind, table in (
            ("requests", Requests, "Requests"), ("ledger", Ledger, "Ledger"), ("lanes", Lanes, "Work"),
            ("work", Work, "Work"), ("contacts", Contacts, "Contacts"), ("chats", Chats, "Contacts"),
            ("settings", Settings, "Settings"),
        )
    }  # fmt: skip
    bench = Bench(tables, speech, **named)  # type: ignore[arg-type]  # each under its own name
    speech.hook(connection_of(bench.requests._row).connection.client.meta.events)
    logger = Logger(service=f"kopru-{uuid4().hex}", level=logging.CRITICAL)
    patch.setattr(wire, "logger", lambda: logger)
    patch.setattr(wire, "meter", lambda: Mute())
    yield bench
    aws.client.cache_clear()
    aws._session.cache_clear()


class Mute:
    """A meter that nobody reads."""

    def add(self, name: str, value: float = 1, unit: str = "Count", **about: str) -> None:
        """One figure."""

    def flush(self) -> None:
        """The end of a batch."""


class Kopru:
    """The product."""

    def __init__(self, bench: Bench, world: World, city: City, patch: pytest.MonkeyPatch) -> None:
        self.desk = bench.desk(world, city)
        self.world, self.city = world, city
        patch.setattr(wire, "desk", lambda: self.desk)

    def act(self, said: Mapping[str, Any]) -> str:
        """A citizen opens a request or writes in a chat, or the staff make a move in the last request."""
        if said["does"] == "intake":
            return hear(self.desk, said["said"], Source("web", said["key"])).request.number
        if said["does"] == "write":
            listen(self.desk, [said["item"]], {})
            return str(said["to"])
        (number,) = self.world.acknowledged[said["of"]]
        try:
            move(self.desk, number, said["move"], said["said"], an_actor(said["who"], self.city), said["version"])
        except (Conflict, NotAllowed):  # they look, and see that it is done
            case = self.desk.requests.case(number)
            assert case
            assert any(event.move == said["move"] for event in case.events)
        return number

    def record(self, row: Row) -> bool:
        """The stream's worker."""
        image = {"eventID": "1", "eventName": "INSERT", "dynamodb": {"NewImage": row, "SequenceNumber": "1"}}
        return _well(notify({"Records": [image]}, Context()))

    def message(self, message: Message) -> bool:
        """The worker of one of the queues."""
        record = {"messageId": "1", "receiptHandle": "1", "body": message.body, "attributes": {}}
        worker = {"events": receipts, "inbound": work_off}.get(message.queue, deliver)
        return _well(worker({"Records": [record]}, Context()))

    def event(self, provider: str, event: Mapping[str, Any]) -> bool:
        """The topic's worker; Meta comes by the webhook, which hands on to the queue."""
        if provider == "whatsapp-cloud":
            wire.keep_receipts(receipts_in(event))
            return True
        return _well(receipts(sns(json.loads(json.dumps(event))), Context()))

    def minute(self) -> bool:
        """The sweep."""
        return not sweep({}, Context())["failed"]


def _well(answer: Mapping[str, Any]) -> bool:
    return not answer["batchItemFailures"]
