"""What a form sends is read as it was meant, and nothing else reaches intake."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.core.heard import FIELDS
from chalicelib.entry.form import MOST_FIELDS, mint, read_fields, read_key, what_is_said
from tests.build import MONDAY


def test_fields_are_read_by_name_the_last_of_each() -> None:
    assert read_fields(b"a=1&b=%C3%A7%C3%B6p+var&a=2&c=") == {"a": "2", "b": "çöp var", "c": ""}


@given(st.binary(max_size=400))
def test_no_body_is_too_strange_to_read(raw: bytes) -> None:
    if raw.count(b"&") >= MOST_FIELDS:
        return  # refused: see below
    fields = read_fields(raw)
    for text in [*fields, *fields.values()]:
        text.encode()  # raises for a lone surrogate


def test_more_fields_than_a_form_has_are_refused() -> None:
    with pytest.raises(Invalid):
        read_fields(urlencode([("a", "1")] * (MOST_FIELDS + 1)).encode())


def test_only_what_intake_knows_is_said() -> None:
    fields = {
        "description": "x",
        "key": "k",
        "lang": "tr",
        "admin": "1",
        "hide_identity": "1",
        "lat": "38.4",
        "long": "y",
    }
    said = what_is_said(fields, "en")
    assert said == {"description": "x", "hide_identity": True, "lat": 38.4, "long": "y", "language": "en"}
    assert said.keys() <= FIELDS


def test_two_forms_never_share_a_key() -> None:
    assert mint(MONDAY).id != mint(MONDAY).id
    assert len(bytes.fromhex(mint(MONDAY).id)) == 16


def test_a_form_brings_its_key_and_its_time_back() -> None:
    minted = mint(MONDAY)
    later = MONDAY + timedelta(hours=23)
    assert read_key({"key": minted.id, "minted": minted.minted}, later) == minted


@pytest.mark.parametrize(
    "minted",
    [
        "",
        "yesterday",
        "2026-11-23T07:30:00",
        "2026-11-20T07:30:00+00:00",
        "2026-11-26T07:30:00+00:00",
        "9999-12-31T23:59:59-23:00",
    ],
)
def test_a_time_that_cannot_be_is_no_time(minted: str) -> None:
    key = read_key({"key": "k", "minted": minted}, MONDAY)
    assert (key.id, key.at) == ("k", None)


@pytest.mark.parametrize("key", ["", "x" * 129, "boşluk var", "satır\nsonu"])
def test_a_key_that_is_none_is_replaced(key: str) -> None:
    assert read_key({"key": key}, MONDAY).at == MONDAY
