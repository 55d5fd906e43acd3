"""Whatever call goes wrong in whatever way: every message arrives, and once."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest

from tests.proof.matrix import Cell, Figures, Matrix, cells_of, pairs, sample
from tests.proof.stories import STORIES, Story

SEED = 20261123
PAIRS = 2_000
SLICES = 4

RUNS = [(story, feed) for story in STORIES for feed in (True, False) if feed or story.silenced]
NAMES = [f"{story.name}, {'with' if feed else 'without'} events" for story, feed in RUNS]

Record = Callable[[str, object], None]


def test_every_story_goes_well_where_nothing_fails(matrix: Matrix) -> None:
    for story in STORIES:
        good = matrix.good(story, feed=True)
        assert {act["key"] for act in story.acts} <= set(good.acknowledged), story.name
        assert all(len(numbers) == 1 for numbers in good.acknowledged.values()), story.name
        assert good.copies, story.name
        assert set(good.copies.values()) == {1}, story.name
        assert not good.dead, story.name


def test_of_who_follows_a_public_one_nobody_else_is_told(matrix: Matrix) -> None:
    (story,) = (story for story in STORIES if story.name == "somebody follows a public one")
    (told,) = matrix.good(story, feed=True).copies
    assert told.endswith("reporter_1-ack")


def test_a_jump_of_the_clock_leads_to_what_a_sweep_every_minute_leads_to(matrix: Matrix) -> None:
    story = STORIES[0]
    faults = {6: "killed after"}
    jumped, swept = matrix.run(story, True, faults), matrix.run(story, True, faults, every_minute=True)
    assert jumped.copies == swept.copies
    assert jumped.took == swept.took


@pytest.mark.parametrize("part", range(SLICES))
def test_a_sample_of_every_class_of_faults(part: int, matrix: Matrix, record_property: Record) -> None:
    chosen = sample(all_cells(matrix, [run for run in RUNS if run[0].sampled]), SEED)
    proved(matrix, chosen[part::SLICES], record_property)


@pytest.mark.prove
@pytest.mark.parametrize(("story", "feed"), RUNS, ids=NAMES)
def test_every_call_in_every_way(story: Story, feed: bool, matrix: Matrix, record_property: Record) -> None:
    proved(matrix, all_cells(matrix, [(story, feed)]), record_property)


@pytest.mark.prove
@pytest.mark.parametrize("part", range(SLICES))
def test_pairs_of_faults_lose_nothing(part: int, matrix: Matrix, record_property: Record) -> None:
    chosen = pairs(all_cells(matrix, [run for run in RUNS if run[1]]), PAIRS, SEED)
    figures = judged(matrix, chosen[part::SLICES], record_property)
    assert not figures.lost, "\n".join(figures.faults)


def all_cells(matrix: Matrix, runs: list[tuple[Story, bool]]) -> list[Cell]:
    return [cell for story, feed in runs for cell in cells_of(story, feed, matrix.good(story, feed))]


def proved(matrix: Matrix, cells: list[Cell], record_property: Record) -> None:
    figures = judged(matrix, cells, record_property)
    assert figures.cells
    assert (figures.lost, figures.doubled) == (0, 0), "\n".join(figures.faults)


def judged(matrix: Matrix, cells: list[Cell], record_property: Record) -> Figures:
    start = monotonic()
    figures = matrix.judge(cells)
    record_property("figures", f"{figures}, {monotonic() - start:.0f} s")
    return figures
