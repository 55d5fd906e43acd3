"""The limits over HTTP, as they are in production: fifty neighbours file, and of a flood no more than there is room."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from chalicelib.core.quotas import QUICK_COST, QUOTAS
from tests.build import what_is_said
from tests.e2e.local import LocalKopru
from tests.e2e.test_story import CITIZENS

pytestmark = pytest.mark.e2e

FILING = QUOTAS["filing"]

# A machine that does much else may take so many seconds for an answer.
PATIENCE = 170


@pytest.fixture(scope="module")
def narrowed(running: LocalKopru) -> Iterator[LocalKopru]:
    """The product with production's limits; all other tests have room, since they come from one address."""
    for position in ("on", "wide"):
        running.limit(position)
        with ThreadPoolExecutor(8) as hands:  # its function starts anew, as often as the front door lets through
            while set(hands.map(lambda _: status(running), range(16))) != {200}:
                time.sleep(0.2)
        if position == "on":
            yield running


@pytest.fixture
def strict(narrowed: LocalKopru, kopru: LocalKopru) -> LocalKopru:
    """The same, calm."""
    assert narrowed is kopru
    return kopru


def status(kopru: LocalKopru) -> int:
    return kopru.http.get("/api/services", timeout=PATIENCE).status_code


def file(kopru: LocalKopru) -> int:
    """By a program, as one person of their own, who comes again with the same key where there was no answer."""
    citizen, key = next(CITIZENS), uuid4().hex
    said = what_is_said(phone=f"0536 {citizen:07d}", address=f"Ankara Caddesi no {citizen}")
    for _ in range(3):
        answer = kopru.http.post("/api/requests", json=said, headers={"Idempotency-Key": key}, timeout=PATIENCE)
        if answer.status_code < 500:
            break
    return answer.status_code


def fill_in(kopru: LocalKopru) -> httpx.Response:
    """By the form, without having read it: counts for three."""
    citizen = next(CITIZENS)
    said = what_is_said(phone=f"0536 {citizen:07d}", address=f"Ankara Caddesi no {citizen}")
    return kopru.http.post("/basvuru", data=said | {"lang": "en"}, timeout=PATIENCE)


def test_fifty_people_behind_one_address_file_and_a_flood_gets_no_more_than_there_is(strict: LocalKopru) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(50) as hands:
        people = Counter(hands.map(lambda _: file(strict), range(50)))
        assert set(people) <= {201, 200}  # 200: the answer to the first time was lost, the request was not
        flood = list(hands.map(lambda _: fill_in(strict), range(70)))
    refilled = (time.monotonic() - began) / FILING.seconds + 1
    told = Counter(each.status_code for each in flood)
    assert {201, 429} <= set(told) <= {201, 429, 502, 503}
    assert 50 + QUICK_COST * told[201] <= FILING.burst + refilled
    print(f"50 people heard; of 70 that count thrice {told[201]} within {refilled * FILING.seconds:.0f} s")
    refused = next(each for each in flood if each.status_code == 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= QUICK_COST * FILING.seconds
    assert "Many requests came from this internet connection" in refused.text
    assert "Ankara Caddesi no" in refused.text
