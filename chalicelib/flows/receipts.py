"""A provider's event settles the errand that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels import read_receipt
from chalicelib.flows.desk import Desk


def settle(desk: Desk, event: Mapping[str, object]) -> str:
    """Write down what the event says; "unknown" for an event that is of no errand of ours, "known" for a repeat."""
    receipt = read_receipt(event)
    if receipt is None:
        desk.log.warning("event of no errand", kind=str(event.get("eventType", ""))[:40])
        return "unknown"
    fresh = desk.ledger.settle(
        receipt.number, receipt.errand, receipt.state, receipt.message, receipt.reason, desk.now()
    )
    desk.log.info("event", errand=receipt.errand, state=receipt.state, reason=receipt.reason, fresh=fresh)
    return receipt.state if fresh else "known"
