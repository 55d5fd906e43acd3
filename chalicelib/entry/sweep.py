"""Woken every minute: what is overdue is told and delivered."""

from __future__ import annotations

from typing import Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import safe
from chalicelib.flows.sweep import overdue

bp = Blueprint(__name__)

# The sweep stops this long before its time is up; what is left is overdue in the next minute too.
MARGIN_MS = 8_000


@bp.lambda_function(name="sweep")
def sweep(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Do every overdue job; one that fails is logged and counted, and never stops the others."""
    done = failed = 0
    for subject, job in overdue(wire.desk(), wire.senders()):
        try:
            job()
            done += 1
        except Exception as error:  # noqa: BLE001 - the rim of a batch worker
            failed += 1
            wire.logger().error(
                "sweep: job failed", extra={"subject": subject, "error": type(error).__name__, "reason": safe(error)}
            )
        if context.get_remaining_time_in_millis() < MARGIN_MS:
            wire.logger().warning("sweep: time is up", extra={"done": done})
            break
    if done or failed:
        wire.logger().info("swept", extra={"done": done, "failed": failed})
    return {"done": done, "failed": failed}
