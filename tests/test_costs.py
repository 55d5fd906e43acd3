"""What a call costs is told from the images of every item it names, in a transaction as well."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.bench.costs import TRANSACTION, Cost, Till, write_cost
from tests.bench.shelf import Shelf
from tests.bench.tap import Asked, Told
from tests.units import Index, Item, Table

CASES = Table(("number", "part"), (Index("by_unit", ("owner", "due"), ()),))
WORK = Table(("key",))
TABLES = {"cases": CASES, "work": WORK}
ROW: Item = {"number": {"S": "1"}, "part": {"S": "A"}, "owner": {"S": "u"}, "due": {"S": "1"}, "version": {"N": "1"}}
EVENT: Item = {"number": {"S": "1"}, "part": {"S": "E#2"}, "text": {"S": "." * 1100}}
COUNTER: Item = {"key": {"S": "k"}}

MOVE = {
    "TransactItems": [
        {
            "Update": {
                "TableName": "cases",
                "Key": {"number": {"S": "1"}, "part": {"S": "A"}},
                "UpdateExpression": "SET #0 = :0, #1 = :1 REMOVE #2",
                "ExpressionAttributeNames": {"#0": "version", "#1": "due", "#2": "mark"},
                "ExpressionAttributeValues": {":0": {"N": "2"}, ":1": {"S": "2"}},
            }
        },
        {"Put": {"TableName": "cases", "Item": EVENT}},
        {"ConditionCheck": {"TableName": "work", "Key": COUNTER, "ConditionExpression": "attribute_exists(#0)"}},
    ]
}


class Engine:
    """A botocore client over a Shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getattr__(self, method: str) -> Any:
        operation = "".join(word.capitalize() for word in method.split("_"))

        def call(**body: Any) -> dict[str, Any]:
            told = self._shelf.answer(an_asked(operation, body))
            meta = {"ResponseMetadata": {"HTTPStatusCode": told.status}}
            if told.status != 200:
                code = told.body["__type"].rpartition("#")[2]
                raise ClientError(told.body | meta | {"Error": {"Code": code, "Message": ""}}, operation)
            return told.body | meta

        return call


def an_asked(operation: str, body: dict[str, Any]) -> Asked:
    return Asked(f"DynamoDB_20120810.{operation}", body)


def a_shelf(*items: tuple[str, Item]) -> Shelf:
    shelf = Shelf(TABLES)
    for table, item in items:
        shelf.answer(an_asked("PutItem", {"TableName": table, "Item": item}))
    shelf.costs.clear()
    return shelf


def test_transaction_costs_all_its_items_twice_and_the_entries_they_change_once() -> None:
    shelf = a_shelf(("cases", {**ROW, "mark": {"S": "m"}}), ("work", COUNTER))
    shelf.answer(an_asked(TRANSACTION, MOVE))
    (cost,) = shelf.costs
    assert cost.calls == (TRANSACTION,)
    assert cost.writes == (2 + 2) + 4 + 2  # the row and its moved entry, an event of two kilobytes, the check
    assert cost.items == (1 + 1) + 1 + 1
    assert shelf.items["cases", "1", "A"] == {**ROW, "version": {"N": "2"}, "due": {"S": "2"}}
    assert shelf.items["cases", "1", "E#2"] == EVENT


def test_till_counts_a_transaction_as_the_shelf_does() -> None:
    items: tuple[tuple[str, Item], ...] = (("cases", {**ROW, "mark": {"S": "m"}}), ("work", COUNTER))
    expected = a_shelf(*items)
    expected.answer(an_asked(TRANSACTION, MOVE))
    till = Till(Engine(a_shelf(*items)), TABLES)
    assert till.spent(lambda: till.answer(an_asked(TRANSACTION, MOVE))) == expected.costs[0]


def test_cancelled_transaction_changes_nothing_says_why_and_costs_what_stands_there() -> None:
    shelf = a_shelf(("cases", ROW), ("cases", EVENT), ("work", COUNTER))
    till = Till(Engine(shelf), TABLES)
    told = till.answer(an_asked(TRANSACTION, MOVE))
    assert (told.status, told.body["__type"]) == (400, "TransactionCanceledException")
    reasons = [reason["Code"] for reason in told.body["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed", "None"]
    assert shelf.items["cases", "1", "A"] == ROW
    assert till.costs[0].writes == 2 + 4 + 2


def test_calls_that_stand_alone_cost_once() -> None:
    till = Till(Engine(a_shelf()), TABLES)
    put = an_asked("PutItem", {"TableName": "cases", "Item": ROW})
    assert till.spent(lambda: till.answer(put)) == write_cost("PutItem", CASES, None, ROW)
    assert till.costs[0].writes == 2
    assert till.answer(put).status == 400
    (cost,) = till.costs[1:]
    assert (cost.calls, cost.writes) == (("PutItem",), 1)


def test_queries_cost_what_the_table_or_the_index_holds() -> None:
    shelf = a_shelf(("cases", ROW), ("cases", EVENT))
    whole = shelf.spent(lambda: shelf.answer(an_asked("Query", {"TableName": "cases"})))
    unit = shelf.spent(lambda: shelf.answer(an_asked("Query", {"TableName": "cases", "IndexName": "by_unit"})))
    assert (whole.items, unit.items) == (2, 1)
    assert whole.bytes > unit.bytes
    assert unit.reads == 0.5


def test_get_of_nothing_costs_a_unit_and_finds_nothing() -> None:
    shelf = a_shelf()
    asked = an_asked("GetItem", {"TableName": "work", "Key": COUNTER, "ConsistentRead": True})
    assert shelf.answer(asked) == Told(200, {})
    assert shelf.costs == [Cost(("GetItem",), 0, 0, 1.0, 0)]


def test_update_that_the_shelf_cannot_do_is_an_error() -> None:
    update = {"TableName": "work", "Key": COUNTER, "UpdateExpression": "SET n = n + :1"}
    with pytest.raises(KeyError):
        a_shelf().answer(an_asked("UpdateItem", update | {"ExpressionAttributeValues": {":1": {"N": "1"}}}))
