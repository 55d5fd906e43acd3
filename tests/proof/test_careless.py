"""The matrix can fail: a careless twin of the product loses and doubles in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.proof.careless import Careless
from tests.proof.matrix import Cell, Figures, Matrix, Ran, cells_of
from tests.proof.postbox import SAYS
from tests.proof.stories import STORIES

TOLD = "told to 905321112233"


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


@pytest.mark.parametrize(
    ("wrong", "counted"),
    [
        (lambda ran, said: replace(ran, copies=ran.copies - Counter([said])), "lost"),
        (lambda ran, said: replace(ran, copies=ran.copies + Counter([said])), "doubled"),
        (lambda ran, said: replace(ran, copies=ran.copies + Counter([f"{said} Peki."])), "doubled"),
        (lambda ran, said: replace(ran, copies=ran.copies + Counter([f"9{said}"])), "doubled"),
        (lambda ran, said: replace(ran, acknowledged=ran.acknowledged | {TOLD: {"1", "2"}}), "doubled"),
        (lambda ran, said: replace(ran, acknowledged=ran.acknowledged | {TOLD: set()}), "lost"),
    ],
    ids=["unsaid", "said twice", "said besides", "said to another", "two numbers", "no number"],
)
def test_the_judge_sees_what_goes_wrong_in_a_chat(
    wrong: Callable[[Ran, str], Ran], counted: str, matrix: Matrix
) -> None:
    (story,) = (each for each in STORIES if each.name == "a chat's last message")
    good = matrix.good(story, feed=True)
    (said,) = (name for name in good.copies if SAYS in name)
    figures = Figures()
    figures.add(Cell(story, True, {}, ()), good, wrong(good, said))
    assert getattr(figures, counted)
    assert figures.faults


def test_its_figures_are_told(by_mode: dict[str, Figures], record_property: Callable[[str, object], None]) -> None:
    total = Figures()
    for figures in by_mode.values():
        total += figures
    record_property("figures", f"a careless twin: {total}")
    assert total.cells == sum(figures.cells for figures in by_mode.values())
