"""Stands in for Instagram's messages at Meta's Graph API, which are Messenger's under another name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infrastructure.local import messenger
from infrastructure.local.outbox import Message

STATES = messenger.STATES
REFUSE, THROTTLE = messenger.REFUSE, messenger.THROTTLE
events, become = messenger.events, messenger.become


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The message in a call; raises Refused as Meta does."""
    return messenger.take(body, message_id, now, provider="instagram")
