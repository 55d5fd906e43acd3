"""Who can carry a message is the same here and among the channels themselves."""

from __future__ import annotations

from chalicelib import channels
from chalicelib.core.delivery import SILENCE
from chalicelib.core.providers import PROVIDERS
from tests.build import a_city


def test_every_provider_that_can_be_set_can_send_by_its_channel_and_no_other_is_there() -> None:
    named = {name: channel for channel, names in PROVIDERS.items() for name in names}
    assert named == {provider.name: provider.channel for provider in channels.PROVIDERS.values()}


def test_a_city_says_of_every_channel_how_its_messages_leave() -> None:
    for code in ("izmir-him", "ilkadim-ilkim", "example"):
        assert set(a_city(code).delivery) == set(PROVIDERS) == set(SILENCE)
