"""SMS by AWS End User Messaging (pinpoint-sms-voice-v2): how an SMS is written, and how its events read."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.post import Post, Sender
from chalicelib.channels.receipt import Receipt
from chalicelib.core.notices import Errand

# eventType -> the ledger's state
# (docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html); all other TEXT_ types are ends.
STATES = {
    "TEXT_QUEUED": "accepted",
    "TEXT_PENDING": "accepted",
    "TEXT_SENT": "accepted",
    "TEXT_DELIVERED": "delivered",
    "TEXT_SUCCESSFUL": "delivered",
    "TEXT_UNKNOWN": "accepted",
}


def write(errand: Errand, to: str, text: str, sender: Sender) -> Post:
    """A SendTextMessage call to a number in E.164; the errand travels in Context, which the events bring back."""
    return Post(
        provider="aws-sms",
        service="pinpoint-sms-voice-v2",
        call="send_text_message",
        body={
            "DestinationPhoneNumber": to,
            "OriginationIdentity": sender.identity,
            "MessageBody": text,
            "MessageType": "TRANSACTIONAL",
            "ConfigurationSetName": sender.configuration_set,
            "Context": {"errand": errand.id},
        },
    )


def read(event: Mapping[str, object]) -> Receipt | None:
    """The receipt in one event of a text message, or None if it is of no errand of ours."""
    context = event.get("context")
    kind = str(event.get("eventType", ""))
    if not isinstance(context, dict) or "errand" not in context or not kind.startswith("TEXT_"):
        return None
    return Receipt(
        errand=str(context["errand"]),
        state=STATES.get(kind, "undeliverable"),
        message=str(event.get("messageId", "")),
        reason=kind.lower(),
    )
