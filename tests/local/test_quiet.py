"""Quiet hours end on this machine beside what else is set."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.core.settings import CENTRE, Key, Setting
from infrastructure.local.quiet import end_quiet_hours

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Table:
    """The settings table as a dict."""

    def __init__(self, value: Any, version: int) -> None:
        self.now: dict[Key, Setting] = {}
        if version:
            self.now[CENTRE] = Setting(*CENTRE, value, version, "ayse", NOW)

    def all(self) -> Mapping[Key, Setting]:
        return self.now

    def put(self, kind: str, code: str, value: object, version: int | None, by: str, at: datetime) -> int:
        new = (version or 0) + 1
        self.now[kind, code] = Setting(kind, code, value, new, by, at)
        return new


@pytest.mark.parametrize(
    ("before", "version", "after"),
    [
        (None, 0, {"quiet_hours": None}),
        (None, 3, {"quiet_hours": None}),
        ({"reopen_days": 9, "quiet_hours": "21:00-08:00"}, 1, {"reopen_days": 9, "quiet_hours": None}),
    ],
)
def test_quiet_hours_end_and_the_rest_stays(before: Any, version: int, after: Any) -> None:
    table = Table(before, version)
    assert end_quiet_hours(table, NOW)  # type: ignore[arg-type]  # the two questions it asks
    assert (table.now[CENTRE].value, table.now[CENTRE].version) == (after, version + 1)
    assert not end_quiet_hours(table, NOW)  # type: ignore[arg-type]  # as above
