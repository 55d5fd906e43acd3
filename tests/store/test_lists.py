"""The lists of requests on a real engine: a unit's, a citizen's, and whom to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tests.build import MONDAY, a_request
from tests.engine import EngineOffice
from tests.store.test_requests import FULL, a_change, opened


def test_a_unit_sees_its_open_requests_the_soonest_first_page_by_page(office: EngineOffice) -> None:
    expected = []
    for place in range(7):
        request = opened(office, place, now=MONDAY + timedelta(days=place * 5 % 7))
        expected.append((request.due.at, request.number))
    opened(office, 7, service_code="water.outage")
    ended = opened(office, 8)
    office.requests.change([a_change(ended, replace(FULL, unit="fen-isleri", status="resolved"))])

    seen, cursor, pages = [], "", 0
    while pages == 0 or cursor:
        page = office.requests.of_unit("fen-isleri", 3, cursor)
        seen += [(entry.at, entry.number) for entry in page.entries]
        cursor, pages = page.cursor, pages + 1
    assert seen == sorted(expected)
    assert pages == 3


def test_late_and_soon_are_cut_out_of_the_list_by_its_order(office: EngineOffice) -> None:
    requests = [opened(office, place, now=MONDAY + timedelta(days=place)) for place in range(4)]
    dues = sorted({request.due.at for request in requests})

    def seen(**within: datetime) -> set[datetime]:
        return {entry.at for entry in office.requests.of_unit("fen-isleri", 50, **within).entries}

    assert seen(until=dues[1]) == {dues[0]}
    assert seen(since=dues[1], until=dues[2]) == {dues[1]}
    assert seen(since=dues[0], until=dues[-1] + timedelta(hours=1)) == set(dues)
    first = office.requests.of_unit("fen-isleri", 1, until=dues[2])
    more = office.requests.of_unit("fen-isleri", 50, first.cursor, until=dues[2])
    assert {entry.at for entry in (*first.entries, *more.entries)} == set(dues[:2])


def test_mine_and_new_are_picked_out_of_the_list_page_by_page(office: EngineOffice) -> None:
    mine: set[str] = set()
    new: set[str] = set()
    for place in range(9):
        request = opened(office, place)
        taken = ("ayse", "bora", "")[place % 3]
        if taken:
            state = replace(FULL, unit="fen-isleri", taken_by=taken, due=request.due.at)
            office.requests.change([a_change(request, state)])
        (mine if taken == "ayse" else new if not taken else set()).add(request.number)

    def seen(taken_by: str) -> list[str]:
        first = office.requests.among_unit("fen-isleri", 2, "", taken_by)
        more = office.requests.among_unit("fen-isleri", 2, first.cursor, taken_by)
        assert (len(first.entries), len(more.entries), more.cursor) == (2, 1, "")
        return [entry.number for entry in (*first.entries, *more.entries)]

    assert set(seen("ayse")) == mine
    assert set(seen("")) == new


def test_a_citizens_requests_are_found_the_newest_first_whatever_has_become_of_them(office: EngineOffice) -> None:
    for place in range(4):
        now = MONDAY + timedelta(days=place)
        request = replace(a_request(number=f"26114817{place:04d}", now=now), citizen="a" if place < 3 else "")
        office.requests.open(request, None)
    office.requests.change([a_change(a_request(number="261148170001"), replace(FULL, status="closed"))])
    page = office.requests.of_citizen("a", 2)
    assert [(entry.number, entry.status) for entry in page.entries] == [
        ("261148170002", "received"),
        ("261148170001", "closed"),
    ]


CALLS = {"call_now": None, "call_back": None}


def test_whom_to_call_is_listed_the_longest_waiting_first_page_by_page(office: EngineOffice) -> None:
    for place, call in enumerate(("back", "now", "back", "back", "")):
        request = opened(office, place)
        since = MONDAY + timedelta(hours=3 - place) if call else None
        office.requests.change([a_change(request, replace(FULL, **CALLS | ({f"call_{call}": since} if call else {})))])
    first = office.requests.calls("back", 2)
    more = office.requests.calls("back", 2, first.cursor)
    assert [entry.number[-1] for entry in (*first.entries, *more.entries)] == ["3", "2", "0"]
    assert first.entries[0].at == MONDAY
    assert {entry.version for entry in first.entries} == {FULL.version}
    assert [entry.number[-1] for entry in office.requests.calls("now", 2).entries] == ["1"]
