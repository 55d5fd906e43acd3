"""The local switch of the limits: two positions, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.local.settings import LIMITS
from infrastructure.local.stack import Stack
from infrastructure.local.switchboard import Switchboard


class Cloud:
    """A cloud whose only function is the API's."""

    def __init__(self) -> None:
        self.variables = {"CITY": "izmir-him", "LIMITS_WIDTH": "1"}
        self.changes = 0

    def client(self, _: str) -> Cloud:
        return self

    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:
        return {"Environment": {"Variables": self.variables}}

    def update_function_configuration(self, FunctionName: str, Environment: dict[str, Any]) -> None:
        self.variables, self.changes = Environment["Variables"], self.changes + 1


def test_limits_are_made_wide_and_as_they_were_and_what_is_already_so_is_left() -> None:
    cloud = Cloud()
    board = Switchboard(cloud, Stack({"APIHandler": "api"}, "prod"))  # type: ignore[arg-type]  # as far as it is used
    for position in ("on", "wide", "wide", "on"):
        board.limit(position)
        assert cloud.variables == {"CITY": "izmir-him", "LIMITS_WIDTH": LIMITS[position]}
    assert cloud.changes == 2
    with pytest.raises(ValueError, match="off"):
        board.limit("off")
