"""Hostile payloads, called as the gateway would call: the whole set is for `make prove`, a sample here."""

from __future__ import annotations

import pytest

from tests.entry.gateway import call
from tests.fakes import Office
from tests.hostile import payloads


def answers_are_clear(office: Office, seed: int, count: int) -> None:
    for payload in payloads(seed, count):
        try:
            body = payload.body.decode()
        except UnicodeDecodeError:
            continue  # the gateway hands these on as base64: tests/e2e
        answer = call("POST", "/api/requests", body, {"Content-Type": payload.content_type})
        assert answer.status in payload.statuses, (payload.name, answer.status, payload.body[:300])


def test_five_hundred_hostile_payloads(office: Office) -> None:
    answers_are_clear(office, seed=1, count=500)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
def test_twenty_thousand_hostile_payloads(office: Office, seed: int) -> None:
    answers_are_clear(office, seed=seed, count=1000)
