"""Whatever the bodies become, reading them never raises, and what is read is well formed."""

from __future__ import annotations

import copy
import json
import random
from datetime import UTC
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels import read_items
from chalicelib.channels.chat_text import length
from chalicelib.core.inbound import NETWORKS, Item, Kind, read_item, write_item
from tests.channels.cases import all_cases
from tests.channels.test_channels import JSON

CASES = all_cases()
READ = ("whatsapp", "meta", "telegram", "sms", "x")
STRANGE: list[Any] = [
    None, True, False, 0, -1, 7.5e300, 10**400, "", " ", "\x00", "\ud800", "\u202e", "ş" * 9000, "9" * 400, "NaN",
    "1e999", "Infinity", "-0", "١٢٣", [], {}, [[]], [None], {"": None}, {"id": {}}, "0000-00-00",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", float("nan"), float("inf"), "a" * 600,
]  # fmt: skip


def check(item: Item) -> None:
    """Raises AssertionError unless the item is one that the rest may rely on."""
    assert item.key
    assert len(item.key) < 2000
    assert item.kind in get_args(Kind)
    assert item.who.network in NETWORKS
    assert item.at is None or item.at.tzinfo is UTC
    texts = (item.text, item.choice, item.place, item.who.name, item.subject)
    assert not any(0xD800 <= ord(mark) <= 0xDFFF or mark == "\0" for text in texts for mark in text)
    assert length(item.text) <= 4096
    assert length(item.who.name) <= 80
    assert not item.who.phone or (item.who.phone[0] == "+" and item.who.phone[1:].isdigit())
    if item.kind == "location":
        assert item.lat is not None
        assert item.long is not None
        assert abs(item.lat) <= 90
        assert abs(item.long) <= 180
    if item.kind == "choice":
        assert item.choice
    if item.kind == "moved":
        assert item.who.id or item.who.phone
    assert not item.card_own or item.card_phone
    ids = [item.who.id, item.account, item.about, item.album, item.former, item.card_phone]
    ids += [text for media in item.media for text in (media.id, media.sha256, media.url)]
    assert all(text.isprintable() for text in ids)
    item.key.encode()
    assert read_item(write_item(item)) == item


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a body."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for name, each in inner for spot in spots(each, (*path, name)))]


def changed(body: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The body with one to three of its values replaced, removed, or wrapped up."""
    body = copy.deepcopy(body)
    for _ in range(dice.randint(1, 3)):
        path = dice.choice(spots(body)[1:] or [()])
        if not path:
            return body
        place: Any = body
        for name in path[:-1]:
            place = place[name]
        how = dice.randrange(4)
        if how == 0 and isinstance(place, dict):
            del place[path[-1]]
        elif how == 1:
            place[path[-1]] = [place[path[-1]]]
        else:
            place[path[-1]] = copy.deepcopy(dice.choice(STRANGE))
    return body


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_corpus_reads_well_formed(case: Any) -> None:
    for item in read_items(case.network, case.body):
        check(item)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 2**32))
def test_changed_body_never_raises(case: Any, seed: int) -> None:
    body = changed(case.body, random.Random(seed))
    for network in READ:
        for item in read_items(network, body):
            check(item)


NAMES = sorted({name for case in CASES for path in spots(case.body) for name in path if isinstance(name, str)})
WORDS = ("text", "image", "location", "system", "edit", "page", "instagram", "whatsapp_business_account", "messages")
WILD = st.recursive(
    JSON | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), WILD, max_size=6), st.sampled_from(READ))
def test_no_event_raises(event: dict[str, Any], network: str) -> None:
    for item in read_items(network, event):
        check(item)


@pytest.mark.parametrize("network", READ)
def test_deep_body_never_raises(network: str) -> None:
    edit: dict[str, Any] = {"type": "text", "text": {"body": "x"}}
    for _ in range(300):
        edit = {"type": "edit", "edit": {"original_message_id": "wamid.a", "message": edit}}
    whole = json.loads(json.dumps({"messages": [edit | {"id": 1}], "message": {"mid": edit, "text": edit}}))
    value = {"field": "messages", "value": whole}
    event = {"object": "whatsapp_business_account", "entry": [{"changes": [value]}], "update_id": 1, "message": whole}
    for item in read_items(network, event):
        check(item)


def test_broken_item_loses_none_of_its_siblings() -> None:
    dice = random.Random(5)
    for case in CASES:
        if case.door != "whatsapp" or len(case.wanted) != 1 or "edit" in case.name:
            continue
        body = copy.deepcopy(case.body)
        value = body["entry"][0]["changes"][0]["value"]
        if not value.get("messages"):
            continue
        value["messages"] = [dice.choice(STRANGE), *value["messages"], dice.choice(STRANGE)]
        assert case.wanted[0].get("key") in {*(item.key for item in read_items("whatsapp", body)), None}
