"""Woken by what providers say, by their topic or as bare receipts in a queue: errands are settled, messages kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import each, went_well

bp = Blueprint(__name__)


@bp.lambda_function(name="receipts")
def receipts(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Settle the errands of all that the event tells of, and keep what people wrote by WhatsApp at AWS.

    Of the queue's records those that fail are reported back. The topic's hold addresses: what cannot be settled now is
    put on the queue without them. Raises TryLater where that is away too, or where somebody's stop word or message
    cannot be written down; then Lambda comes again.
    """
    records = event["Records"]
    if any("Sns" in record for record in records):
        _settle_all(records)
        return {"batchItemFailures": []}
    return each(event, "queue", _settle_bare)


def _settle_bare(record: dict[str, Any]) -> None:
    from chalicelib.flows.receipts import unbare

    _settle(unbare(json.loads(record["body"])))


def _settle(receipt: Any) -> None:
    from chalicelib.flows.receipts import settle

    settle(wire.desk(), receipt)


def _settle_all(records: Iterable[dict[str, Any]]) -> None:
    from chalicelib.flows.receipts import bare, read

    left = []
    for said in _said(records):
        for receipt in read(said):
            if not went_well(partial(_settle, receipt)):
                left.append(bare(receipt))
        _hear(said)
    wire.meter().flush()
    if left:
        wire.keep_receipts(left)


def _hear(said: dict[str, Any]) -> None:
    from chalicelib.flows.listen import listen
    from chalicelib.flows.stop import heard
    from chalicelib.flows.webhooks import items_by_aws, words_in

    items = items_by_aws(said)
    for address, text in words_in(items):
        heard(wire.desk(), "whatsapp", address, text)
    if items:
        listen(wire.desk(), items, wire.accounts())


def _said(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the providers said, each as they said it; what is no JSON object is of nobody we know."""
    for record in records:
        try:
            said = json.loads(record["Sns"]["Message"])
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            yield said
        else:
            wire.logger().warning("provider's event is no JSON object")
