"""Woken by the queues of errands: each is carried to its provider."""

from __future__ import annotations

from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import each

bp = Blueprint(__name__)


@bp.lambda_function(name="deliver")
def deliver(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Carry every errand that the batch names: `<number> <errand id>`."""
    return each(event, "queue", _one)


def _one(record: dict[str, Any]) -> None:
    from chalicelib.flows import deliver as flow

    number, errand = record["body"].split(" ")
    flow.deliver(wire.desk(), number, errand)
