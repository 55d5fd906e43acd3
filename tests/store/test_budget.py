"""What the operations of the requests table may cost: calls as they go over the wire, units by DynamoDB's rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.core.errors import Refused
from chalicelib.flows import intake, track
from chalicelib.flows.desk import Desk
from chalicelib.store.requests import Requests
from infrastructure.package import ROOT
from tests.bench.costs import read_cost, write_cost
from tests.bench.tap import Asked, Tap, Told
from tests.build import what_is_said
from tests.fakes import Office
from tests.units import Item, Table, item_size, read_table

KEY = intake.Source("api", "a key")
CALLER = "198.51.100.7"


class Shelf:
    """A requests table that holds items by number and part; a put is refused where one stands, a query finds all."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Item] = {}

    def answer(self, asked: Asked) -> Told:
        if asked.operation == "PutItem":
            item = asked.body["Item"]
            place = item["number"]["S"], item["part"]["S"]
            if place in self.items:
                return Told(400, {"__type": "com.amazonaws.dynamodb#ConditionalCheckFailedException"})
            self.items[place] = item
            return Told(200, {})
        if asked.operation == "GetItem":
            key = asked.body["Key"]
            return Told(200, {"Item": self.items[key["number"]["S"], key["part"]["S"]]})
        items = list(self.items.values())[: asked.body.get("Limit")]
        return Told(200, {"Items": items, "Count": len(items), "ScannedCount": len(items)})


@pytest.fixture
def tap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:
    """DynamoDB, as far as these tests go."""
    with Tap(Shelf().answer) as tap:
        monkeypatch.setenv("AWS_ENDPOINT_URL", tap.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield tap


@pytest.fixture
def desk(tap: Tap) -> Desk:
    """The Desk of the tests, with the real requests table on it."""
    return Office(requests=Requests("requests", "eu-central-1")).desk  # type: ignore[arg-type]  # same methods


@pytest.fixture(scope="session")
def table() -> Table:
    text = (ROOT / "infrastructure" / "template.yaml").read_text(encoding="utf-8")
    template = YAMLTemplateSerializer().load_template(text, "template.yaml")
    return read_table(template["Resources"]["Requests"]["Properties"])


def put(tap: Tap) -> Item:
    """The item of the last put."""
    item: Item = [asked.body["Item"] for asked, _ in tap.calls if asked.operation == "PutItem"][-1]
    return item


def test_intake_is_one_put_within_eight_units_at_one_and_a_half_kilobytes(desk: Desk, tap: Tap, table: Table) -> None:
    intake.hear(desk, what_is_said(description="Yolda çok büyük bir çukur var. " * 22), KEY)
    assert tap.operations() == ["PutItem"]
    assert item_size(put(tap)) >= 1536
    assert write_cost("PutItem", table, None, put(tap)).writes <= 8


def test_ordinary_intake_costs_the_row_and_one_entry_in_each_index(desk: Desk, tap: Tap, table: Table) -> None:
    intake.hear(desk, what_is_said(), KEY)
    assert len(table.indexes) == 2
    assert write_cost("PutItem", table, None, put(tap)).items == 3


def test_longest_description_is_still_one_put(desk: Desk, tap: Tap) -> None:
    intake.hear(desk, what_is_said(description="ş" * 5000), KEY)
    assert tap.operations() == ["PutItem"]


def test_repeat_is_one_put_and_one_get(desk: Desk, tap: Tap) -> None:
    intake.hear(desk, what_is_said(), KEY)
    tap.calls.clear()
    assert not intake.hear(desk, what_is_said(), KEY).new
    assert tap.operations() == ["PutItem", "GetItem"]


@pytest.mark.parametrize("proof", ["", "2233"])
def test_tracking_is_one_query_of_half_a_unit(desk: Desk, tap: Tap, table: Table, proof: str) -> None:
    number = intake.hear(desk, what_is_said(), KEY).request.number
    tap.calls.clear()
    assert track.look(desk, number, proof, CALLER).own is bool(proof)
    ((asked, told),) = tap.calls
    assert asked.operation == "Query"
    assert read_cost(asked, told, table).reads == 0.5


def test_wrong_proof_is_one_query_and_one_put_of_one_unit(desk: Desk, tap: Tap, table: Table) -> None:
    number = intake.hear(desk, what_is_said(), KEY).request.number
    tap.calls.clear()
    with pytest.raises(Refused):
        track.look(desk, number, "0000", CALLER)
    assert tap.operations() == ["Query", "PutItem"]
    assert write_cost("PutItem", table, None, put(tap)).writes == 1


def test_list_of_a_unit_is_one_query_of_its_index(desk: Desk, tap: Tap, table: Table) -> None:
    for key in ("one", "two", "three"):
        intake.hear(desk, what_is_said(), intake.Source("api", key))
    tap.calls.clear()
    assert len(desk.requests.of_unit("fen-isleri", 2)) == 2
    ((asked, told),) = tap.calls
    assert (asked.operation, asked.body["IndexName"]) == ("Query", "by_unit")
    assert read_cost(asked, told, table).reads == 0.5
