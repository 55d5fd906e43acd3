"""What anybody may see of a request, and what its events tell, as rows hold them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.core.geo import GENERAL_CELL, NEAR_CELL, geohash
from chalicelib.core.publication import Public
from chalicelib.core.publication import read as read_public
from chalicelib.core.publication import written as write_public
from chalicelib.core.updates import Update, update_of
from chalicelib.store import keys
from chalicelib.store.request_row import Row

# What other attributes tell already: every byte of what is public stands in the row and in an index.
APART = ("number", "opened", "service", "status")
MOMENTS = ("changed", "promise")
KEYED = ("book", "at")


def public_attributes(public: Public | None) -> dict[str, Any]:
    """The attributes by which it stands in the public lists, none of them where nothing is public; among what is near
    only as long as it is open and has a place."""
    found: dict[str, Any] = dict.fromkeys(("public", "month", "month_at", "cell", "cell_at"))
    if public is None:
        return found
    told = {name: value for name, value in write_public(public).items() if name not in APART}
    found |= {
        "public": told | {name: keys.stamp(keys.moment(told[name])) for name in MOMENTS if name in told},
        "month": keys.month(public.opened),
        "month_at": keys.mark(public.opened, public.number),
    }
    cell = cell_of(public)
    if public.open and cell:
        rest = cell[NEAR_CELL:]
        found |= {"cell": cell[:NEAR_CELL], "cell_at": keys.in_cell(public.opened, public.number, rest)}
    return found


def public_of(row: Row) -> Public | None:
    """The Public of a stored row or of an entry of its index; none where nothing is public."""
    if not row.public:
        return None
    opened = row.month_at.partition("#")[0]
    apart = {"number": row.number, "opened": opened, "service": row.service, "status": row.status}
    return read_public(row.public | apart)


def seen_attributes(number: str, n: int, told: Mapping[str, Any] | None) -> dict[str, Any]:
    """The attributes by which an event (core/updates.written) stands in a book; none where it tells nobody."""
    if not told:
        return {}
    at = keys.moment(told["at"])
    return {
        "seen": {name: value for name, value in told.items() if name not in KEYED},
        "seen_book": keys.book(told["book"], at),
        "seen_at": keys.visible(at, number, n),
    }


def update_of_row(row: Row) -> Update:
    """The Update of an entry of its index."""
    return update_of(row.number, keys.count(row.part), {**row.seen, "at": row.seen_at.partition("#")[0]})


def cell_of(public: Public) -> str:
    """The cell (GENERAL_CELL characters) that it is found by; "" without a place."""
    return geohash(public.lat, public.long, GENERAL_CELL) if public.lat is not None and public.long is not None else ""


def cell_of_row(row: Row) -> str:
    """The same, of an entry of the index of cells."""
    return f"{row.cell}{row.cell_at.rpartition('#')[2]}"
