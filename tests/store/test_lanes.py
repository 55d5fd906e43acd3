"""The lanes of lists and the lanes on a real engine: the same claims of both, and fifty callers at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.marks import Lane
from tests import lanes as lists
from tests.build import MONDAY
from tests.engine import EngineOffice

SECOND = timedelta(seconds=1)
MS = timedelta(milliseconds=1)
UNTIL = MONDAY + timedelta(minutes=15)


def entered(lanes: Any, many: int, now: datetime = MONDAY, rate: int = 10) -> list[Lane]:
    return [lanes.enter("ses", now, rate) for _ in range(many)]


def test_a_seconds_worth_goes_at_once_and_then_one_after_the_other(lanes: Any) -> None:
    assert entered(lanes, 10) == [Lane(True, MONDAY)] * 10
    assert entered(lanes, 2) == [Lane(False, MONDAY + 100 * MS)] * 2
    assert entered(lanes, 2, MONDAY + 99 * MS) == [Lane(False, MONDAY + 100 * MS)] * 2
    assert [lane.go for lane in entered(lanes, 2, MONDAY + 100 * MS)] == [True, False]


@pytest.mark.parametrize(("rate", "gone"), [(1, 10), (3, 32), (14, 152), (1000, 10_999)])
def test_no_more_than_the_rate_goes_for_long(rate: int, gone: int) -> None:
    """Ten seconds of asking every millisecond, eleven times each: the first second's worth and then the rate."""
    lanes = lists.Lanes()
    asked = (MONDAY + place * MS for place in range(10_000) for _ in range(11))
    assert sum(lanes.enter("ses", at, rate).go for at in asked) in (gone - 1, gone)


def test_a_lane_of_one_a_second_lets_one_go_a_second(lanes: Any) -> None:
    assert [lane.go for lane in entered(lanes, 3, rate=1)] == [True, False, False]
    assert lanes.enter("ses", MONDAY + 999 * MS, 1) == Lane(False, MONDAY + SECOND)
    assert lanes.enter("ses", MONDAY + SECOND, 1) == Lane(True, MONDAY + SECOND)


def test_providers_have_lanes_of_their_own(lanes: Any) -> None:
    entered(lanes, 10)
    lanes.failed("ses", MONDAY, 5, UNTIL)
    assert lanes.enter("smtp", MONDAY, 10) == Lane(True, MONDAY)


def test_a_provider_is_shut_until_its_time_and_forgotten_are_its_failures_only_when_it_works(lanes: Any) -> None:
    lanes.failed("ses", MONDAY, 1, None)
    assert lanes.enter("ses", MONDAY, 10) == Lane(True, MONDAY, failures=1)
    lanes.failed("ses", MONDAY, 5, MONDAY + 30 * SECOND)
    shut = Lane(False, MONDAY + 30 * SECOND, failures=5, broken=True)
    assert lanes.enter("ses", MONDAY, 10) == shut
    assert lanes.enter("ses", MONDAY + 30 * SECOND - MS, 10) == shut
    again = MONDAY + 30 * SECOND
    assert lanes.enter("ses", again, 10) == Lane(True, again, failures=5)
    lanes.good("ses")
    assert lanes.enter("ses", again, 10) == Lane(True, again)


def test_who_is_sent_away_by_a_shut_lane_takes_no_room_in_it(lanes: Any) -> None:
    lanes.failed("ses", MONDAY, 5, MONDAY + SECOND)
    entered(lanes, 30)
    assert [lane.go for lane in entered(lanes, 11, MONDAY + SECOND)] == [True] * 10 + [False]


def test_a_full_lane_says_how_often_it_failed_but_is_not_broken(lanes: Any) -> None:
    lanes.failed("ses", MONDAY, 2, None)
    assert entered(lanes, 11)[-1] == Lane(False, MONDAY + 100 * MS, failures=2)


def test_the_first_are_let_in_and_hear_the_same_when_they_ask_again(lanes: Any) -> None:
    def admitted(errand: str, now: datetime = MONDAY, until: datetime = UNTIL) -> bool:
        return bool(lanes.admit("fen-isleri|road.pothole|sxk9", errand, now, until, 2))

    assert [admitted(errand) for errand in "abcabc"] == [True, True, False, True, True, False]
    last = UNTIL - MS
    assert [admitted(errand, last, last + SECOND) for errand in "cab"] == [False, True, True]
    assert [admitted(errand, UNTIL, UNTIL + SECOND) for errand in "cabc"] == [True, True, False, True]


def test_each_place_has_a_gate_of_its_own(lanes: Any) -> None:
    assert [lanes.admit(key, "a", MONDAY, UNTIL, 1) for key in ("one", "two")] == [True, True]
    assert [lanes.admit(key, "b", MONDAY, UNTIL, 1) for key in ("one", "two")] == [False, False]


def test_fifty_callers_at_once_get_exactly_the_room_there_is(office: EngineOffice) -> None:
    office.lanes.good("ses")  # one caller alone makes the connection
    with ThreadPoolExecutor(50) as callers:
        lanes = list(callers.map(lambda _: office.lanes.enter("ses", MONDAY, 10), range(50)))
        assert sum(lane.go for lane in lanes) == 10
        assert {lane.at for lane in lanes if not lane.go} == {MONDAY + 100 * MS}
        later = list(callers.map(lambda _: office.lanes.enter("ses", MONDAY + SECOND / 2, 10), range(50)))
        assert sum(lane.go for lane in later) == 5


def test_fifty_callers_at_once_are_let_in_exactly_as_many_as_may(office: EngineOffice) -> None:
    """Every errand is carried by two workers at once; both must hear the same."""
    errands = [f"errand-{place}" for place in range(25)] * 2
    random.Random(7).shuffle(errands)
    office.lanes.admit("another gate", "an errand", MONDAY, UNTIL, 1)
    with ThreadPoolExecutor(50) as callers:
        told = list(callers.map(lambda errand: office.lanes.admit("gate", errand, MONDAY, UNTIL, 3), errands))
    answers = {(errand, answer) for errand, answer in zip(errands, told, strict=True)}
    assert len(answers) == 25
    assert sum(answer for _, answer in answers) == 3


@pytest.mark.parametrize("seed", range(3))
def test_lists_and_table_answer_alike_whatever_happens(office: EngineOffice, seed: int) -> None:
    chance, now, fake = random.Random(seed), MONDAY, lists.Lanes()
    for _ in range(150):
        now += chance.choice((0, 0, 1, 7, 40, 300)) * MS
        until = now + chance.choice((1, 60, 500)) * MS
        name, count = chance.choice(("ses", "netgsm")), chance.randint(1, 6)
        act, *said = chance.choice(
            (
                *[("enter", name, now, count)] * 5,
                *[("admit", name, f"errand-{chance.randint(1, 9)}", now, until, 3)] * 5,
                ("failed", name, now, count, chance.choice((None, until))),
                ("good", name),
            )
        )
        assert getattr(office.lanes, act)(*said) == getattr(fake, act)(*said), (act, said)
