"""The workplace is drawn with the tokens of the citizen's pages, and with nothing else."""

from __future__ import annotations

import re

from tests.web.test_style import TOKENS, WEB

CSS = (WEB / "static" / "staff.css").read_text(encoding="utf-8")


def test_colours_stand_in_tokens_alone() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", CSS) == []


def test_every_token_is_known() -> None:
    assert set(re.findall(r"var\(--([a-z-]+)\)", CSS)) <= TOKENS["light"].keys()
