"""The page of the notices says what the table says."""

from __future__ import annotations

from tests.notices_page import PAGE, write


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == write(), "run `python -m tests.notices_page`"
