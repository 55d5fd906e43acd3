"""The stand-ins' switches take known positions only."""

from typing import Any

import pytest

from infrastructure.local.switches import Positions, Switches


def test_change_leaves_the_other_switches_as_they_are() -> None:
    switches = Switches()
    switches.turn({"ses": "throttle"})
    assert switches.turn({"events": "off", "events_delay": 2}) == Positions("throttle", "ok", "off", 2)


@pytest.mark.parametrize(
    "change",
    [
        {"ses": "on"},
        {"events": "ok"},
        {"events_delay": -1},
        {"events_delay": True},
        {"events_delay": "1"},
        {"fax": "ok"},
    ],
)
def test_unknown_position_is_refused_by_name_and_changes_nothing(change: dict[str, Any]) -> None:
    switches = Switches()
    with pytest.raises(ValueError, match=next(iter(change))):
        switches.turn({"sms": "hang", **change})
    assert switches.now == Positions()
