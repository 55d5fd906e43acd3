"""Values of which any may be of another kind: each reads as what it can be, or as nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels.loose import a_key, read_e164, read_key, read_line, read_moment, read_place, read_text
from chalicelib.channels.telegram_items import callback_of
from chalicelib.core.inbound import Item, Who

AT = datetime(2026, 11, 23, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        1795438800, "1795438800", 1795438800000, "1795438800000", 1795438800.0, "2026-11-23T13:00:00Z",
        "2026-11-23T13:00:00", "2026-11-23T16:00:00+03:00", "2026-11-23T13:00:00.000000000Z",
    ],
)  # fmt: skip
def test_one_moment_in_every_form(value: object) -> None:
    assert read_moment(value) == AT


@pytest.mark.parametrize(
    "value", [None, True, "", "x", 0, -1, "1e400", 1e300, {}, [], "9999-12-31T23:59:59-23:59", "0001-01-01"]
)
def test_what_is_no_moment_is_none(value: object) -> None:
    assert read_moment(value) is None


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("905321112233", "+905321112233"), ("+905321112233", "+905321112233"), (905321112233, "+905321112233"),
        ("05321112233", ""), ("123", ""), ("TR.1349", ""), ("٩٠٥٣٢١١١٢٢٣٣", ""), (None, ""), ("9" * 16, ""),
    ],
)  # fmt: skip
def test_vouched_phone_is_digits_and_nothing_else(value: object, wanted: str) -> None:
    assert read_e164(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"), [(7, "7"), ("m_1-/+=", "m_1-/+="), (True, ""), ("a b", ""), ("a\n", ""), (10**50, "")]
)
def test_key_is_a_text_or_a_number(value: object, wanted: str) -> None:
    assert read_key(value) == wanted


def test_what_has_no_id_has_one_that_follows_from_all_of_it() -> None:
    event: dict[str, Any] = {"text": "a", "from": {"id": 1}}
    assert a_key(None, event) == a_key("", dict(reversed(event.items())))
    assert a_key(None, event) != a_key(None, event | {"text": "b"})


def test_text_keeps_its_lines_and_a_name_has_one() -> None:
    assert read_text("bir\r\niki\tüç\x00") == "bir\niki\tüç"
    assert read_line("bir\r\niki\tüç\u202e") == "bir iki üç"


@pytest.mark.parametrize("place", [(91, 0), (0, 181), (None, 0), (True, 1), ("nan", 0), (float("inf"), 0), ("", "")])
def test_what_is_not_on_earth_is_no_place(place: tuple[object, object]) -> None:
    assert read_place(*place) is None


def test_only_a_tap_wants_an_answer() -> None:
    assert callback_of(Item("callback:900:77ab", Who("telegram", "1"))) == "77ab"
    assert callback_of(Item("900:1:2", Who("telegram", "1"))) == ""
