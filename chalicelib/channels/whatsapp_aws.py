"""WhatsApp by AWS End User Messaging Social: Meta's messages and events in AWS's envelopes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.channels import whatsapp
from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import Receipt, read_id
from chalicelib.channels.refusing import refuse
from chalicelib.channels.whatsapp_events import read_receipts
from chalicelib.core.delivery import Reaction

NAME = "whatsapp-aws"

API = "v20.0"
"""The version of Meta's API that AWS is asked to use, unless the option `api` says another."""

# SendWhatsAppMessage's own errors (botocore 1.44.5, socialmessaging). What Meta refuses comes as a failed status.
REACTIONS: Mapping[str, Reaction] = {
    "ThrottledRequestException": "wait",
    "ThrottlingException": "wait",
    "ServiceUnavailable": "retry",
    "ValidationException": "stop",
    "InvalidParametersException": "stop",
    "AccessDeniedException": "alarm",
    "AccessDeniedByMetaException": "alarm",
    "ResourceNotFoundException": "alarm",
    "ExpiredTokenException": "alarm",
    "ExpiredToken": "alarm",
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A SendWhatsAppMessage call from `sender.identity` (AWS's phone-number-id-… or its ARN); options: `template`,
    `code_template`, `api`."""
    options = sender.options
    message = whatsapp.write_message(parcel, options.get("template", ""), options.get("code_template", ""))
    return Post(
        NAME,
        "aws",
        "socialmessaging",
        "send_whatsapp_message",
        {
            "originationPhoneNumberId": sender.identity,
            "message": json.dumps(message).encode(),
            "metaApiVersion": options.get("api") or API,
        },
    )


def read_answer(answer: Answer) -> str | Refusal:
    """AWS's id of the message, or why it was not taken."""
    if answer.status < 300:
        return read_id(answer.body.get("messageId"))
    return refuse(answer, REACTIONS, "stop")


def read(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts in one event of AWS: one entry of Meta's webhook, as JSON in a string."""
    return read_receipts(entries(event), NAME)


def entries(event: Mapping[str, Any]) -> list[Any]:
    """Meta's entries in an event of AWS; none where it holds none."""
    inside = event.get("whatsAppWebhookEntry")
    if not isinstance(inside, str):
        return []
    try:
        return [json.loads(inside)]
    except (ValueError, RecursionError):
        return []


WHATSAPP_AWS = Provider(NAME, "whatsapp", write, read_answer, REACTIONS, read=read)
