"""The requests table on a real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.core.marks import Mark, Tries
from chalicelib.flows.intake import Source, hear
from chalicelib.store import keys
from tests.build import MONDAY, a_city, a_request, what_is_said
from tests.engine import EngineOffice


def test_a_request_comes_back_as_it_was_stored(office: EngineOffice) -> None:
    for place, fields in enumerate(
        (
            {},
            {"service_code": "waste.collection", "district": "Konak", "lat": 38.42, "long": 27.13, "phone": None},
            {
                "service_code": "emergency.gas",
                "kind": "ihbar",
                "description": "Gaz 🦟 \u202e kokusu\n\tvar",
                "language": "en",
            },
            {"legal_basis": "foi", "do_not_call": True, "on_behalf_of": "Babam"},
            {"hide_identity": True, "kind": "öneri"},
        )
    ):
        request = a_request(number=f"26114817305{place}", **fields)
        assert office.requests.open(request)
        assert office.requests.read(request.number) == request
        found, tries = office.requests.look(request.number, "caller")
        assert (found, tries) == (request, Tries())


def test_a_taken_number_is_not_overwritten(office: EngineOffice) -> None:
    first = a_request()
    assert office.requests.open(first)
    assert not office.requests.open(a_request(description="Başka"))
    assert office.requests.read(first.number) == first


def test_a_number_nobody_has_is_nothing(office: EngineOffice) -> None:
    assert office.requests.read("261148173052") is None
    assert office.requests.look("261148173052", "caller") is None


def test_eight_hands_with_one_key_open_one_request(office: EngineOffice) -> None:
    with ThreadPoolExecutor(8) as hands:
        heard = list(hands.map(lambda _: hear(office.desk, what_is_said(), Source("web", "key-1")), range(24)))
    assert sum(each.new for each in heard) == 1
    assert len({each.request.number for each in heard}) == 1


def test_what_is_marked_is_found_until_the_mark_is_cleared(office: EngineOffice) -> None:
    request = a_request()
    office.requests.open(request)
    shard = int(keys.shard(request.number))
    assert list(office.requests.todo(shard, MONDAY - timedelta(seconds=1))) == []
    (mark,) = office.requests.todo(shard, MONDAY)
    assert mark == Mark(request.number, "A", keys.mark(MONDAY, request.number))
    office.requests.clear_todo(Mark(mark.number, mark.part, "another value"))
    assert list(office.requests.todo(shard, MONDAY)) == [mark]
    office.requests.clear_todo(mark)
    office.requests.clear_todo(mark)
    assert list(office.requests.todo(shard, MONDAY)) == []
    assert office.requests.read(request.number) == request


def test_a_unit_sees_its_open_requests_the_soonest_first(office: EngineOffice) -> None:
    city = a_city()
    late = a_request(city=city, number="261148173051", now=MONDAY + timedelta(days=3))
    soon = a_request(city=city, number="261148173052")
    other = a_request(city=city, number="261148173053", service_code="water.outage")
    for request in (late, soon, other):
        office.requests.open(request)
    assert office.requests.of_unit("fen-isleri", 10) == [
        (soon.number, keys.stamp(soon.due.at)),
        (late.number, keys.stamp(late.due.at)),
    ]
    assert len(office.requests.of_unit("fen-isleri", 1)) == 1


def test_wrong_tries_are_counted_per_caller_and_leave_the_request_alone(office: EngineOffice) -> None:
    request = a_request()
    office.requests.open(request)
    office.requests.count_wrong(request.number, "caller", Tries("2026-11-23", 3, 17))
    assert office.requests.look(request.number, "caller") == (request, Tries("2026-11-23", 3, 17))
    assert office.requests.look(request.number, "another") == (request, Tries())
