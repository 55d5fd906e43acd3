"""The local AWS engine's DynamoDB within the test's own process: the same code as `make run`, without its HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from chalice.package import YAMLTemplateSerializer

ROOT = Path(__file__).parent.parent.parent
STREAMED = "Requests"
WANTED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")

Row = Mapping[str, Any]
"""An item as DynamoDB writes it: each value under its type."""


class _Raw:
    """What botocore reads a body from."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self._body


class Tables:
    """The template's tables, by their logical ids. One caller at a time: whoever comes meanwhile waits."""

    def __init__(self) -> None:
        (packages,) = ROOT.glob(".venv-aws/lib/python3*/site-packages")
        sys.path.append(str(packages))  # behind ours: nothing of ours is looked for there
        self._engine = import_module("ministack.services.dynamodb")
        self._lock = Lock()
        template = YAMLTemplateSerializer().load_template(
            (ROOT / "infrastructure" / "template.yaml").read_text(encoding="utf-8"), "template.yaml"
        )
        self._told = {
            name: resource["Properties"]
            for name, resource in template["Resources"].items()
            if resource.get("Type") == "AWS::DynamoDB::Table"
        }
        self.wrote: Callable[[Row], None] = lambda row: None

    def empty(self) -> None:
        """Every table is there and has nothing in it."""
        self._engine.reset()
        for name, told in self._told.items():
            self._ask("CreateTable", {"TableName": name} | {key: told[key] for key in WANTED if key in told})

    def fill(self, kept: Mapping[str, list[Row]]) -> None:
        """Put these rows back, by their tables; nobody hears of them."""
        for name, rows in kept.items():
            for row in rows:
                self._ask("PutItem", {"TableName": name, "Item": row})

    def kept(self) -> dict[str, list[Row]]:
        """All that stands in the tables, for `fill`."""
        return {name: self.rows(name) for name in self._told}

    def rows(self, table: str) -> list[Row]:
        """Every row. For the clock of a test, and for nobody's judgement."""
        return list(json.loads(self._ask("Scan", {"TableName": table})[1])["Items"])

    def answer(self, request: AWSPreparedRequest) -> AWSResponse:
        """What the engine says to a request of botocore's; `wrote` hears of every new request row."""
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        told = json.loads(request.body)
        status, body = self._ask(operation, told)
        if status == 200:
            for row in _put(operation, told):
                self.wrote(row)
        return AWSResponse(request.url, status, {}, _Raw(body))

    def _ask(self, operation: str, told: Mapping[str, Any]) -> tuple[int, bytes]:
        headers = {"x-amz-target": f"DynamoDB_20120810.{operation}"}
        with self._lock:
            asked = self._engine.handle_request("POST", "/", headers, json.dumps(told).encode(), {})
            try:
                asked.send(None)
            except StopIteration as done:
                status, _, body = done.value
                return status, body
        raise AssertionError("the engine waits for something")


def _put(operation: str, told: Mapping[str, Any]) -> list[Row]:
    """The new rows of the table that has a stream."""
    if operation == "PutItem":
        puts = [told]
    elif operation == "TransactWriteItems":
        puts = [each["Put"] for each in told["TransactItems"] if "Put" in each]
    else:
        return []
    return [put["Item"] for put in puts if put["TableName"] == STREAMED]
