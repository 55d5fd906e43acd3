"""One-time codes: what is drawn, what is stored, what is read from what people type."""

from __future__ import annotations

import secrets

import pytest

from chalicelib.core.codes import digits_of, hash_of, is_id, read_digits, session_key
from tests.build import SECRET


def test_codes_have_six_digits_and_are_spread_evenly() -> None:
    drawn = [digits_of(secrets.token_hex(16)) for _ in range(20_000)]
    assert all(len(digits) == 6 and digits.isdigit() for digits in drawn)
    firsts = [sum(digits[0] == first for digits in drawn) for first in "0123456789"]
    assert min(firsts) > 1_700
    assert max(firsts) < 2_300


def test_the_hash_is_keyed_and_bound_to_its_code() -> None:
    assert hash_of(SECRET, "a" * 32, "123456") == hash_of(SECRET, "a" * 32, "123456")
    others = {hash_of(b"other", "a" * 32, "123456"), hash_of(SECRET, "b" * 32, "123456"), hash_of(SECRET, "a" * 32, "")}
    assert hash_of(SECRET, "a" * 32, "123456") not in others
    assert "123456" not in hash_of(SECRET, "a" * 32, "123456")


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "١٢٣٤٥٦", "１２３４５６", "12 34 56\n"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_digits(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "½23456", "x" * 10_000, "\ud800", "²23456"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_digits(typed) == ""


@pytest.mark.parametrize("text", ["", "a" * 31, "A" * 32, "g" * 32, "a" * 32 + "\n", "\ud800" * 32])
def test_what_is_no_id_is_none(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize("token", ["", "9f" * 31, "9F" * 32, "zz" * 32, "9f" * 32 + "\n", "é" * 64, "\ud800" * 64])
def test_what_is_no_token_has_no_session(token: str) -> None:
    assert session_key(token) == ""


def test_a_token_is_stored_as_its_hash() -> None:
    key = session_key("9f" * 32)
    assert len(key) == 64
    assert "9f9f" not in key
