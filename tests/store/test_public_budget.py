"""What the public lists cost: so many calls, items and units for what is in the window or the cells, and nothing for
what lies outside them, however much that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.geo import cells_near, geohash
from chalicelib.core.updates import PUBLIC_BOOK, peers_book
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.near import FARTHEST, near
from chalicelib.store import keys
from tests.bench.child import FORM
from tests.bench.costs import Cost
from tests.bench.shelf import Shelf
from tests.bench.tap import Tap
from tests.build import MONDAY
from tests.fakes import Office
from tests.store.test_budget import an_office, put, shelf, table, tap
from tests.units import Item

__all__ = ["shelf", "table", "tap"]

HERE = (FORM["lat"], FORM["long"])
ELSEWHERE = geohash(HERE[0] + 0.1, HERE[1], 7)
YEAR_AGO = MONDAY - timedelta(days=365)
OUTSIDE = (10, 1_000)


@pytest.fixture
def office(tap: Tap) -> Office:
    return an_office("place")


def fill(shelf: Shelf, pattern: Item, count: int, at: datetime, cell: str, first: int = 0) -> None:
    """So many copies of a public request, opened a second apart, in this cell."""
    for place in range(first, first + count):
        number, opened = f"99{place:010}", at + timedelta(seconds=place)
        told = {
            "number": number,
            "opened": keys.stamp(opened),
            "month": keys.month(opened),
            "month_at": keys.mark(opened, number),
            "cell": cell[:6],
            "cell_at": keys.in_cell(opened, number, cell[6:]),
        }
        shelf.items["requests", number, "A"] = {**pattern, **{name: {"S": text} for name, text in told.items()}}


def costs(office: Office, shelf: Shelf, tap: Tap, inside: int, ask: Callable[[], object]) -> Cost:
    """What asking costs with so many inside; the same with little and with much outside."""
    hear(office.desk, FORM, Source("web", "pattern"))
    pattern = put(tap)
    shelf.items.clear()
    fill(shelf, pattern, inside, MONDAY, geohash(*HERE, 7))
    found: list[Cost] = []
    stored = 0
    for outside in OUTSIDE:
        fill(shelf, pattern, outside - stored, YEAR_AGO, ELSEWHERE, first=1_000_000 + stored)
        stored = outside
        found.append(shelf.spent(ask))
    assert found[0] == found[1], "it grows with what lies outside"
    return found[1]


def test_a_list_of_a_thousand_is_one_query_of_its_month(office: Office, shelf: Shelf, tap: Tap) -> None:
    requests, hours = office.requests, timedelta(hours=6)
    cost = costs(office, shelf, tap, 1_000, lambda: requests.published(MONDAY, MONDAY + hours, 1_000))
    assert (cost.calls, cost.items) == (("Query",), 1_000)
    assert cost.reads <= 64


def test_a_list_of_ninety_days_asks_each_month_that_it_touches_and_no_more(
    office: Office, shelf: Shelf, tap: Tap
) -> None:
    cost = costs(office, shelf, tap, 20, lambda: office.requests.published(MONDAY - timedelta(days=90), MONDAY, 1_000))
    assert cost.calls == ("Query",) * 4
    assert cost.items == 1


def test_a_full_list_asks_no_earlier_month(office: Office, shelf: Shelf, tap: Tap) -> None:
    until = MONDAY + timedelta(hours=6)
    cost = costs(office, shelf, tap, 99, lambda: office.requests.published(YEAR_AGO, until, 50))
    assert (cost.calls, cost.items) == (("Query",), 51)


@pytest.mark.parametrize(("metres", "queries"), [(100, 1), (250, 2), (FARTHEST, 4)])
def test_near_is_a_query_for_each_cell_and_one_batch_of_what_is_shown(
    office: Office, shelf: Shelf, tap: Tap, metres: int, queries: int
) -> None:
    cost = costs(office, shelf, tap, 60, lambda: near(office.desk, *HERE, metres))
    assert cost.calls == ("Query",) * queries + ("BatchGetItem",)
    assert cost.items == 60 + 20
    assert cost.reads <= 15


def test_near_looks_through_no_more_than_a_hundred_of_a_cell(office: Office, shelf: Shelf, tap: Tap) -> None:
    cost = costs(office, shelf, tap, 500, lambda: near(office.desk, *HERE, 250))
    assert cost.items == 100 + 20


def test_no_place_of_the_country_takes_more_than_nine_queries() -> None:
    places = [(36 + north / 3, 26 + east / 3.3) for north in range(19) for east in range(62)]
    wide = [len({cell[:6] for cell in cells_near(*place, FARTHEST)}) for place in places]
    assert max(wide) <= 9
    assert min(wide) >= 1


def test_where_nothing_is_near_nothing_is_fetched(office: Office, shelf: Shelf, tap: Tap) -> None:
    cost = costs(office, shelf, tap, 0, lambda: near(office.desk, *HERE))
    assert (cost.calls, cost.items, cost.reads) == (("Query",) * 2, 0, 1)


def test_updates_are_a_query_for_each_book_and_month(office: Office, shelf: Shelf, tap: Tap) -> None:
    books = [PUBLIC_BOOK, peers_book("izmir")]

    def ask() -> Any:
        return office.requests.updates(books, datetime(2026, 10, 31, tzinfo=UTC), MONDAY, 1_000)

    cost = costs(office, shelf, tap, 50, ask)
    assert (cost.calls, cost.items) == (("Query",) * 4, 0)


def test_what_is_public_of_a_hundred_is_one_batch(office: Office, shelf: Shelf, tap: Tap) -> None:
    numbers = [f"99{place:010}" for place in range(100)]
    cost = costs(office, shelf, tap, 100, lambda: office.requests.public_of(numbers))
    assert (cost.calls, cost.items, cost.reads) == (("BatchGetItem",), 100, 50)
