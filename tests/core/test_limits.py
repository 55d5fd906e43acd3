"""Rates in whole milliseconds, and what a grant says of what is left and how long to wait."""

from __future__ import annotations

import pytest

from chalicelib.core.limits import Grant, Rate, granted, refused, widened

TEN = Rate(burst=10, seconds=6)


def test_a_grant_says_how_many_more_could_be_had_at_once() -> None:
    assert [granted(1_000_000 + 6000 * taken, 1_000_000, TEN).left for taken in (1, 2, 10)] == [9, 8, 0]


def test_a_refusal_says_when_there_is_room_for_what_was_asked() -> None:
    assert refused(1_000_000 + 60_000, 1_000_000, TEN) == Grant(False, 0, 6)
    assert refused(1_000_000 + 60_000, 1_000_000, TEN, cost=3) == Grant(False, 0, 18)
    assert refused(1_000_000 + 54_001, 1_000_000, TEN) == Grant(False, 0, 1)


def test_a_clock_that_is_behind_says_no_more_than_there_is() -> None:
    assert granted(2_000_000, 1_000_000, TEN).left == 0


@pytest.mark.parametrize(("seconds", "step"), [(6, 6000), (0.5, 500), (0.0001, 1)])
def test_a_step_is_a_whole_millisecond_at_least(seconds: float, step: int) -> None:
    assert Rate(1, seconds).step == step


def test_a_rate_twice_as_wide_gives_twice_as_many_at_once_and_as_often() -> None:
    assert widened(TEN, 2) == Rate(burst=20, seconds=3)
    assert widened(TEN, 0.01).burst == 1
