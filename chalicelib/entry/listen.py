"""Woken by messages that were kept, by id, and by mails that came in: each is thought about and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import each

bp = Blueprint(__name__)


@bp.lambda_function(name="listen")
def listen(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Work off every message that the event names.

    Of the queue's records those that fail are reported back. Of a mail the topic tells where it lies: it is kept, and
    comes back by the queue. Raises TryLater where it cannot be read or kept; then Lambda comes again.
    """
    records = event["Records"]
    if not any("Sns" in record for record in records):
        return each(event, "queue", _converse)
    try:
        for record in records:
            _take_in(record)
    finally:
        wire.meter().flush()
    return {"batchItemFailures": []}


def _converse(record: dict[str, Any]) -> None:
    from chalicelib.flows.converse import converse

    converse(wire.desk(), record["body"])


def _take_in(record: dict[str, Any]) -> None:
    from chalicelib.flows.listen import listen as keep
    from chalicelib.flows.mailbox import READ_AT_MOST, item_of, key_of

    notification = _said(record)
    key = key_of(notification)
    raw = wire.read_mail(key, READ_AT_MOST) if key else None
    if raw is None:
        wire.logger().warning("no mail there", extra={"named": bool(key)})
        return
    keep(wire.desk(), [item_of(raw, notification)], wire.accounts())


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    try:
        said = json.loads(record["Sns"]["Message"])
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
