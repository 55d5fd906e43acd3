"""The table of moves: who may make which, in which state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.case import ANSWERED, ENDED, OPEN, STATES, State
from chalicelib.core.rights import Part
from chalicelib.core.workflow import MOVES, RETURNS, TABLE, may_make
from tests.build import a_case

PARTS: tuple[Part, ...] = ("centre", "desk", "unit", "helper", "supervisor", "admin", "citizen", "system")

# For each part what its people may do, state by state; written down once more by hand, from the requirements.
CITIZEN = {
    "received": {"add", "withdraw"},
    "triaged": {"add", "withdraw"},
    "assigned": {"add", "withdraw"},
    "in_progress": {"add", "withdraw"},
    "waiting_citizen": {"add", "answer", "withdraw"},
    "referred": {"add", "withdraw"},
    "reopened": {"add", "withdraw"},
    "resolved": {"add", "solved", "not_solved"},
    "rejected": {"add", "solved", "not_solved"},
    "duplicate": {"not_solved"},
    "withdrawn": set(),
    "closed": {"not_solved"},
}
WORK = {"accept", "start", "ask", "resolve", "legal", "extend", "fee", "paid", "note", "message", "confidential"}
ALWAYS = {"note", "message", "confidential"}
UNIT = {
    "received": WORK | {"return"},
    "triaged": WORK,
    "assigned": WORK | {"return"},
    "in_progress": WORK | {"return"},
    "waiting_citizen": WORK - {"accept", "start", "ask"},
    "referred": WORK - {"accept", "start", "ask"},
    "reopened": WORK | {"return"},
    **dict.fromkeys((*ANSWERED, *ENDED), ALWAYS),
}


def a_state(status: str, **changes: object) -> State:
    return replace(a_case().state, status=status, **changes)  # type: ignore[arg-type]  # fields of State


def moves_of(part: Part, status: str) -> set[str]:
    return {move.name for move in TABLE if may_make(move, a_state(status), frozenset({part}))}


@pytest.mark.parametrize("status", STATES)
def test_a_citizen_may_do_this_and_nothing_else(status: str) -> None:
    assert moves_of("citizen", status) == CITIZEN[status]


@pytest.mark.parametrize("status", STATES)
def test_a_unit_may_do_this_and_nothing_else(status: str) -> None:
    assert moves_of("unit", status) == UNIT[status]


@pytest.mark.parametrize("status", STATES)
def test_a_helper_writes_notes_and_an_auditor_nothing(status: str) -> None:
    assert moves_of("helper", status) == {"note"}
    assert not {move.name for move in TABLE if may_make(move, a_state(status), frozenset())}


@pytest.mark.parametrize("status", STATES)
def test_an_admin_sets_legal_dates_of_open_ones_and_erases_what_is_not_open(status: str) -> None:
    assert moves_of("admin", status) == ({"legal_date"} if status in OPEN else {"erase"})


def test_only_time_makes_the_moves_of_time() -> None:
    of_time = {move.name for move in TABLE if "system" in move.who}
    assert of_time == {
        *(
            "escalate",
            "alert_again",
            "no_answer",
            "lapse",
            "untold",
            "unreached",
            "close",
            "recompute",
            "follow",
            "unmerge",
            "merge",
        ),
    }
    assert all(MOVES[name].who == ("system",) for name in of_time - {"merge", "unmerge"})


def test_what_has_ended_is_nobodys_to_escalate_or_close() -> None:
    for status in ENDED:
        of_merging = {"follow", "unmerge"} if status == "duplicate" else set()
        assert moves_of("system", status) == {"untold", *of_merging}, "who could not be told of the end is to be called"


def test_after_the_second_return_only_the_supervisor_assigns_and_nobody_returns() -> None:
    for returns in (0, RETURNS - 1):
        assert may_make(MOVES["assign"], a_state("triaged", returns=returns), frozenset({"centre"}))
        assert may_make(MOVES["return"], a_state("assigned", returns=returns), frozenset({"unit"}))
    for name in ("assign", "triage"):
        twice = a_state("triaged", returns=RETURNS)
        assert not may_make(MOVES[name], twice, frozenset({"centre"}))
        assert may_make(MOVES[name], twice, frozenset({"centre", "supervisor"}))
    assert not may_make(MOVES["return"], a_state("assigned", returns=RETURNS), frozenset({"unit"}))


def test_every_move_with_a_required_field_says_what_it_is() -> None:
    for move in TABLE:
        names = [field.name for field in move.carries]
        assert len(names) == len(set(names)), move.name


def test_a_resolution_is_never_without_an_answer_and_a_return_never_without_a_reason() -> None:
    required = {move.name: {field.name for field in move.carries if field.required} for move in TABLE}
    assert required["resolve"] == {"outcome", "answer"}
    assert required["reject"] == {"answer"}
    assert required["refer"] == {"body", "check_back", "receipt"}
    for name in ("return", "extend", "reopen", "confidential", "disclose", "legal_date", "erase"):
        assert "reason" in required[name], name
