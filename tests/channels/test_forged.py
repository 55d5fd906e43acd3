"""No forged request is believed, at any door; the genuine one is."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import meta_proof, secret_proof, x_proof
from tests.channels.cases import all_cases
from tests.channels.forged import HEADERS, OTHER, Forged, forgeries, genuine, mutations

SECRETS = {
    "whatsapp": "local-meta-secret",
    "meta": "local-meta-secret",
    "x": "local-x-secret",
    "telegram": "local-telegram-secret",
    "netgsm": "local-netgsm-key",
}
BODIES = {door: json.dumps(next(case.body for case in all_cases() if case.door == door)).encode() for door in SECRETS}
DOORS = pytest.mark.parametrize("door", SECRETS)


def believes(door: str, raw: bytes, headers: dict[str, str], secret: str) -> bool:
    """Whether the door takes the request for its provider's, as its own proof judges."""
    given = headers.get(HEADERS[door], "")
    if door == "x":
        return x_proof.verify(raw, given, secret)
    if door in ("telegram", "netgsm"):
        return secret_proof.matches(given, secret)
    return meta_proof.verify(raw, given, secret)


@DOORS
def test_genuine_request_is_believed(door: str) -> None:
    assert believes(door, BODIES[door], genuine(door, BODIES[door], SECRETS[door]), SECRETS[door])


@DOORS
def test_no_forged_request_is_believed(door: str) -> None:
    believed = [
        forged.name
        for forged in forgeries(door, BODIES[door], SECRETS[door])
        if believes(door, forged.raw, forged.headers, SECRETS[door])
    ]
    assert believed == []


@DOORS
def test_no_changed_request_is_believed(door: str) -> None:
    changed = list(mutations(door, BODIES[door], SECRETS[door], seed=1, count=100))
    assert [each.name for each in changed if believes(door, each.raw, each.headers, SECRETS[door])] == []
    assert changed == list(mutations(door, BODIES[door], SECRETS[door], seed=1, count=100))


@DOORS
def test_nothing_is_believed_where_no_secret_is_known(door: str) -> None:
    raw = BODIES[door]
    for forged in [*forgeries(door, raw, ""), Forged("genuine", raw, genuine(door, raw, "")), Forged("bare", raw, {})]:
        assert not believes(door, forged.raw, forged.headers, ""), forged.name


def test_there_are_more_than_thirty_kinds_and_all_can_be_sent() -> None:
    for door in ("whatsapp", "x"):
        assert len(forgeries(door, BODIES[door], SECRETS[door])) >= 30
    for door in SECRETS:
        made = [*forgeries(door, BODIES[door], SECRETS[door]), *mutations(door, BODIES[door], SECRETS[door], 2, 100)]
        for forged in made:
            for value in forged.headers.values():
                value.encode("latin-1")
                assert value == value.strip()
                assert value.isprintable()


@given(st.text(), st.text())
def test_secret_is_compared_without_ever_raising(given: str, secret: str) -> None:
    assert secret_proof.matches(given, secret) == (given == secret and given != "")


def test_secret_of_another_is_not_ours() -> None:
    assert not secret_proof.matches(OTHER, "local-telegram-secret")


def test_x_is_answered_in_base64() -> None:
    answer = x_proof.answer("challenge", "secret")
    assert answer is not None
    assert len(base64.b64decode(answer.removeprefix("sha256="))) == 32
    # HMAC-SHA256("secret", "challenge"), computed with openssl
    assert answer == "sha256=oeUF6Wxqoezggrue+wbIDxKRPSF6esKwizR2MHh9HaA="


@pytest.mark.parametrize(("token", "secret"), [("", "secret"), ("challenge", ""), ("", "")])
def test_x_is_not_answered_without_token_or_secret(token: str, secret: str) -> None:
    assert x_proof.answer(token, secret) is None


@given(st.binary(), st.text())
def test_no_signature_of_x_ever_raises(raw: bytes, text: str) -> None:
    assert not x_proof.verify(raw, text, "secret")
