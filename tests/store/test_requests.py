"""The requests table on a real engine: opening, reading, lists and marks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case, Change, Clock, Event, Said, State
from chalicelib.core.city import Target
from chalicelib.core.law import Legal
from chalicelib.core.marks import Mark, Tries
from chalicelib.core.request import Request
from chalicelib.flows.intake import Source, hear
from chalicelib.store import keys
from tests.build import MONDAY, a_request, what_is_said
from tests.engine import EngineOffice

HOSTILE = "Gaz 🦟 \u202e kokusu\n\tİIıi ĞÜŞÖÇ \ue000 𝔎 'x' \"y\" {} \\n"
FULL = State(
    status="waiting_citizen",
    version=2,
    changed=MONDAY,
    unit="izsu",
    service="water.burst",
    priority="P2",
    basis="foi",
    clock=Clock(
        MONDAY,
        Target("working_hours", 9),
        ((MONDAY, MONDAY + timedelta(hours=1)), (MONDAY + timedelta(hours=3), MONDAY + timedelta(hours=5))),
        MONDAY + timedelta(hours=7),
        date(2026, 12, 7),
    ),
    due=MONDAY + timedelta(days=1),
    due_event=7,
    legal=Legal(
        "foi", MONDAY, True, MONDAY + timedelta(hours=1), MONDAY + timedelta(milliseconds=7), date(2026, 12, 8)
    ),
    legal_due=MONDAY + timedelta(days=15),
    legal_event=5,
    due_level=3,
    legal_level=2,
    take_round=4,
    alerted=MONDAY + timedelta(minutes=10),
    taken_by="ayse@example.org",
    returns=2,
    resume="in_progress",
    waits=MONDAY + timedelta(days=10),
    body="gdz-186",
    confidential=True,
    outcome="done",
    result="partial",
    answered=MONDAY + timedelta(hours=9),
    outcome_event=6,
    told=True,
    call_now=MONDAY + timedelta(hours=2),
    call_back=MONDAY + timedelta(hours=1),
    merged=("261148173062", "261148173056"),
    into="261148173070",
    references=(("cimer", "2026-İÇ/17 🧾"), ("record", HOSTILE)),
    pin_edition=3,
    chain="f" * 64,
)


def a_change(request: Request, state: State, said: Said | None = None, **fields: object) -> Change:
    """A change into this very state, whatever a move would make of it."""
    event = Event(request.number, state.version, MONDAY, "note", "ayse", {"text": "1"}, before="0" * 64, hash="1" * 64)
    written = {"number": request.number, "state": state, "event": event, "next": MONDAY, "tells": False, "said": said}
    return Change(**(written | fields))  # type: ignore[arg-type]  # fields of Change


def opened(office: EngineOffice, place: int = 0, **fields: Any) -> Request:
    """A stored request that waits to be looked at a day after its opening."""
    request = a_request(number=f"26114817{place:04d}", **fields)
    assert office.requests.open(request, request.opened + timedelta(days=1))
    return request


def test_a_request_comes_back_as_it_was_stored(office: EngineOffice) -> None:
    for place, fields in enumerate(
        (
            {},
            {"service_code": "waste.collection", "district": "Konak", "lat": 38.42, "long": 27.13, "phone": None},
            {"service_code": "emergency.gas", "kind": "ihbar", "description": HOSTILE, "language": "en"},
            {"legal_basis": "foi", "do_not_call": True, "on_behalf_of": "Babam"},
            {"hide_identity": True, "kind": "öneri"},
        )
    ):
        request = replace(opened(office, place, **fields), citizen="")
        assert office.requests.read(request.number) == request
        assert office.requests.case(request.number) == Case(request)
        assert office.requests.look(request.number, "caller") == (Case(request), Tries())


def test_a_taken_number_is_not_overwritten(office: EngineOffice) -> None:
    first = opened(office)
    assert not office.requests.open(a_request(number=first.number, description="Başka"), None)
    assert office.requests.read(first.number) == first


def test_a_number_nobody_has_is_nothing(office: EngineOffice) -> None:
    assert office.requests.read("261148173052") is None
    assert office.requests.case("261148173052") is None
    assert office.requests.look("261148173052", "caller") is None


def test_eight_hands_with_one_key_open_one_request(office: EngineOffice) -> None:
    with ThreadPoolExecutor(8) as hands:
        heard = list(hands.map(lambda _: hear(office.desk, what_is_said(), Source("web", "key-1")), range(24)))
    assert sum(each.new for each in heard) == 1
    assert len({each.request.number for each in heard}) == 1


@pytest.mark.parametrize(
    "state",
    [
        FULL,
        replace(FULL, legal=None, legal_due=None, call_now=None, call_back=None, taken_by="", merged=()),
        replace(
            FULL, clock=Clock(MONDAY, Target("hours", 1)), references=(), confidential=False, waits=None, alerted=None
        ),
        replace(FULL, status="closed"),
    ],
    ids=["full", "without law and calls", "plain clock", "ended"],
)
def test_every_field_of_the_state_comes_back(office: EngineOffice, state: State) -> None:
    request = opened(office)
    assert office.requests.change([a_change(request, state)])
    read = office.requests.read(request.number)
    assert read
    assert read.state == state
    assert office.requests.case(request.number).state == state


def test_a_state_that_loses_a_value_does_not_keep_it(office: EngineOffice) -> None:
    request = opened(office)
    bare = a_request(number=request.number).state
    office.requests.change([a_change(request, FULL)])
    assert office.requests.change([a_change(request, replace(bare, version=3))])
    assert office.requests.read(request.number).state == replace(bare, version=3)


def test_what_was_said_comes_back_letter_for_letter_and_goes_with_an_erasure(office: EngineOffice) -> None:
    request = opened(office, district="Konak")
    said = Said(2, "5" * 32, {"text": HOSTILE, "note": "ı" * 2000})
    office.requests.change([a_change(request, replace(FULL, version=2), said)])
    case = office.requests.case(request.number)
    assert case.said == {2: said}
    assert case.events[0].facts == {"text": "1"}

    office.requests.erase_said(request.number, 2)
    office.requests.change([a_change(request, replace(FULL, version=3), erases=True)])
    erased = office.requests.case(request.number)
    assert erased.said == {2: Said(2, "", {}, erased=True)}
    assert (erased.request.draft.text, erased.request.draft.phone, erased.request.draft.district) == ("", "", "")
    assert erased.request.draft.service == request.draft.service


def test_who_read_a_confidential_request_is_kept_beside_it(office: EngineOffice) -> None:
    request = opened(office)
    for minutes, who in ((0, "ayse"), (5, "bora#1")):
        office.requests.record_read(request.number, MONDAY + timedelta(minutes=minutes), who)
    case = office.requests.case(request.number)
    assert [(read.at - MONDAY, read.who) for read in case.reads] == [
        (timedelta(0), "ayse"),
        (timedelta(minutes=5), "bora#1"),
    ]
    assert (case.state.version, case.events) == (1, ())


def test_what_is_marked_is_found_until_the_mark_is_cleared(office: EngineOffice) -> None:
    request = opened(office)
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


def test_a_request_is_looked_at_when_its_time_has_come_and_after_its_end_no_more(office: EngineOffice) -> None:
    request = opened(office)
    shard = int(keys.shard(request.number))

    def found(at: datetime) -> list[str]:
        return [mark.number for mark in office.requests.next(shard, at)]

    day = timedelta(days=1)
    assert found(MONDAY + day - timedelta(milliseconds=1)) == []
    assert found(MONDAY + day) == [request.number]
    office.requests.change([a_change(request, replace(FULL, version=2), next=MONDAY + 2 * day)])
    assert found(MONDAY + day) == []
    assert found(MONDAY + 2 * day) == [request.number]
    office.requests.change([a_change(request, replace(FULL, version=3, status="closed"), next=None)])
    assert found(MONDAY + 99 * day) == []


def test_wrong_tries_are_counted_per_caller_and_leave_the_request_alone(office: EngineOffice) -> None:
    request = opened(office)
    assert office.requests.count_wrong(request.number, "caller", Tries("2026-11-23", 3, 17), Tries())
    assert office.requests.look(request.number, "caller") == (Case(request), Tries("2026-11-23", 3, 17))
    assert office.requests.look(request.number, "another") == (Case(request), Tries())
    for was in (Tries(), Tries("2026-11-23", 2), Tries("2026-11-22", 3, 17)):
        assert not office.requests.count_wrong(request.number, "caller", Tries("2026-11-23", 4), was)
    assert office.requests.case(request.number) == Case(request)
