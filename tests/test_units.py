"""Units are computed by DynamoDB's own rules."""

from __future__ import annotations

import pytest

from tests.units import Index, Item, Table, entry_of, item_size, read_table, read_units, write_units

TABLE = Table(
    keys=("number",),
    indexes=(Index("by_unit", ("owner", "due"), ("status",)), Index("todo", ("todo_at",), ())),
)


def an_item(size: int = 100, **attributes: str) -> Item:
    """An item of this many bytes with these texts."""
    item = {"number": {"S": "1"}, **{name: {"S": text} for name, text in attributes.items()}}
    return item | {"x": {"S": "." * (size - item_size(item) - 1)}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "çukur"}, 6),
        ({"N": "0"}, 1),
        ({"N": "1764"}, 3),
        ({"N": "-12.5"}, 4),
        ({"N": "1000"}, 2),
        ({"B": b"abc"}, 3),
        ({"BOOL": False}, 1),
        ({"NULL": True}, 1),
        ({"L": [{"S": "ab"}, {"S": "c"}]}, 3 + 2 + 3),
        ({"M": {"k": {"S": "ab"}}}, 3 + 1 + 1 + 2),
        ({"SS": ["ab", "c"]}, 3),
    ],
)
def test_size_is_that_of_the_name_and_the_value(value: dict[str, object], size: int) -> None:
    assert item_size({"name": value}) == len("name") + size


def test_no_item_has_no_size() -> None:
    assert item_size(None) == 0


@pytest.mark.parametrize(("size", "units"), [(1, 1), (1024, 1), (1025, 2), (3000, 3)])
def test_write_costs_a_unit_for_every_kilobyte_begun(size: int, units: int) -> None:
    assert write_units(Table(("number",)), None, {"n": {"S": "." * (size - 1)}}) == units


def test_every_index_that_takes_the_item_costs_its_own_units() -> None:
    assert write_units(TABLE, None, an_item()) == 1
    assert write_units(TABLE, None, an_item(owner="u", due="1")) == 2
    assert write_units(TABLE, None, an_item(owner="u", due="1", todo_at="1")) == 3


def test_index_holds_keys_and_what_it_includes() -> None:
    item = an_item(owner="u", due="1", status="received", todo_at="1")
    assert set(entry_of(TABLE, TABLE.indexes[0], item) or {}) == {"number", "owner", "due", "status"}
    assert set(entry_of(TABLE, TABLE.indexes[1], item) or {}) == {"number", "todo_at"}
    assert entry_of(TABLE, Index("all", ("owner",), None), item) == item


def test_index_is_charged_only_where_its_entry_changes() -> None:
    before = an_item(owner="u", due="1", status="received")
    assert write_units(TABLE, before, {**before, "x": {"S": "other"}}) == 1
    assert write_units(TABLE, before, {**before, "status": {"S": "closed"}}) == 2


def test_moved_index_entry_is_taken_out_and_put_in() -> None:
    before = an_item(owner="u", due="1")
    assert write_units(TABLE, before, {**before, "due": {"S": "2"}}) == 3


def test_taking_a_mark_off_costs_the_entry_that_goes() -> None:
    before = an_item(todo_at="1")
    assert write_units(TABLE, before, an_item()) == 2


def test_write_stopped_by_its_condition_costs_what_stands_there() -> None:
    standing = an_item(2000, owner="u", due="1")
    assert write_units(TABLE, standing, standing) == 2


@pytest.mark.parametrize(("size", "units"), [(100, 2), (1024, 2), (1025, 4)])
def test_transaction_writes_every_item_twice(size: int, units: int) -> None:
    assert write_units(Table(("number",)), None, an_item(size), transaction=True) == units


def test_transaction_brings_its_index_entries_up_to_date_once() -> None:
    before = an_item(owner="u", due="1", todo_at="1")
    assert write_units(TABLE, None, before, transaction=True) == 2 + 2
    assert write_units(TABLE, before, {**before, "due": {"S": "2"}}, transaction=True) == 2 + 2
    assert write_units(TABLE, before, {**before, "x": {"S": "other"}}, transaction=True) == 2


def test_condition_checked_in_a_transaction_costs_twice_what_stands_there() -> None:
    standing = an_item(2000, owner="u", due="1")
    assert write_units(TABLE, standing, standing, transaction=True) == 4
    assert write_units(TABLE, None, None, transaction=True) == 2


@pytest.mark.parametrize(("sizes", "units"), [([], 1), ([4096], 1), ([2000, 2000], 1), ([4000, 97], 2)])
def test_query_adds_sizes_before_it_rounds(sizes: list[int], units: int) -> None:
    assert read_units(sizes, consistent=True) == units
    assert read_units(sizes, consistent=False) == units / 2


def test_table_is_read_from_the_template() -> None:
    properties = {
        "KeySchema": [{"AttributeName": "number", "KeyType": "HASH"}],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "todo",
                "KeySchema": [{"AttributeName": "todo_at", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            },
            {
                "IndexName": "all",
                "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            },
        ],
    }
    assert read_table(properties) == Table(
        ("number",), (Index("todo", ("todo_at",), ()), Index("all", ("owner",), None))
    )
