"""What the product leaves behind beside its tables and messages, gathered for whoever looks for secrets in it."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core.errors import TryLater
from chalicelib.entry.deliver import deliver
from chalicelib.entry.notify import notify
from chalicelib.entry.receipts import receipts
from chalicelib.entry.sweep import sweep
from tests.entry.colleagues import Staff
from tests.fakes import Office
from tests.lambda_context import Context
from tests.tools.stands import Stand


@dataclass
class Sinks:
    """Everything that may be read by whoever runs the product, by where it stands."""

    office: Office
    staff: Staff
    stand: Stand
    kept: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    def work(self, *, rounds: int = 1) -> None:
        """Stream, queues and sweep do what there is to do; what a queue's function fails at becomes a dead letter."""
        for _ in range(rounds):
            self._stream()
            self._queues()
            self.answers.append(sweep({}, Context()))
            self.office.clock.move(minutes=1)

    def say(self, *events: object) -> None:
        """Providers say this by their topic."""
        records = [{"Sns": {"Message": each if isinstance(each, str) else json.dumps(each)}} for each in events]
        with contextlib.suppress(TryLater):
            self.answers.append(receipts({"Records": records}, Context()))
        bodies = [json.dumps(receipt) for receipt in self.kept]
        self._batch(receipts, bodies)

    def _stream(self) -> None:
        records = []
        for number, value in list(self.office.requests.marks.items()):
            image = {"number": {"S": number}, "part": {"S": "A"}, "todo_at": {"S": value}}
            records.append({"eventID": number, "eventName": "INSERT", "dynamodb": {"NewImage": image,
                            "Keys": {}, "SequenceNumber": number}})  # fmt: skip
        if records:
            self.answers.append(notify({"Records": records}, Context()))

    def _queues(self) -> None:
        woken = [(number, errand) for _, number, errand in self.office.queues.woken]
        woken += [(number, errand) for _, _, number, errand in self.office.queues.delayed]
        self._batch(deliver, [f"{number} {errand}" for number, errand in woken])

    def _batch(self, function: Any, bodies: list[str]) -> None:
        records = [
            {"messageId": str(place), "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {}}
            for place, body in enumerate(bodies)
        ]
        answer = function({"Records": records}, Context()) if records else {"batchItemFailures": []}
        self.answers.append(answer)
        self.dead += [bodies[int(each["itemIdentifier"])] for each in answer["batchItemFailures"]]


class Tale(logging.Handler):
    """Writes every line that it is asked to into a list, with all that was handed over beside it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        told = {name: value for name, value in vars(record).items() if name not in ("exc_info", "stack_info")}
        self.lines.append(f"{record.name} {record.getMessage()} {told} {self.format(record)}")
