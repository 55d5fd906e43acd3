"""The stand-ins' switches take known positions only."""

from typing import Any

import pytest

from infrastructure.local.switches import SWITCH, Positions, Switches


def test_change_leaves_the_other_switches_as_they_are() -> None:
    switches = Switches()
    switches.turn({"ses": "throttle"})
    assert switches.turn({"events": "off", "events_delay": 2}) == Positions(
        ses="throttle", events="off", events_delay=2
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, {"ses", "aws-sms", "netgsm", "whatsapp-cloud", "whatsapp-aws"}),
        ({"events": "off"}, set()),
        ({"events_sms": "off", "events_social": "off"}, {"ses", "netgsm", "whatsapp-cloud"}),
    ],
)
def test_provider_tells_where_all_events_and_its_own_are_on(change: dict[str, Any], told: set[str]) -> None:
    positions = Switches().turn(change)
    assert {provider for provider in SWITCH if positions.tells(provider)} == told


@pytest.mark.parametrize(
    "change",
    [
        {"ses": "on"},
        {"events": "ok"},
        {"events_delay": -1},
        {"events_delay": True},
        {"events_delay": "1"},
        {"fax": "ok"},
        {"events_smtp": "on"},
        {"events_netgsm": 1},
    ],
)
def test_unknown_position_is_refused_by_name_and_changes_nothing(change: dict[str, Any]) -> None:
    switches = Switches()
    with pytest.raises(ValueError, match=next(iter(change))):
        switches.turn({"sms": "hang", **change})
    assert switches.now == Positions()


def test_providers_that_work_again_are_named_as_the_product_names_them() -> None:
    switches = Switches()
    before = switches.turn({"sms": "refuse", "netgsm": "hang", "ses": "mute"})
    assert switches.turn({"sms": "ok", "netgsm": "throttle", "events": "off"}).back(before) == ["aws-sms"]
