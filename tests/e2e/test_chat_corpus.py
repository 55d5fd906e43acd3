"""Every webhook body of the corpus, signed, twice and shuffled; and forged ones, of which none is believed."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import httpx
import pytest

from chalicelib.channels import read_items
from chalicelib.core.inbound import Item, read_item
from infrastructure.local.credentials import META_SECRET, NETGSM_WEBHOOK, TELEGRAM_SECRET
from infrastructure.local.settings import INSTAGRAM_ID, META_PAGE_ID, REGION, WHATSAPP_PHONE_ID
from tests.channels.cases import Case, all_cases
from tests.channels.forged import Forged, forgeries, genuine, mutations
from tests.e2e.local import LocalKopru

pytestmark = pytest.mark.e2e

SECRETS = {"whatsapp": META_SECRET, "meta": META_SECRET, "telegram": TELEGRAM_SECRET, "netgsm": NETGSM_WEBHOOK}
ITS_ACCOUNTS = {
    "106540352242922": WHATSAPP_PHONE_ID,
    "1067280970047460": META_PAGE_ID,
    "17841405822304914": INSTAGRAM_ID,
}
"""The corpus's number and pages of ours, and this machine's."""

CONTENT = {"Content-Type": "application/json"}


def ours(case: Case) -> dict[str, Any]:
    """The body, sent to this machine's own number or page."""
    text = json.dumps(case.body)
    for its, own in ITS_ACCOUNTS.items():
        text = text.replace(its, own)
    body: dict[str, Any] = json.loads(text)
    return body


CASES = [case for case in all_cases() if case.door in SECRETS]


def post(kopru: LocalKopru, door: str, raw: bytes, headers: dict[str, str]) -> int:
    sent = {name.encode(): value.encode("latin-1") for name, value in (CONTENT | headers).items()}
    answer = httpx.post(f"{kopru.url}/webhooks/{door}", content=raw, headers=sent, timeout=60, trust_env=False)
    return answer.status_code


def contacts(kopru: LocalKopru) -> Iterator[dict[str, Any]]:
    """Every row of the contacts table."""
    dynamodb = boto3.client(
        "dynamodb",
        region_name=REGION,
        endpoint_url=f"http://127.0.0.1:{kopru.port + 1}",
        aws_access_key_id="000000000000",
        aws_secret_access_key="local",
    )
    (table,) = (name for name in dynamodb.list_tables()["TableNames"] if "Contacts" in name)
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def kept(kopru: LocalKopru) -> list[tuple[Item, bool]]:
    """Every item in the table, and whether something has still to follow from it."""
    return [(read_item(row["item"]["S"]), "todo_at" in row) for row in contacts(kopru) if "item" in row]


def key_of(item: Item) -> tuple[str, str]:
    return item.who.network, item.key


@pytest.mark.parametrize("many", [70, pytest.param(len(CASES), marks=pytest.mark.prove)])
def test_corpus_signed_twice_and_shuffled_is_kept_once_each(kopru: LocalKopru, many: int) -> None:
    dice = random.Random(5)
    bodies = [(case, ours(case)) for case in dice.sample(CASES, many) for _ in range(2)]
    dice.shuffle(bodies)

    def bring(each: tuple[Case, dict[str, Any]]) -> int:
        raw = json.dumps(each[1], ensure_ascii=dice.random() < 0.5).encode(errors="replace")
        return post(kopru, each[0].door, raw, genuine(each[0].door, raw, SECRETS[each[0].door]))

    with ThreadPoolExecutor(8) as hands:
        statuses = Counter(hands.map(bring, bodies))
    assert set(statuses) == {200}
    wanted = {key_of(item) for case, body in bodies for item in read_items(case.network, body)}
    deadline = time.monotonic() + 120
    found = kept(kopru)
    while any(waits and key_of(item) in wanted for item, waits in found):
        assert time.monotonic() < deadline, "something still waits"
        time.sleep(1)
        found = kept(kopru)
    times = Counter(key_of(item) for item, _ in found if key_of(item) in wanted)
    assert set(times) == wanted
    assert set(times.values()) == {1}
    threads = Counter(
        (row["network"]["S"], row["address"]["S"], row.get("public", {}).get("BOOL", False))
        for row in contacts(kopru)
        if row["id"]["S"].rpartition("#")[2].startswith("C") and "address" in row
    )
    private = [who for who in threads if not who[2]]
    assert all(threads[who] == 1 for who in private), "one thread a person and network"
    print(f"{len(bodies)} webhooks, {len(wanted)} items, {len(private)} threads")


def forged(door: str) -> list[Forged]:
    """All kinds there are, of one body that the product would take."""
    raw = json.dumps(ours(next(case for case in CASES if case.door == door and case.wanted))).encode()
    return forgeries(door, raw, SECRETS[door])


def test_every_kind_of_forgery_is_refused_at_its_door(kopru: LocalKopru) -> None:
    before = len(kept(kopru))
    kinds = [(door, each) for door in SECRETS for each in forged(door)]
    assert len({(door, each.name) for door, each in kinds}) >= 30
    answers = {(door, each.name): post(kopru, door, each.raw, each.headers) for door, each in kinds}
    assert {kind: status for kind, status in answers.items() if status not in (401, 403)} == {}
    assert len(kept(kopru)) == before


@pytest.mark.parametrize("count", [500, pytest.param(5_000, marks=pytest.mark.prove)])
def test_mutations_of_genuine_webhooks_are_refused(kopru: LocalKopru, count: int) -> None:
    before, dice = len(kept(kopru)), random.Random(count)
    of_door = {door: [case for case in CASES if case.door == door] for door in SECRETS}
    changed = [
        (door, each)
        for door, cases in of_door.items()
        for seed in range(count // len(SECRETS) // 5)
        for each in mutations(door, json.dumps(ours(dice.choice(cases))).encode(), SECRETS[door], seed, 5)
    ]
    assert len(changed) == count
    with ThreadPoolExecutor(8) as hands:
        statuses = Counter(hands.map(lambda each: post(kopru, each[0], each[1].raw, each[1].headers), changed))
    assert set(statuses) <= {401, 403}, statuses
    assert len(kept(kopru)) == before
