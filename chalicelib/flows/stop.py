"""Somebody writes IPTAL: that channel is theirs to stop, and nothing else of their request changes."""

from __future__ import annotations

from chalicelib.core.stop_words import is_stop_word
from chalicelib.flows.deliver import address_key
from chalicelib.flows.desk import Desk


def heard(desk: Desk, channel: str, address: str, text: str) -> bool:
    """Whether `text` from `address` stopped `channel` for it. What must be told still is: by the next channel, else the
    centre is to call. One put. Raises TryLater."""
    if not address or not is_stop_word(text):
        return False
    desk.ledger.suppress(address_key(desk, address), channel, "stop word", desk.now())
    desk.meter.add("Stopped", channel=channel)
    desk.log.info("channel stopped", channel=channel)
    return True
