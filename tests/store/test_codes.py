"""One-time codes and sessions: what holds of the real table holds of the one that other tests use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.codes import GUESSES, Code
from chalicelib.store.codes import Codes
from infrastructure.local.settings import REGION
from tests import limits
from tests.build import MONDAY
from tests.engine import EngineOffice

CODE = Code("a" * 32, "hash", "citizen", GUESSES, "+90 5•• ••• 22 33")
SOON = MONDAY + timedelta(minutes=5)


@pytest.fixture(params=["dict", "table"])
def codes(request: pytest.FixtureRequest) -> Any:
    if request.param == "dict":
        return limits.Codes()
    office: EngineOffice = request.getfixturevalue("office")
    return Codes(office.names["Work"], REGION)


def test_a_code_is_put_down_once(codes: Any) -> None:
    assert codes.put(CODE, SOON)
    assert not codes.put(replace(CODE, hash="other"), SOON)
    assert codes.guess(CODE.id, MONDAY) == replace(CODE, guesses=GUESSES - 1)


def test_its_guesses_come_to_an_end(codes: Any) -> None:
    codes.put(CODE, SOON)
    left = [code.guesses if code else None for code in (codes.guess(CODE.id, MONDAY) for _ in range(GUESSES + 2))]
    assert left == [4, 3, 2, 1, 0, None, None]


def test_a_code_that_is_over_or_never_was_takes_no_guess(codes: Any) -> None:
    codes.put(CODE, SOON)
    assert codes.guess(CODE.id, SOON) is None
    assert codes.guess("b" * 32, MONDAY) is None
    assert not codes.use("b" * 32)


def test_a_code_is_used_once(codes: Any) -> None:
    codes.put(CODE, SOON)
    assert (codes.use(CODE.id), codes.use(CODE.id)) == (True, False)
    assert codes.guess(CODE.id, MONDAY) is None


def test_a_session_is_somebodys_until_it_ends(codes: Any) -> None:
    codes.begin("key", "citizen", SOON)
    assert (codes.who("key", MONDAY), codes.who("other", MONDAY), codes.who("key", SOON)) == ("citizen", "", "")
    codes.end("key")
    codes.end("key")
    assert codes.who("key", MONDAY) == ""


def test_fifty_guesses_at_once_are_five_and_one_use(office: EngineOffice) -> None:
    codes = Codes(office.names["Work"], REGION)
    codes.put(CODE, SOON)
    with ThreadPoolExecutor(50) as hands:
        taken = list(hands.map(lambda _: codes.guess(CODE.id, MONDAY), range(50)))
        used = list(hands.map(lambda _: codes.use(CODE.id), range(50)))
    assert sorted(code.guesses for code in taken if code) == [0, 1, 2, 3, 4]
    assert used.count(True) == 1
