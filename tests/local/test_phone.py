"""What the telephone writes is read by the product as it was meant, and is what each provider would bring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import read_items
from chalicelib.core.inbound import Item
from infrastructure.local.outbox import Message
from infrastructure.local.phone_people import PERSONAS
from infrastructure.local.phone_post import Post, posts
from infrastructure.local.phone_shown import Tap, shown
from infrastructure.local.phone_words import SENDS, pieces, read_order

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
READ_AS = {"other_contact": "contact"}
READERS = {"/webhooks/meta": "meta", "/webhooks/telegram": "telegram", "/webhooks/netgsm": "sms"}


def written(numbers: Sequence[int] = (1_764_000_000_000,), **asked: Any) -> list[Post]:
    order = read_order({"place": "konak", "text": "çöp alınmadı", "choice": "yes", "title": "Evet"} | asked)
    return posts(order, [replace(order.word, n=n) for n in numbers], NOW)


def items(made: Sequence[Post]) -> list[Item]:
    return [item for post in made for item in read_items(READERS.get(post.path, "whatsapp"), json.loads(post.raw))]


EVERYTHING = [(persona, network, kind) for persona in PERSONAS for network in SENDS for kind in SENDS[network]]


@pytest.mark.parametrize(("persona", "network", "kind"), EVERYTHING)
def test_product_reads_what_the_telephone_says(persona: str, network: str, kind: str) -> None:
    (item,) = items(written(persona=persona, network=network, kind=kind))
    caller = PERSONAS[persona].in_network(network)
    assert item.kind == READ_AS.get(kind, kind)
    assert (item.who.id, item.who.phone) == ((caller.id, caller.phone) if network != "sms" else ("", caller.phone))
    assert item.who.network == network.removesuffix("-aws")
    assert not item.group
    assert not item.quiet
    if kind == "text":
        assert item.text == "çöp alınmadı"
    if kind == "choice":
        assert item.choice == "yes"
    if kind == "location":
        assert (item.lat, item.long) == (38.4189, 27.1287)
    if kind in ("contact", "other_contact") and network == "telegram":
        assert item.card_own == (kind == "contact")


@pytest.mark.parametrize("network", SENDS)
def test_every_message_has_a_key_of_its_own_and_the_same_again(network: str) -> None:
    keys = [item.key for item in items(written((1, 2, 3), persona="ayse", network=network))]
    assert len(set(keys)) == 3
    assert keys == [item.key for item in items(written((1, 2, 3), persona="ayse", network=network))]


def test_two_ways_of_whatsapp_bring_the_same_message() -> None:
    meta, aws = (written(persona="mehmet", network=network) for network in ("whatsapp", "whatsapp-aws"))
    assert [replace(each, account="") for each in items(meta)] == [replace(each, account="") for each in items(aws)]


def test_letters_beyond_ascii_are_escaped_unless_raw_is_asked_for() -> None:
    (escaped,) = written(persona="ayse")
    (raw,) = written(persona="ayse", raw="on")
    assert escaped.raw.isascii()
    assert "çöp alınmadı".encode() in raw.raw
    assert items([escaped]) == items([raw])


def test_a_text_is_cut_in_three_between_its_words_and_nothing_is_lost() -> None:
    word = read_order({"persona": "ayse", "text": "cöp alınmadi 3 gundur kokudan duramiyoruz"}).word
    assert [each.text for each in pieces(word)] == ["cöp alınmadi", "3 gundur", "kokudan duramiyoruz"]


@pytest.mark.parametrize(
    "asked",
    [
        {"persona": "kimse"},
        {"network": "whatsapp", "text": "x"},
        {"persona": "ayse", "network": "faks", "text": "x"},
        {"persona": "ayse", "text": " "},
        {"persona": "hatice", "kind": "photo"},
        {"persona": "ayse", "kind": "location"},
        {"persona": "ayse", "kind": "location", "lat": "kuzey", "long": 1},
        {"network": "sms", "address": "TR.1", "text": "x"},
    ],
)
def test_orders_that_make_no_sense_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_order(asked)


def test_what_can_be_tapped_is_read_from_the_providers_request() -> None:
    list_ = {"type": "list", "action": {"button": "Konu seç", "sections": [{"rows": [{"id": "a", "title": "Çöp"}]}]}}
    assert shown(sent("whatsapp", interactive=list_)).taps == (Tap("a", "Çöp", "", row=True),)
    assert shown(sent("whatsapp", interactive=list_)).open_rows == "Konu seç"
    assert shown(sent("whatsapp", interactive={"type": "location_request_message"})).asks_place
    keys = {"inline_keyboard": [[{"text": "Evet", "callback_data": "y"}]]}
    assert shown(sent("telegram", reply_markup=keys)).taps == (Tap("y", "Evet"),)
    assert shown(sent("telegram", reply_markup={"keyboard": [[{"text": "K", "request_location": True}]]})).asks_place
    quick = {"text": "?", "quick_replies": [{"content_type": "text", "title": "Evet", "payload": "y"}]}
    assert shown(sent("messenger", message=quick)).taps == (Tap("y", "Evet"),)
    assert shown(sent("sms", msg="1) Evet")).taps == ()


def sent(channel: str, **body: Any) -> Message:
    at = NOW.isoformat()
    return Message("1", channel, "1", None, "", None, "", "", at, provider=channel, body=body)
