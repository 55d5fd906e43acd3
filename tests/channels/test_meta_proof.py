"""Only what Meta signed with our secret is believed, and only its own question is answered."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.meta_proof import challenge, verify

SECRET = "an app secret of the tests"
SAID = {"object": "whatsapp_business_account", "entry": [], "text": "Çukur 🕳 ğüşiöç"}


def signed(raw: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("ascii_only", [True, False])
def test_genuine_body_is_believed_escaped_or_not(ascii_only: bool) -> None:
    raw = json.dumps(SAID, ensure_ascii=ascii_only).encode()
    assert verify(raw, signed(raw), SECRET)


def test_body_written_anew_is_not_the_one_that_was_signed() -> None:
    raw = json.dumps(SAID).encode()
    assert not verify(json.dumps(SAID, ensure_ascii=False).encode(), signed(raw), SECRET)


RAW = b'{"entry": []}'


@pytest.mark.parametrize(
    "header",
    [
        "", "sha256=", "sha256", "sha1=" + hmac.new(SECRET.encode(), RAW, hashlib.sha1).hexdigest(),
        signed(RAW).removeprefix("sha256="), signed(RAW).upper(), signed(RAW) + "0", signed(RAW)[:-1],
        " " + signed(RAW), signed(RAW) + "\n", "sha256=" + "ğ" * 64, "sha256=\ud800", "sha256=" + "0" * 64,
        signed(RAW, "another"), signed(RAW + b" "), "sha256=" + "a" * 100_000,
    ],
)  # fmt: skip
def test_forged_signature_is_refused(header: str) -> None:
    assert not verify(RAW, header, SECRET)


def test_empty_secret_believes_nothing() -> None:
    assert not verify(RAW, signed(RAW, ""), "")


@given(st.binary(), st.text())
def test_no_header_ever_raises(raw: bytes, text: str) -> None:
    assert not verify(raw, text, SECRET)
    assert not verify(raw, f"sha256={text}", SECRET)


@given(st.binary(min_size=1), st.data())
def test_one_changed_byte_is_enough(raw: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = bytearray(raw)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert verify(raw, signed(raw), SECRET)
    assert not verify(bytes(changed), signed(raw), SECRET)


def asked(**more: str) -> dict[str, str]:
    given = {"mode": "subscribe", "verify_token": "ours", "challenge": "1158201444"} | more
    return {f"hub.{name}": value for name, value in given.items()}


def test_metas_question_is_answered_word_for_word() -> None:
    assert challenge(asked(), "ours") == "1158201444"


@pytest.mark.parametrize(
    "more", [{"verify_token": "theirs"}, {"verify_token": ""}, {"mode": "x"}, {"verify_token": "ğ\ud800"}]
)
def test_others_are_not_answered(more: dict[str, str]) -> None:
    assert challenge(asked(**more), "ours") is None


def test_nobody_is_answered_without_a_token_of_ours() -> None:
    assert challenge(asked(verify_token=""), "") is None
    assert challenge({}, "ours") is None
    assert challenge({}, "") is None
