"""The page of the workflow says what the table says."""

from __future__ import annotations

from chalicelib.core.case import STATES
from chalicelib.core.effects import EFFECTS
from chalicelib.core.workflow import MOVES, TABLE
from tests.workflow_page import PAGE, write


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == write(), "run `python -m tests.workflow_page`"


def test_every_move_has_an_effect_and_every_effect_a_move() -> None:
    assert set(EFFECTS) == set(MOVES)


def test_every_state_is_reached_by_some_move_or_the_opening() -> None:
    reached = {"received", "referred"} | {move.target for move in TABLE if move.target != "back"}
    assert set(STATES) - reached <= {"triaged"}  # by triage and assign, which choose between two


def test_every_open_state_can_be_left() -> None:
    for state in STATES:
        if state not in ("closed",):
            assert any(state in move.sources and move.target not in ("", state) for move in TABLE), state
