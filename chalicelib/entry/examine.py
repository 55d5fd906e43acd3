"""Woken by the malware verdict on an upload, and every five minutes: looks at it, makes of it what may be shown."""

from __future__ import annotations

import json
from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.core.errors import TryLater
from chalicelib.entry.records import each, went_well

bp = Blueprint(__name__)

MARGIN_MS = 8_000
"""What the largest picture takes; what is left is overdue in five minutes too."""


@bp.lambda_function(name="examine")
def examine(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Settle every upload that the event tells a verdict of; those that fail are reported back.

    With the task "overdue" of the schedule: every upload whose verdict should be there by now; one that fails is
    logged, and never stops the others.
    """
    if event.get("task") != "overdue":
        return each(event, "queue", _examine)
    from chalicelib.flows.examine import overdue

    done: list[bool] = []
    try:
        for _, job in overdue(wire.desk()):
            if context.get_remaining_time_in_millis() < MARGIN_MS:
                wire.logger().warning("examine: time is up", extra={"done": len(done)})
                break
            done.append(went_well(job))
    finally:
        wire.meter().flush()
    return {"done": done.count(True), "failed": done.count(False)}


def _examine(record: dict[str, Any]) -> None:
    from chalicelib.core.files import id_of_raw
    from chalicelib.flows.examine import examine as look

    id = id_of_raw(_key(record["body"]))
    if not id:
        wire.logger().warning("verdict on nothing of ours")
    elif look(wire.desk(), id) == "waits":
        raise TryLater("the verdict is told, but not yet on the object")


def _key(body: str) -> str:
    """The object that an event of GuardDuty's is about; "" where it is no such event."""
    try:
        told = json.loads(body)["detail"]["s3ObjectDetails"]["objectKey"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    return told if isinstance(told, str) else ""
