"""Stands in for AWS End User Messaging Social: takes or refuses a SendWhatsAppMessage call, and words its events."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from infrastructure.local import whatsapp
from infrastructure.local.events import Event
from infrastructure.local.outbox import Message
from infrastructure.local.refusal import Refused
from infrastructure.local.settings import SOCIAL_PHONE_ID, WHATSAPP_PHONE_ID

_ACCOUNT = "1027000000000002"
_VERSION = re.compile(r"v[0-9]{2}\.0")
_BYTES = 2_048_000
REFUSE = Refused("AccessDeniedException", "The WhatsApp Business account is disabled.", 403)
THROTTLE = Refused("ThrottledRequestException", "Rate exceeded", 429)
STATES = whatsapp.STATES


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The message in a SendWhatsAppMessage body; raises Refused as AWS does."""
    if body.get("originationPhoneNumberId") != SOCIAL_PHONE_ID:
        raise Refused("ResourceNotFoundException", "The phone number was not found.", 404)
    if not isinstance(body.get("metaApiVersion"), str) or not _VERSION.fullmatch(body["metaApiVersion"]):
        raise Refused("ValidationException", "metaApiVersion is not of the form v23.0")
    try:
        written = json.loads(base64.b64decode(str(body.get("message", "")), validate=True))
    except (binascii.Error, ValueError) as error:
        raise Refused("ValidationException", "message is not JSON in base64") from error
    if not isinstance(written, dict) or len(str(body["message"])) > _BYTES:
        raise Refused("InvalidParametersException", "message is no object, or too long")
    try:
        message = whatsapp.take(written, message_id, now)
    except Refused as refused:
        raise Refused("InvalidParametersException", f"(#{refused.code}) {refused}") from refused
    wamid = f"wamid.{base64.b64encode(message_id.encode()).decode()}"
    return replace(
        message,
        provider="whatsapp-aws",
        body=dict(body) | {"message": written},
        taken={**message.taken, "wamid": wamid},
    )


def events(message: Message, *, closed: bool = False) -> Iterator[Event]:
    """As Meta's, in AWS's envelope. Every error that a number ends with comes as a status, and so does a closed window
    (`closed`): AWS only passes the message on."""
    code = whatsapp.fate(message) or ("131047" if closed else "")
    if code:
        yield become(message, "failed", code)
        return
    yield from (_wrapped_event(event) for event in whatsapp.events(_as_meta(message)))


def become(message: Message, state: str, code: str = "") -> Event:
    """As Meta's, in AWS's envelope. Raises ValueError for a state that is none."""
    return _wrapped_event(whatsapp.become(_as_meta(message), state, code))


def reply(message: Message, text: str, reply_id: str, now: datetime) -> Event:
    """The message that the recipient writes back, in AWS's envelope."""
    return _wrapped_event(whatsapp.reply(message, text, reply_id, now))


def _as_meta(message: Message) -> Message:
    """Meta knows the message by an id of its own."""
    return replace(message, id=message.taken["wamid"])


def wrapped(value: Mapping[str, Any]) -> dict[str, Any]:
    """The `value` of a change in AWS's envelope.

    docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html
    """
    entry = {"id": _ACCOUNT, "changes": [{"value": value, "field": "messages"}]}
    arn = "arn:aws:social-messaging:eu-central-1:000000000000"
    return {
        "context": {
            "MetaWabaIds": [{"wabaId": _ACCOUNT, "arn": f"{arn}:waba/{_ACCOUNT}"}],
            "MetaPhoneNumberIds": [{"metaPhoneNumberId": WHATSAPP_PHONE_ID, "arn": f"{arn}:{SOCIAL_PHONE_ID}"}],
        },
        "whatsAppWebhookEntry": json.dumps(entry),
        "aws_account_id": "000000000000",
        "message_timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
        "messageId": str(uuid4()),
    }


def _wrapped_event(event: Event) -> Event:
    return Event("topic", wrapped(event.body), event.state, event.code)
