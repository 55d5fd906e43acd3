"""What Meta's webhook says of our messages; every part of it may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.channels.receipt import Receipt, read_errand, read_id, read_word
from chalicelib.core.delivery import State

# `status` -> the ledger's state (developers.facebook.com/docs/whatsapp/cloud-api/webhooks); "played" is of voice.
STATES: Mapping[str, State] = {
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "played": "delivered",
    "failed": "undeliverable",
}


def read_receipts(entries: object, provider: str) -> list[Receipt]:
    """The receipts in the entries of a webhook. Those without our mark are left out: they may be of messages that
    another program sent from the same number."""
    receipts = []
    for value in _values(entries):
        for status in _dicts(value.get("statuses")):
            errand, word = read_errand(status.get("biz_opaque_callback_data")), status.get("status")
            if not errand or not isinstance(word, str) or word not in STATES:
                continue
            reason = _error(status) if word == "failed" else word
            receipts.append(Receipt(errand, STATES[word], read_id(status.get("id")), reason, provider))
    return receipts


def _values(entries: object) -> Iterator[Mapping[str, Any]]:
    for entry in _dicts(entries):
        for change in _dicts(entry.get("changes")):
            value = change.get("value")
            if change.get("field") == "messages" and isinstance(value, dict):
                yield value


def _dicts(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def _error(status: Mapping[str, Any]) -> str:
    first = next(_dicts(status.get("errors")), {})
    return read_word(first.get("code")) or "failed"
