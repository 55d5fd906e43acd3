"""Woken by the providers' events: errands are settled."""

from __future__ import annotations

import json
from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import each

bp = Blueprint(__name__)


@bp.lambda_function(name="receipts")
def receipts(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Settle the errand of every event in the batch."""
    return each(event, "queue", _one)


def _one(record: dict[str, Any]) -> None:
    from chalicelib.flows.receipts import settle

    settle(wire.desk(), json.loads(record["body"]))
