"""An item that is kept as text comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.core.inbound import Item, Media, Who, read_item, write_item

WHO = Who("whatsapp", "TR.1", "+905321112233", "Ayşe")


@pytest.mark.parametrize(
    "item",
    [
        Item("a", WHO),
        Item("a", WHO, kind="location", lat=0.0, long=0.0),
        Item("a", WHO, at=datetime(2026, 11, 23, 13, tzinfo=UTC), text="çöp\n", media=(Media("1", "image/jpeg"),)),
        Item("a", Who("email"), trusted=False, automatic=True, group=True, quiet=True, card_own=True),
    ],
)
def test_item_comes_back_as_it_was(item: Item) -> None:
    assert read_item(write_item(item)) == item


def test_what_a_later_version_says_more_is_passed_over() -> None:
    assert read_item(write_item(Item("a", WHO)).replace('"key"', '"new": 1, "key"')) == Item("a", WHO)
