"""Woken by the stream of the requests table: facts become errands."""

from __future__ import annotations

from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.core.marks import Mark
from chalicelib.entry.records import each

bp = Blueprint(__name__)


@bp.lambda_function(name="notify")
def notify(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Put down the errands of every new marked row; other records are passed over."""
    return each(event, "stream", _one)


def _one(record: dict[str, Any]) -> None:
    from chalicelib.flows.notify import tell

    row = record["dynamodb"].get("NewImage", {})
    if record.get("eventName") != "INSERT" or "todo_at" not in row:
        return
    tell(wire.desk(), Mark(row["number"]["S"], row["part"]["S"], row["todo_at"]["S"]))
