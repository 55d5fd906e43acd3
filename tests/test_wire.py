"""The real log takes every fact, whatever it is called."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from aws_lambda_powertools import Logger

from chalicelib import wire


@pytest.mark.parametrize("level", ["info", "warning"])
def test_a_fact_named_as_a_part_of_every_log_line_is_told_beside_it(
    monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    out = StringIO()
    logger = Logger(service=f"kopru-test-{level}", stream=out)
    monkeypatch.setattr(wire, "logger", lambda: logger)
    getattr(wire.Facts(), level)("message heard", thread="C1", name="n", number="7")
    line = json.loads(out.getvalue())
    assert (line["message"], line["thread_"], line["name_"]) == ("message heard", "C1", "n")
    assert line["number"] == "7"
