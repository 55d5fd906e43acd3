"""The work table on a real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.build import MONDAY
from tests.engine import EngineOffice


def test_counting_stops_at_the_limit(office: EngineOffice) -> None:
    with ThreadPoolExecutor(8) as hands:
        counted = list(hands.map(lambda _: office.work.count("cap", 5, MONDAY + timedelta(minutes=15)), range(20)))
    assert sum(counted) == 5
