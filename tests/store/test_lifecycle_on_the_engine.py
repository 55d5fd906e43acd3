"""Random lives of requests once more, with real tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.build import a_staffed_city
from tests.engine import EngineOffice
from tests.fakes import Clock
from tests.flows.test_lifecycle import live


@pytest.mark.parametrize("lives", [5, pytest.param(50, marks=pytest.mark.prove)])
def test_lives_on_the_engine(office: EngineOffice, lives: int) -> None:
    live(lambda: replace(office, clock=Clock(), city=a_staffed_city()), lives)
