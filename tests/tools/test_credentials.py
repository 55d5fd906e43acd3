"""Credentials are read when they are needed, and anew once a minute when a provider does not know them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import NotReached
from chalicelib.tools.credentials import Credentials
from tests.tools.stands import Shelf


def test_provider_has_its_own_fields() -> None:
    known = Shelf(netgsm={"username": "u", "password": " p\n"}, whatsapp={"token": "t"}).credentials
    assert known.of("netgsm") == {"username": "u", "password": "p"}
    assert known.of("smtp") == {}


def test_rotated_secret_is_found_by_a_fresh_look() -> None:
    shelf = Shelf(netgsm={"password": "old"})
    known = shelf.credentials
    shelf.held = {"netgsm": {"password": "new"}}
    assert known.of("netgsm") == {"password": "old"}
    assert known.renew("netgsm")
    assert known.of("netgsm") == {"password": "new"}


def test_fresh_look_that_finds_the_same_is_no_news() -> None:
    shelf = Shelf(netgsm={"password": "old"}, whatsapp={"token": "t"})
    known = shelf.credentials
    shelf.held = {"netgsm": {"password": "old"}, "whatsapp": {"token": "new"}}
    assert not known.renew("netgsm")


def test_fresh_looks_are_a_minute_apart() -> None:
    shelf = Shelf()
    known = shelf.credentials
    for now, looks in ((0, 1), (1, 1), (59.9, 1), (60, 2), (119, 2), (120, 3)):
        shelf.now = now
        known.renew("netgsm")
        assert shelf.looks == looks


@pytest.mark.parametrize("held", ["", "{", "[]", "7", '"x"', "[" * 100_000])
def test_secret_that_is_no_object_sends_nothing(held: str) -> None:
    with pytest.raises(NotReached):
        Credentials(lambda fresh: held, lambda: 0.0).of("netgsm")


@pytest.mark.parametrize("section", [None, 7, "x", [], {"token": 7}, {"token": None}])
def test_section_that_holds_no_texts_is_empty(section: Any) -> None:
    assert Shelf(whatsapp=section).credentials.of("whatsapp") == {}
