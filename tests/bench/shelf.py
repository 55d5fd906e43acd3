"""Tables in a dict behind a Tap: enough of DynamoDB to count calls and to know every item before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.bench.costs import BATCH, TRANSACTION, Cost, batch_cost, key_of, parts_of, read_cost, writes_cost
from tests.bench.tap import Asked, Told
from tests.units import Item, Table, entry_of

STOPPED = "ConditionalCheckFailedException"
_TERM = re.compile(r"(#\w+) (=|<|>|BETWEEN) (:\w+)(?: AND (:\w+))?")
_CLAUSE = re.compile(r"\b(SET|REMOVE) (.*?)(?= (?:SET|REMOVE|ADD|DELETE) |$)")


class Shelf:
    """Answers a Tap and adds up what each call costs, as `costs` in their order.

    A put is refused where an item stands; an update takes plain `SET name = :value` and `REMOVE name` (anything else is
    a KeyError) and, like a check, holds whatever its condition; a query finds what its key condition says, in order.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self.items: dict[tuple[str, ...], Item] = {}
        self.costs: list[Cost] = []

    def answer(self, asked: Asked) -> Told:
        """For a Tap."""
        if asked.operation == BATCH:
            told = self._batch(asked.body)
            self.costs.append(batch_cost(asked, told))
            return told
        if asked.operation in ("GetItem", "Query"):
            table = self._tables[asked.body["TableName"]]
            told = self._get(asked.body) if asked.operation == "GetItem" else self._query(asked.body)
            self.costs.append(read_cost(asked, told, table))
            return told
        parts = parts_of(asked)
        before = [self.items.get(self._place(part)) for part in parts]
        taken = ["Item" in part and old is not None for part, old in zip(parts, before, strict=True)]
        if not any(taken):
            for part, old in zip(parts, before, strict=True):
                self._write(part, old)
        after = [self.items.get(self._place(part)) for part in parts]
        self.costs.append(writes_cost(asked, self._tables, before, after))
        return _refused(asked, taken) if any(taken) else Told(200, {})

    def spent(self, act: Callable[[], object]) -> Cost:
        """What `act` costs."""
        self.costs.clear()
        act()
        return sum(self.costs, Cost())

    def _get(self, body: Mapping[str, Any]) -> Told:
        found = self.items.get(self._place(body))
        return Told(200, {"Item": found} if found else {})

    def _query(self, body: Mapping[str, Any]) -> Told:
        table = self._tables[body["TableName"]]
        index = next((each for each in table.indexes if each.name == body.get("IndexName")), None)
        rows = [item for place, item in self.items.items() if place[0] == body["TableName"]]
        seen = [entry for item in rows if (entry := entry_of(table, index, item) if index else item)]
        seen = [entry for entry in seen if _holds(body, entry)]
        sort = (index.keys if index else table.keys)[1:]
        seen.sort(key=lambda entry: [_text(entry[name]) for name in sort])
        if not body.get("ScanIndexForward", True):
            seen.reverse()
        seen = seen[: body.get("Limit")]
        return Told(200, {"Items": seen, "Count": len(seen), "ScannedCount": len(seen)})

    def _batch(self, body: Mapping[str, Any]) -> Told:
        """Every item that is there, whole: what a projection leaves out is paid for as well."""
        found = {
            table: [
                item for key in asked["Keys"] if (item := self.items.get(self._place({"TableName": table, "Key": key})))
            ]
            for table, asked in body["RequestItems"].items()
        }
        return Told(200, {"Responses": found, "UnprocessedKeys": {}})

    def _write(self, part: Mapping[str, Any], old: Item | None) -> None:
        if "Item" in part:
            self.items[self._place(part)] = part["Item"]
        elif "UpdateExpression" in part:
            self.items[self._place(part)] = _updated(old or part["Key"], part)

    def _place(self, part: Mapping[str, Any]) -> tuple[str, ...]:
        key = key_of(part, self._tables[part["TableName"]])
        return part["TableName"], *(_text(value) for _, value in sorted(key.items()))


def _holds(body: Mapping[str, Any], entry: Item) -> bool:
    """Whether an entry meets the key condition of a query."""
    for name, verb, low, high in _TERM.findall(body.get("KeyConditionExpression", "")):
        names, values = body["ExpressionAttributeNames"], body["ExpressionAttributeValues"]
        held, told = _text(entry[names[name]]), _text(values[low])
        if verb == "BETWEEN" and not told <= held <= _text(values[high]):
            return False
        if (verb == "=" and held != told) or (verb == "<" and held >= told) or (verb == ">" and held <= told):
            return False
    return True


def _text(value: Mapping[str, Any]) -> str:
    return str(next(iter(value.values())))


def _updated(item: Item, part: Mapping[str, Any]) -> Item:
    changed = dict(item)
    names: Mapping[str, str] = part.get("ExpressionAttributeNames", {})
    values: Mapping[str, Any] = part.get("ExpressionAttributeValues", {})
    for verb, clause in _CLAUSE.findall(part["UpdateExpression"]):
        for step in clause.split(","):
            name, _, value = (word.strip() for word in step.partition("="))
            if verb == "SET":
                changed[names.get(name, name)] = values[value]
            else:
                changed.pop(names.get(name, name), None)
    return changed


def _refused(asked: Asked, taken: list[bool]) -> Told:
    if asked.operation != TRANSACTION:
        return Told(400, {"__type": f"com.amazonaws.dynamodb#{STOPPED}"})
    reasons = [{"Code": "ConditionalCheckFailed" if each else "None"} for each in taken]
    told = {"__type": "com.amazonaws.dynamodb#TransactionCanceledException", "CancellationReasons": reasons}
    return Told(400, told)
