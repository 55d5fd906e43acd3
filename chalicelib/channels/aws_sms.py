"""SMS by AWS End User Messaging (pinpoint-sms-voice-v2): how a text is written, its answers and its events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import Receipt, read_errand, read_id
from chalicelib.channels.refusing import refuse
from chalicelib.core.delivery import Reaction, State

NAME = "aws-sms"

LONGEST = 1600
"""Characters of a text (botocore 1.44.5: TextMessageBody)."""

# eventType -> the ledger's state (docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html;
# the kinds are those of botocore 1.44.5). SUCCESSFUL is the carrier's word, and the last one where it gives no other.
# UNKNOWN comes after 72 hours without any: no news, so the silence decides.
STATES: Mapping[str, State] = {
    "TEXT_QUEUED": "accepted",
    "TEXT_PENDING": "accepted",
    "TEXT_SENT": "accepted",
    "TEXT_UNKNOWN": "accepted",
    "TEXT_DELIVERED": "delivered",
    "TEXT_SUCCESSFUL": "delivered",
    "TEXT_INVALID": "undeliverable",
    "TEXT_INVALID_MESSAGE": "undeliverable",
    "TEXT_UNREACHABLE": "undeliverable",
    "TEXT_CARRIER_UNREACHABLE": "undeliverable",
    "TEXT_BLOCKED": "undeliverable",
    "TEXT_CARRIER_BLOCKED": "undeliverable",
    "TEXT_SPAM": "undeliverable",
    "TEXT_TTL_EXPIRED": "undeliverable",
    "TEXT_PROTECT_BLOCKED": "undeliverable",
}

# SendTextMessage's errors, and the reasons that some of them carry (botocore 1.44.5: ConflictExceptionReason,
# ValidationExceptionReason). Where a reason is listed it decides: a number that is blocked must not look like an
# account that is.
REACTIONS: Mapping[str, Reaction] = {
    "ThrottlingException": "wait",
    "TooManyRequestsException": "wait",
    "ServiceUnavailable": "retry",
    "ValidationException": "stop",
    "ConflictException": "alarm",
    "ServiceQuotaExceededException": "alarm",
    "AccessDeniedException": "alarm",
    "ResourceNotFoundException": "alarm",
    "ExpiredTokenException": "alarm",
    "ExpiredToken": "alarm",
    "DESTINATION_PHONE_NUMBER_OPTED_OUT": "opted_out",
    "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION": "stop",
    "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE": "stop",
    "SENDER_ID_NOT_REGISTERED": "alarm",
    "SENDER_ID_NOT_SUPPORTED": "alarm",
    "SENDER_ID_REQUIRES_REGISTRATION": "alarm",
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A SendTextMessage call to a number in E.164; the errand travels in Context, which the events of the sender's
    `configuration_set` bring back."""
    body = {
        "DestinationPhoneNumber": parcel.to,
        "OriginationIdentity": sender.identity,
        "MessageBody": parcel.words(LONGEST),
        "MessageType": "TRANSACTIONAL",
        "Context": {"errand": parcel.errand},
    }
    if sender.options.get("configuration_set"):
        body["ConfigurationSetName"] = sender.options["configuration_set"]
    return Post(NAME, "aws", "pinpoint-sms-voice-v2", "send_text_message", body)


def read_answer(answer: Answer) -> str | Refusal:
    """AWS's id of the message, or why it was not taken."""
    if answer.status < 300:
        return read_id(answer.body.get("MessageId"))
    if answer.code == "ConflictException" and "opted out" in str(answer.body.get("message", "")).lower():
        return Refusal("DESTINATION_PHONE_NUMBER_OPTED_OUT", "opted_out")
    reason = answer.body.get("reason")
    if isinstance(reason, str) and reason in REACTIONS:
        return Refusal(reason, REACTIONS[reason], answer.wait)
    return refuse(answer, REACTIONS, "stop")


def read(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipt in one event of a text message; none if it is of no errand of ours. What is not final yet is no end,
    whatever it is called (`isFinal`)."""
    context = event.get("context")
    errand = read_errand(context.get("errand")) if isinstance(context, dict) else ""
    kind = event.get("eventType")
    if not errand or not isinstance(kind, str) or kind not in STATES:
        return []
    state = STATES[kind]
    if event.get("isFinal") is False and kind != "TEXT_DELIVERED":
        state = "accepted"
    suppress = state == "undeliverable" and kind == "TEXT_INVALID"  # the number does not exist
    return [Receipt(errand, state, read_id(event.get("messageId")), kind.lower(), NAME, suppress)]


AWS_SMS = Provider(NAME, "sms", write, read_answer, REACTIONS, read=read)
