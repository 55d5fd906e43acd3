"""What one call of DynamoDB touches and costs, told from what went over the wire and what stood there before and after.

Items and bytes are those that DynamoDB looks at: of a query what it scanned, of a write the larger of both images and
every index entry it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from tests.bench import canned
from tests.bench.tap import Asked, Told
from tests.units import Item, Table, entry_of, item_size, read_units, write_units

TRANSACTION = "TransactWriteItems"
BATCH = "BatchGetItem"
WRITES = ("PutItem", "UpdateItem", "DeleteItem", TRANSACTION)


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls by name, items and bytes touched, read and write units."""

    calls: tuple[str, ...] = ()
    items: int = 0
    bytes: int = 0
    reads: float = 0
    writes: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.calls + other.calls,
            self.items + other.items,
            self.bytes + other.bytes,
            self.reads + other.reads,
            self.writes + other.writes,
        )


class Till:
    """Passes calls on to an engine, answers for other services, and adds up what DynamoDB's calls cost."""

    def __init__(self, engine: Any, tables: Mapping[str, Table]) -> None:
        self._engine = engine
        self._tables = tables
        self.costs: list[Cost] = []

    def answer(self, asked: Asked) -> Told:
        """For a Tap. Only the calls that the product makes are known: another one is a KeyError."""
        if not asked.target.startswith("DynamoDB"):
            return Told(200, _canned(asked))
        if asked.operation in WRITES:
            before = self._images(asked)
            told = self._pass_on(asked)
            self.costs.append(writes_cost(asked, self._tables, before, self._images(asked)))
        else:
            several = asked.operation == BATCH
            told = self._pass_on(_whole(asked) if several else asked)
            self.costs.append(
                batch_cost(asked, told) if several else read_cost(asked, told, self._tables[_table(asked)])
            )
        return told

    def spent(self, act: Callable[[], object]) -> Cost:
        """What `act` costs."""
        self.costs.clear()
        act()
        return sum(self.costs, Cost())

    def _pass_on(self, asked: Asked) -> Told:
        try:
            told = getattr(self._engine, xform_name(asked.operation))(**asked.body)
        except ClientError as error:
            said = error.response["Error"]
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            more = {name: error.response[name] for name in ("CancellationReasons", "Item") if name in error.response}
            return Told(status, {"__type": said["Code"], "message": said["Message"]} | more)
        told.pop("ResponseMetadata")
        return Told(200, told)

    def _images(self, asked: Asked) -> list[Item | None]:
        return [self._image(part) for part in parts_of(asked)]

    def _image(self, part: Mapping[str, Any]) -> Item | None:
        table = part["TableName"]
        found = self._engine.get_item(TableName=table, Key=key_of(part, self._tables[table]), ConsistentRead=True)
        image: Item | None = found.get("Item")
        return image


def parts_of(asked: Asked) -> list[Mapping[str, Any]]:
    """What a write names: of a transaction each of its puts, updates, deletes and checks, else the call itself."""
    if asked.operation != TRANSACTION:
        return [asked.body]
    return [part for action in asked.body["TransactItems"] for part in action.values()]


def key_of(part: Mapping[str, Any], table: Table) -> Item:
    """The key of the item that a part of a write is about."""
    key: Item = part["Key"] if "Key" in part else {name: part["Item"][name] for name in table.keys}
    return key


def writes_cost(
    asked: Asked, tables: Mapping[str, Table], before: Sequence[Item | None], after: Sequence[Item | None]
) -> Cost:
    """One write, or transaction of several, that turned `before` into `after`: the images in the order of its parts.

    An item whose condition was checked is the same in both.
    """
    costs = [
        write_cost(asked.operation, tables[part["TableName"]], old, new)
        for part, old, new in zip(parts_of(asked), before, after, strict=True)
    ]
    return replace(sum(costs, Cost()), calls=(asked.operation,))


def write_cost(operation: str, table: Table, before: Item | None, after: Item | None) -> Cost:
    """One write of an item, alone or as part of a transaction, that turned `before` into `after`."""
    entries = [(entry_of(table, index, before), entry_of(table, index, after)) for index in table.indexes]
    touched = [(before, after), *((old, new) for old, new in entries if old != new)]
    return Cost(
        calls=(operation,),
        items=len(touched),
        bytes=sum(max(item_size(old), item_size(new)) for old, new in touched),
        writes=write_units(table, before, after, transaction=operation == TRANSACTION),
    )


def read_cost(asked: Asked, told: Told, table: Table) -> Cost:
    """One GetItem or Query; what a filter dropped is in ScannedCount and would be an error here: there are no filters.

    Raises ValueError if a query looked at more than it gave.
    """
    items: Iterable[Item] = told.body.get("Items", ()) if asked.operation == "Query" else _one(told)
    indexes = {index.name: index for index in table.indexes}
    index = indexes.get(asked.body.get("IndexName", ""))
    sizes = [item_size(entry_of(table, index, item) if index else item) for item in items]
    if told.body.get("ScannedCount", len(sizes)) != len(sizes):
        raise ValueError(f"{asked.operation} looked at {told.body['ScannedCount']} items and gave {len(sizes)}")
    return Cost(
        calls=(asked.operation,),
        items=len(sizes),
        bytes=sum(sizes),
        reads=read_units(sizes, consistent=asked.body.get("ConsistentRead", False)),
    )


def batch_cost(asked: Asked, told: Told) -> Cost:
    """One BatchGetItem: each item is rounded up by itself, and one that is not there costs as the smallest does."""
    wanted = [(table, each) for table, part in asked.body["RequestItems"].items() for each in part["Keys"]]
    consistent = all(part.get("ConsistentRead", False) for part in asked.body["RequestItems"].values())
    sizes = [item_size(item) for items in told.body["Responses"].values() for item in items]
    units = [read_units([size], consistent=consistent) for size in sizes + [0] * (len(wanted) - len(sizes))]
    return Cost(calls=(BATCH,), items=len(sizes), bytes=sum(sizes), reads=sum(units))


def _whole(asked: Asked) -> Asked:
    """A batch get without its projection: what that leaves out is paid for as well."""
    paid = ("Keys", "ConsistentRead")
    parts = {
        table: {name: part[name] for name in paid if name in part} for table, part in asked.body["RequestItems"].items()
    }
    return Asked(asked.target, {"RequestItems": parts})


def _one(told: Told) -> list[Item]:
    return [told.body["Item"]] if "Item" in told.body else []


def _table(asked: Asked) -> str:
    return str(asked.body["TableName"])


def _canned(asked: Asked) -> dict[str, Any]:
    if asked.operation == "SendMessageBatch":
        return {"Successful": [{"Id": each["Id"], "MessageId": "1", "MD5OfMessageBody": ""} for each in
                               asked.body["Entries"]], "Failed": []}  # fmt: skip
    return canned.answer_json(asked.target)
