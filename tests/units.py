"""What DynamoDB charges: item sizes, write units with their indexes, read units; local engines do not tell truly.

Sizes: "DynamoDB item sizes and formats" of the developer guide. Units: "Read and write operations" and, for indexes,
"Using Global Secondary Indexes: provisioned throughput considerations" there. Transactions: "DynamoDB transactions: how
it works" there, capacity management: "two underlying reads or writes of every item in the transaction"; an index is
brought up to date after the commit, once, and its entries cost what they cost without one (so measured on AWS by
nubo-db/dynoxide, pull request 188).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Mapping[str, Any]]  # as on the wire: {"number": {"S": "2611..."}}
WRITE_UNIT = 1024
READ_UNIT = 4096


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index: its own keys, and what else it holds (None: everything)."""

    name: str
    keys: tuple[str, ...]
    included: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table's keys and indexes."""

    keys: tuple[str, ...]
    indexes: tuple[Index, ...] = ()


def read_table(properties: Mapping[str, Any]) -> Table:
    """The Table of an AWS::DynamoDB::Table's properties in CloudFormation."""

    def names(schema: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
        return tuple(key["AttributeName"] for key in schema)

    def included(projection: Mapping[str, Any]) -> tuple[str, ...] | None:
        everything = projection["ProjectionType"] == "ALL"
        return None if everything else tuple(projection.get("NonKeyAttributes", ()))

    indexes = (
        Index(index["IndexName"], names(index["KeySchema"]), included(index["Projection"]))
        for index in properties.get("GlobalSecondaryIndexes", ())
    )
    return Table(names(properties["KeySchema"]), tuple(indexes))


def item_size(item: Item | None) -> int:
    """Bytes of an item as DynamoDB counts them for units: UTF-8 names and values; 0 for none."""
    return sum(len(name.encode()) + _value_size(value) for name, value in (item or {}).items())


def entry_of(table: Table, index: Index, item: Item | None) -> dict[str, Any] | None:
    """What an index holds of an item; None where the item lacks one of its keys (a sparse index)."""
    if item is None or not all(key in item for key in index.keys):
        return None
    if index.included is None:
        return dict(item)
    kept = (*table.keys, *index.keys, *index.included)
    return {name: value for name, value in item.items() if name in kept}


def write_units(table: Table, before: Item | None, after: Item | None, *, transaction: bool = False) -> int:
    """Write units of one write that turned `before` into `after` (None: no item), with its indexes.

    A write that its condition stopped is the one that changed nothing: it costs the size of what stands there; so does
    a transaction's check of a condition. In a `transaction` the item itself costs twice, its index entries once.
    """
    base = _units(max(item_size(before), item_size(after)))
    entries = sum(_entry_units(table, index, before, after) for index in table.indexes)
    return base * (2 if transaction else 1) + entries


def read_units(sizes: Iterable[int], *, consistent: bool) -> float:
    """Read units of one get or query that touched items, or index entries, of these sizes in bytes."""
    units = max(1, -(-sum(sizes) // READ_UNIT))
    return float(units) if consistent else units / 2


def _entry_units(table: Table, index: Index, before: Item | None, after: Item | None) -> int:
    old, new = entry_of(table, index, before), entry_of(table, index, after)
    if old == new:
        return 0
    if old is None or new is None:
        return _units(item_size(old or new))
    if any(old[key] != new[key] for key in index.keys):  # taken out at one place, put in at another
        return _units(item_size(old)) + _units(item_size(new))
    return _units(max(item_size(old), item_size(new)))


def _units(size: int) -> int:
    return max(1, -(-size // WRITE_UNIT))


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return _number_size(held)
        case "B":
            return len(held)
        case "BOOL" | "NULL":
            return 1
        case "M":
            return 3 + len(held) + item_size(held)
        case "L":
            return 3 + len(held) + sum(map(_value_size, held))
    return sum(_value_size({kind[0]: part}) for part in held)  # SS, NS, BS


def _number_size(text: str) -> int:
    """About a byte for two significant digits and one more, plus one for a sign."""
    digits = text.lstrip("+-").split("e")[0].split("E")[0].replace(".", "").strip("0")
    return -(-len(digits) // 2) + 1 + text.startswith("-")
