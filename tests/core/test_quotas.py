"""The table of limits keeps its promises to people, and slows scripts down before it refuses."""

from __future__ import annotations

import pytest

from chalicelib.core.quotas import LONGEST_PAUSE, QUICK_COST, QUOTAS, pause, quotas

FIFTY = 50


def test_fifty_people_behind_one_address_file_at_once_even_if_each_counts_thrice() -> None:
    assert QUOTAS["filing"].burst >= FIFTY * QUICK_COST


@pytest.mark.parametrize("name", QUOTAS)
def test_nobody_is_slowed_down_before_four_fifths_are_gone(name: str) -> None:
    rate = QUOTAS[name]
    pauses = [pause(left, rate) for left in range(rate.burst, -1, -1)]
    assert pauses[: int(rate.burst * 0.8) + 1] == [0.0] * (int(rate.burst * 0.8) + 1)
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_filing_waits_two_seconds_at_most_for_both_its_limits() -> None:
    assert 2 * LONGEST_PAUSE <= 2.0


def test_all_limits_are_widened_together() -> None:
    wide = quotas(10)
    assert {name: rate.burst for name, rate in wide.items()} == {name: r.burst * 10 for name, r in QUOTAS.items()}
    assert quotas()["filing"] == QUOTAS["filing"]
