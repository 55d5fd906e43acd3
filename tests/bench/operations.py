"""The product's operations, each through its real entry, counted at growing numbers of stored requests."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from tests.bench.child import FORM
from tests.bench.costs import Cost, Till
from tests.bench.engine import fill, make_tables, running
from tests.bench.speed import REGION, environment
from tests.bench.tap import Tap

PAGE = 50  # rows of a unit's list
LISTED = 1_000  # public requests of this month and in one cell; the others are public in another month and elsewhere
Costs = dict[str, Cost]


def count(sizes: Sequence[int]) -> dict[int, Costs]:
    """What every operation costs with this many requests stored, each with its errands in the ledger."""
    counted: dict[int, Costs] = {}
    with running(REGION) as client:
        till = Till(client, make_tables(client))
        with Tap(till.answer) as tap:
            os.environ.update(environment(tap.url))  # this process measures and does nothing else
            pattern = Story(tap, till, "pattern")
            pattern.open_and_tell()
            rows = {name: _rows(client, name, pattern.number) for name in ("requests", "ledger")}
            stored = 0
            for size in sizes:
                fill(client, rows, pattern.number, range(stored, size), LISTED)
                stored = size
                counted[size] = Story(tap, till, f"at {size}").costs()
    return counted


class Story:
    """One request, from its intake to its delivery and to what is public of it; `key` is its idempotency key."""

    def __init__(self, tap: Tap, till: Till, key: str) -> None:
        self._tap = tap
        self._till = till
        self._headers = {"idempotency-key": key.replace(" ", "-")}
        # Somebody else each time: the same words of the same person twice would be one request.
        self._proof = f"{crc32(key.encode()) % 10_000:04}"
        self._form = FORM | {"phone": f"0532 111 {self._proof[:2]} {self._proof[2:]}"}
        self.costs_so_far: Costs = {}
        self.number = ""
        self._opened: dict[str, Any] = {}

    def costs(self) -> Costs:
        """Every operation in the order in which it happens."""
        self.open_and_tell()
        begun = datetime.now(UTC)
        self.work()
        self.look_around(begun)
        return self.costs_so_far

    def open_and_tell(self) -> None:
        """From the intake to the delivery."""
        from chalicelib import wire
        from chalicelib.entry.deliver import deliver
        from chalicelib.entry.notify import notify
        from tests.lambda_context import Context

        wire.city()  # the settings, which whoever comes first in a minute reads
        self._open("intake", 201)
        self._open("intake, same key again", 200)
        self._read("tracking, number alone", "", 200)
        self._read("tracking, right proof", self._proof, 200)
        self._read("tracking, wrong proof", f"{9_999 - int(self._proof):04}", 403)
        unit = self._opened["unit"]["code"]
        self._spend(f"unit list, {PAGE} rows", lambda: wire.desk().requests.of_unit(unit, PAGE))
        self._spend("notify, one request", lambda: _check_batch(notify(self._record(), Context())))
        self._spend("deliver, alert to the unit", lambda: _check_batch(deliver(self._message(0), Context())))
        self._spend("deliver, message to the citizen", lambda: _check_batch(deliver(self._message(-1), Context())))

    def work(self) -> None:
        """What the staff do with it: their lists at a moment at which they are full, and two moves."""
        from chalicelib import wire
        from chalicelib.flows import work
        from chalicelib.flows.move import move
        from tests.build import a_staffed_city, an_actor

        desk = replace(wire.desk(), city=a_staffed_city())
        officer, unit = an_actor("officer"), self._opened["unit"]["code"]
        request = desk.requests.read(self.number)
        assert request
        self._spend("staff see it", lambda: work.see(desk, officer, self.number))
        for view, before in (("all", 1), ("late", -1), ("soon", 1), ("mine", 1), ("new", 1)):
            then = replace(desk, now=partial(request.state.due.__sub__, timedelta(hours=before)))
            self._spend(f"inbox, {view}", partial(work.inbox, then, officer, unit, view, PAGE))
        self._spend("move, accept", lambda: move(desk, self.number, "accept", {}, officer))
        outcome = {"outcome": "repaired", "answer": "Çukur ekiplerimizce kapatılmıştır; bilginize sunarız."}
        self._spend("move, resolve", lambda: move(desk, self.number, "resolve", outcome, officer))

    def look_around(self, begun: datetime) -> None:
        """What anybody may see, and what peers hear of since the work on it has `begun`."""
        today = _window(begun - timedelta(hours=6))
        self._get(f"Open311 list of {LISTED:,}", f"/open311/v2/requests.json?{today}", LISTED)
        self._get("Open311, one request", f"/open311/v2/requests/{self.number}.json", 1)
        self._get("Open311 updates, 2 moves", f"/open311/v2/servicerequestupdates.json?{_window(begun)}", 2)
        self._get("near me", f"/api/requests/near?lat={FORM['lat']}&long={FORM['long']}", 20)

    def _get(self, name: str, url: str, wanted: int) -> None:
        from tests.entry.gateway import call

        def act() -> None:
            answer = call("GET", url)
            _check(answer.status, 200)
            found = answer.json if isinstance(answer.json, list) else answer.json["requests"]
            if len(found) != wanted:
                raise RuntimeError(f"{name}: {len(found)} instead of {wanted}")

        self._spend(name, act)

    def _open(self, name: str, status: int) -> None:
        from tests.entry.gateway import call

        def act() -> None:
            answer = call("POST", "/api/requests", self._form, self._headers)
            _check(answer.status, status)
            self._opened = answer.json
            self.number = answer.json["number"].replace("-", "")

        self._spend(name, act)

    def _read(self, name: str, proof: str, status: int) -> None:
        from tests.entry.gateway import call

        headers = {"x-contact-proof": proof} if proof else {}
        self._spend(name, lambda: _check(call("GET", f"/api/requests/{self.number}", headers=headers).status, status))

    def _record(self) -> dict[str, Any]:
        (item,) = (
            asked.body["Item"]
            for asked, told in self._tap.calls
            if asked.operation == "PutItem" and told.status == 200 and _is_opening(asked.body["Item"], self.number)
        )
        change = {"SequenceNumber": "1", "NewImage": item}
        return {"Records": [{"eventID": "1", "eventName": "INSERT", "dynamodb": change}]}

    def _message(self, at: int) -> dict[str, Any]:
        woken = [
            entry["MessageBody"]
            for asked, _ in self._tap.calls
            if asked.operation == "SendMessageBatch"
            for entry in asked.body["Entries"]
        ]
        mine = [body for body in woken if body.startswith(self.number)]
        return {"Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": mine[at]}]}

    def _spend(self, name: str, act: Callable[[], object]) -> None:
        self.costs_so_far[name] = self._till.spent(act)


def _window(since: datetime) -> str:
    until = since + timedelta(hours=12)
    return urlencode({"start_date": since.isoformat(), "end_date": until.isoformat()})


def _is_opening(item: dict[str, Any], number: str) -> bool:
    return "todo_at" in item and item["number"]["S"] == number


def _check(status: int, wanted: int) -> None:
    if status != wanted:
        raise RuntimeError(f"answered {status} instead of {wanted}")


def _check_batch(answer: dict[str, Any]) -> None:
    if answer["batchItemFailures"]:
        raise RuntimeError("a record failed")


def _rows(client: Any, table: str, number: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.query(
        TableName=table,
        KeyConditionExpression="#number = :number",
        ExpressionAttributeNames={"#number": "number"},
        ExpressionAttributeValues={":number": {"S": number}},
    )["Items"]
    return found
