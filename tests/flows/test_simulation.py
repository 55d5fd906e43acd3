"""A city at work for weeks, with staff who sometimes do nothing: no step is missed, and none comes twice."""

from __future__ import annotations

from datetime import date

import pytest

from tests.flows.simulation import run
from tests.flows.world import Report


def said(report: Report) -> str:
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(report.moves.items()))
    return (
        f"{report.requests:,} requests, {report.events:,} events, {report.steps:,} steps of the ladder, "
        f"{report.seconds:.0f} s: {told}"
    )


def holds(report: Report) -> None:
    print(said(report))
    assert report.faults[:20] == []
    assert {"escalate", "alert_again", "untold", "close", "recompute", "return", "not_solved"} <= set(report.moves)


@pytest.mark.parametrize("seed", [1, 2])
def test_three_hundred_requests_in_twenty_days_miss_nothing_and_double_nothing(seed: int) -> None:
    # With 28 October's half day and the 29th, and a leave announced on the 29th.
    holds(run(300, date(2026, 10, 19), 20, seed))


@pytest.mark.prove
def test_twenty_thousand_requests_in_sixty_days_miss_nothing_and_double_nothing() -> None:
    report = run(20_000, date(2026, 10, 5), 60, 17)
    holds(report)
    assert {"no_answer", "untold"} <= set(report.moves)
