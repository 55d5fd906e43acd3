"""The lists that anybody may see, of dicts and on a real engine: what is public, what is near, what has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.city import City
from chalicelib.core.geo import NEAR_CELL, bounds_of, cells_near, geohash
from chalicelib.core.publication import Public, publication
from chalicelib.core.request import Request
from chalicelib.core.updates import PUBLIC_BOOK, Update, peers_book, written
from tests.build import MONDAY, a_city, a_request
from tests.shelf import Requests
from tests.store.test_requests import FULL, a_change

KONAK = (38.4189, 27.1287)
FAR = datetime(2027, 6, 1, tzinfo=UTC)
LONG_AGO = datetime(2026, 6, 1, tzinfo=UTC)
EVERYTHING = 9_999


@pytest.fixture(params=["dict", "table"])
def requests(request: pytest.FixtureRequest) -> Any:
    """The requests of dicts and the real ones: what a test of them claims must hold for both."""
    return Requests() if request.param == "dict" else request.getfixturevalue("office").requests


def an_open_city() -> City:
    """A city in which a pothole's text and place may be public."""
    city = a_city()
    pothole = replace(city.services["road.pothole"], publish="released", private=False, questions=())
    return replace(city, services={**city.services, "road.pothole": pothole})


def opened(requests: Any, place: int, public: bool = True, **fields: Any) -> Request:
    """A stored request, public or not, with what anybody may see of it."""
    told = {"lat": KONAK[0], "long": KONAK[1]} | fields
    request = a_request(number=f"26114817{place:04d}", city=an_open_city(), **told)
    assert requests.open(request, None, publication(request, an_open_city()) if public else None)
    return request


def public_of(request: Request, **fields: Any) -> Public:
    public = publication(request, an_open_city())
    assert public
    return replace(public, **fields)


def numbers(found: Any) -> list[str]:
    return [each.number for each in found]


def test_what_is_public_comes_back_as_it_was_written(requests: Any) -> None:
    request = opened(requests, 1, district="Konak")
    expected = publication(request, an_open_city())
    assert requests.published(MONDAY, MONDAY, 9).entries == (expected,)
    assert requests.public_of([request.number]) == [expected]
    assert expected
    assert expected.district == "Konak"


def test_the_public_list_is_newest_first_by_number_at_the_same_moment_and_has_both_ends(requests: Any) -> None:
    days = [opened(requests, place, now=MONDAY + timedelta(days=place)) for place in range(4)]
    twin = opened(requests, 9, now=MONDAY + timedelta(days=1))
    opened(requests, 8, public=False, now=MONDAY + timedelta(days=1))
    found = requests.published(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2), 9)
    assert numbers(found.entries) == [days[2].number, twin.number, days[1].number]
    assert found.cursor == ""


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_over_months_and_years_give_everything_once(requests: Any, size: int) -> None:
    times = [datetime(2025, 12, 31, 23, 59, tzinfo=UTC) + timedelta(days=11 * place) for place in range(7)]
    expected = [opened(requests, place, now=at).number for place, at in enumerate(times)][::-1]
    seen: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        page = requests.published(times[0], times[-1], size, cursor)
        seen += numbers(page.entries)
        cursor, pages = page.cursor, pages + 1
    assert seen == expected
    assert pages == -(-7 // size)


def test_a_window_that_ends_before_it_begins_is_empty(requests: Any) -> None:
    opened(requests, 1)
    assert requests.published(MONDAY + timedelta(hours=1), MONDAY, 9).entries == ()
    assert requests.updates([PUBLIC_BOOK], MONDAY + timedelta(hours=1), MONDAY, 9) == []


def test_public_ones_are_found_by_number_in_the_order_asked_and_the_others_are_not(requests: Any) -> None:
    one, two = opened(requests, 1), opened(requests, 2)
    hidden = opened(requests, 3, public=False)
    asked = [two.number, hidden.number, one.number, "261148170099", two.number]
    assert numbers(requests.public_of(asked)) == [two.number, one.number]
    assert requests.public_of([]) == []


def test_more_than_a_hundred_numbers_are_found_too(requests: Any) -> None:
    asked = [opened(requests, place).number for place in range(103)]
    assert numbers(requests.public_of(asked)) == asked


def test_near_is_by_the_order_of_cells_the_newest_first_in_each(requests: Any) -> None:
    here = cells_near(*KONAK, 250)
    old = opened(requests, 1)
    new = opened(requests, 2, now=MONDAY + timedelta(hours=1))
    beside = opened(requests, 3, lat=KONAK[0] + 0.0015)
    opened(requests, 4, lat=KONAK[0] + 0.02)
    opened(requests, 5, lat=None, long=None)
    opened(requests, 6, public=False)
    assert numbers(requests.near(here, 9)) == [new.number, old.number, beside.number]
    assert numbers(requests.near(here, 2)) == [new.number, old.number]
    assert requests.near((), 9) == []


def test_what_is_near_is_found_behind_a_crowd_that_is_newer_and_further_away(requests: Any) -> None:
    wide = geohash(*KONAK, NEAR_CELL)
    beside = next(
        cell for cell in cells_near(*KONAK, 400) if cell.startswith(wide) and cell not in cells_near(*KONAK, 120)
    )
    south, west, north, east = bounds_of(beside)
    mine = opened(requests, 1)
    for place in range(2, 132):
        later = MONDAY + timedelta(minutes=place)
        opened(requests, place, now=later, lat=(south + north) / 2, long=(west + east) / 2)
    assert numbers(requests.near(cells_near(*KONAK, 120), 5)) == [mine.number]


def test_the_list_is_in_the_order_of_the_seconds_that_are_shown(requests: Any) -> None:
    within = [opened(requests, place, now=MONDAY + timedelta(milliseconds=900 - place)) for place in (1, 2, 3)]
    found = requests.published(MONDAY, MONDAY + timedelta(seconds=1), 9).entries
    assert numbers(found) == [each.number for each in reversed(within)]


def test_near_may_be_asked_of_some_services_the_first_of_them_before_the_others(requests: Any) -> None:
    here = cells_near(*KONAK, 250)
    near = opened(requests, 1)
    cover, paving = opened(requests, 2), opened(requests, 3)
    for other, service in ((cover, "road.cover"), (paving, "road.paving")):
        state = replace(FULL, version=2, status="received", service=service)
        requests.change([a_change(other, state, public=public_of(other, service=service))])
    assert numbers(requests.near(here, 9, ["road.paving", "road.pothole"])) == [paving.number, near.number]
    assert numbers(requests.near(here, 1, ["road.paving", "road.pothole"])) == [paving.number]
    assert requests.near(here, 9, ["road.asphalt"]) == []


def test_what_ended_is_near_no_more_but_still_public(requests: Any) -> None:
    request = opened(requests, 1)
    ended = public_of(request, status="resolved", service=FULL.service, promise=None)
    requests.change([a_change(request, replace(FULL, version=2, status="resolved"), public=ended)])
    assert requests.near(cells_near(*KONAK, 250), 9) == []
    assert requests.published(LONG_AGO, FAR, 9).entries == (ended,)
    reopened = public_of(request, status="reopened", service=FULL.service)
    requests.change([a_change(request, replace(FULL, version=3, status="reopened"), public=reopened)])
    assert requests.near(cells_near(*KONAK, 250), 9) == [reopened]


def test_what_is_public_no_more_leaves_every_list(requests: Any) -> None:
    request = opened(requests, 1)
    requests.change([a_change(request, replace(FULL, version=2), erases=True)])
    assert requests.published(LONG_AGO, FAR, 9).entries == ()
    assert requests.public_of([request.number]) == []
    assert requests.near(cells_near(*KONAK, 250), 9) == []


def test_what_becomes_public_later_stands_at_its_opening(requests: Any) -> None:
    request = opened(requests, 1, public=False)
    public = public_of(
        request,
        status=FULL.status,
        service=FULL.service,
        text="İki çukur var & <biri> büyük. ğüşöçı 🕳\r\nDikkat",
        photos=("a" * 48,),
    )
    requests.change([a_change(request, replace(FULL, version=2), public=public)])
    assert requests.published(MONDAY, MONDAY, 9).entries == (public,)
    assert requests.near(cells_near(*KONAK, 250), 9) == [public]


def told(requests: Any, request: Request, n: int, at: datetime, book: str = PUBLIC_BOOK) -> Update:
    """An event that tells something in a book."""
    update = Update(request.number, n, at, "start", "in_progress", {"service": "road.pothole"})
    change = a_change(request, replace(FULL, version=n), public=public_of(request))
    event = replace(change.event, at=at)
    assert requests.change([replace(change, event=event, update=written(book, update))])
    return update


def test_updates_are_oldest_first_with_both_ends_of_the_window(requests: Any) -> None:
    one, two = opened(requests, 1), opened(requests, 2)
    hour = timedelta(hours=1)
    expected = [
        told(requests, two, 2, MONDAY + hour),
        told(requests, one, 2, MONDAY + 2 * hour),
        told(requests, two, 3, MONDAY + 2 * hour),
        told(requests, two, 4, MONDAY + 3 * hour),
    ]
    assert requests.updates([PUBLIC_BOOK], MONDAY, FAR, 9) == expected
    assert requests.updates([PUBLIC_BOOK], MONDAY + 2 * hour, MONDAY + 2 * hour, 9) == expected[1:3]
    assert requests.updates([PUBLIC_BOOK], MONDAY, FAR, 3) == expected[:3]
    assert requests.updates([PUBLIC_BOOK], MONDAY + 4 * hour, FAR, 9) == []


def test_a_peer_reads_its_own_book_with_the_public_one_over_months_and_no_other(requests: Any) -> None:
    own, others = peers_book("izmir"), peers_book("bursa")
    months = [MONDAY + timedelta(days=31 * place) for place in range(3)]
    expected = []
    for place, at in enumerate(months):
        expected.append(told(requests, opened(requests, place), 2, at, own))
        expected.append(told(requests, opened(requests, 10 + place), 2, at + timedelta(minutes=1)))
        told(requests, opened(requests, 20 + place), 2, at, others)
    assert requests.updates([PUBLIC_BOOK, own], months[0], FAR, 99) == expected
    assert requests.updates([own], months[0], months[1], 99) == expected[:3:2]


def test_the_events_of_one_moment_come_in_their_order(requests: Any) -> None:
    request = opened(requests, 1)
    expected = [told(requests, request, n, MONDAY) for n in range(2, 13)]
    assert requests.updates([PUBLIC_BOOK], MONDAY, MONDAY, 99) == expected


def test_an_event_that_tells_nobody_stands_in_no_book(requests: Any) -> None:
    request = opened(requests, 1)
    requests.change([a_change(request, replace(FULL, version=2))])
    assert requests.updates([PUBLIC_BOOK], LONG_AGO, FAR, EVERYTHING) == []
