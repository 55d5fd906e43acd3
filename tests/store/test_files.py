"""The files table on a real engine, and what it costs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.files import File, Position
from tests.build import MONDAY
from tests.files import Files
from tests.flows.uploading import NUMBER

EXPIRES = MONDAY + timedelta(days=2)
FILE = File("a" * 48, "image/png", MONDAY, consents=True, source="chat")
CLEAN = replace(FILE, state="clean", width=640, height=480, bytes=31_000, position=Position(38.4237, 27.1428))
SHARDS = range(10)


@pytest.fixture(params=["dict", "table"])
def files(request: pytest.FixtureRequest) -> Any:
    """The files of a dict and the real ones: what a test of them claims must hold for both."""
    return Files() if request.param == "dict" else request.getfixturevalue("office").files


def marked(files: Any, before: timedelta = timedelta(hours=1)) -> list[str]:
    return [mark.number for shard in SHARDS for mark in files.todo(shard, MONDAY + before)]


def test_a_file_comes_back_as_it_was_put_down(files: Any) -> None:
    assert files.add(FILE, EXPIRES)
    assert files.read(FILE.id) == FILE
    assert files.read("b" * 48) is None
    assert not files.add(replace(FILE, media_type="image/jpeg"), EXPIRES)
    assert files.of([FILE.id, "b" * 48, FILE.id]) == {FILE.id: FILE}


def test_it_stands_among_what_is_to_be_examined_until_it_is_settled(files: Any) -> None:
    files.add(FILE, EXPIRES)
    assert marked(files) == [FILE.id]
    assert marked(files, -timedelta(seconds=1)) == []
    assert files.settle(CLEAN) == CLEAN
    assert files.read(FILE.id) == CLEAN
    assert marked(files) == []


def test_settling_leaves_whose_it_is(files: Any) -> None:
    files.add(FILE, EXPIRES)
    assert files.claim(FILE.id, NUMBER) == replace(FILE, number=NUMBER)
    assert files.settle(CLEAN) == replace(CLEAN, number=NUMBER)


def test_a_file_is_claimed_by_one_request(files: Any) -> None:
    files.add(FILE, EXPIRES)
    assert files.claim(FILE.id, NUMBER)
    assert files.claim(FILE.id, NUMBER)
    assert files.claim(FILE.id, "261148173062") is None
    assert files.claim("b" * 48, NUMBER) is None
    assert files.read("b" * 48) is None


def test_what_was_refused_never_comes_out_clean(files: Any) -> None:
    files.add(FILE, EXPIRES)
    erased = replace(CLEAN, state="refused", reason="erased", width=0, height=0, bytes=0, position=None)
    assert files.settle(erased) == erased
    assert files.settle(CLEAN) is None
    assert files.read(FILE.id) == erased
    assert files.settle(replace(CLEAN, id="b" * 48)) is None
    assert files.read("b" * 48) is None


def test_eight_requests_that_want_one_file_get_it_once(office: Any) -> None:
    office.files.add(FILE, EXPIRES)
    numbers = [f"2611481730{n:02d}" for n in range(16)]
    with ThreadPoolExecutor(8) as hands:
        won = list(hands.map(lambda number: office.files.claim(FILE.id, number), numbers))
    assert sum(file is not None for file in won) == 1
