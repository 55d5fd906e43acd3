"""The matrix can fail: a careless twin of the product loses and doubles in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.proof.careless import Careless
from tests.proof.matrix import Figures, Matrix, cells_of
from tests.proof.stories import STORIES


@pytest.fixture(scope="module")
def by_mode(matrix: Matrix) -> dict[str, Figures]:
    """What each way of going wrong did to the twin in the first story."""
    twin, story = replace(matrix, make=Careless), STORIES[0]
    found: dict[str, Figures] = {}
    for cell in cells_of(story, True, twin.good(story, feed=True)):
        ((_, mode),) = cell.faults.items()
        found.setdefault(mode, Figures())
        found[mode] += twin.judge([cell])
    return found


def test_the_twin_does_well_where_nothing_fails(matrix: Matrix) -> None:
    good = replace(matrix, make=Careless).good(STORIES[0], feed=True)
    assert sorted(good.copies.values()) == [1, 1]


@pytest.mark.parametrize("mode", ["5xx", "throttled"])
def test_the_twin_loses(mode: str, by_mode: dict[str, Figures]) -> None:
    assert by_mode[mode].lost


@pytest.mark.parametrize("mode", ["killed before", "killed after", "timed out", "meanwhile", "twice"])
def test_the_twin_doubles(mode: str, by_mode: dict[str, Figures]) -> None:
    assert by_mode[mode].doubled


def test_its_figures_are_told(by_mode: dict[str, Figures], record_property: Callable[[str, object], None]) -> None:
    total = Figures()
    for figures in by_mode.values():
        total += figures
    record_property("figures", f"a careless twin: {total}")
    assert total.cells == sum(figures.cells for figures in by_mode.values())
