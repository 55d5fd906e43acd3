"""Stands in for AWS End User Messaging SMS: takes or refuses a SendTextMessage call, and words its events."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from infrastructure.local.events import Event, code_of
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused

TARGET = "PinpointSMSVoiceV2.SendTextMessage"
# The service's API model: PhoneNumber, TextMessageBody, ContextMap, ContextKey, ContextValue, MessageType.
_NUMBER = re.compile(r"\+?[1-9][0-9]{1,18}")
_BODY = 1600
_CONTEXT = 5
_KEY = re.compile(r"\S{1,100}")
_VALUE = re.compile(r"(?!\s)[\s\S]{1,800}(?<!\s)")
_TYPES = ("TRANSACTIONAL", "PROMOTIONAL")
# 3GPP TS 23.038, the basic alphabet; the extension takes two septets a character.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")
REFUSE = Refused("ConflictException", "The sender ID is not active.", reason="RESOURCE_NOT_ACTIVE")
THROTTLE = Refused("ThrottlingException", "Rate exceeded")
# docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
STATES = {
    "delivered": ("TEXT_DELIVERED",),
    "failed": (
        "TEXT_INVALID",
        "TEXT_UNREACHABLE",
        "TEXT_CARRIER_UNREACHABLE",
        "TEXT_BLOCKED",
        "TEXT_CARRIER_BLOCKED",
        "TEXT_SPAM",
        "TEXT_TTL_EXPIRED",
        "TEXT_INVALID_MESSAGE",
        "TEXT_PROTECT_BLOCKED",
    ),
}
"""What a person can make of a text, and the event types that say it."""


def parts(text: str) -> tuple[str, int]:
    """Encoding ("GSM" or "UNICODE") and how many messages `text` is sent as: 160/153 septets or 70/67 UTF-16 units."""
    if set(text) <= _BASIC | _EXTENSION:
        length = len(text) + sum(character in _EXTENSION for character in text)
        return "GSM", 1 if length <= 160 else -(-length // 153)
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return "UNICODE", 1 if units <= 70 else -(-units // 67)


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The SMS in a SendTextMessage body; raises Refused as AWS does. A sender is needed, as Türkiye needs one."""
    to, text, context = body.get("DestinationPhoneNumber"), body.get("MessageBody"), body.get("Context") or {}
    if not isinstance(to, str) or not _NUMBER.fullmatch(to):
        raise _invalid("DestinationPhoneNumber")
    if not isinstance(body.get("OriginationIdentity"), str) or not body["OriginationIdentity"]:
        raise _invalid("OriginationIdentity")
    if not isinstance(text, str) or not text.strip() or len(text) > _BODY:
        raise _invalid("MessageBody")
    if body.get("MessageType", _TYPES[0]) not in _TYPES:
        raise _invalid("MessageType")
    if not isinstance(context, Mapping) or len(context) > _CONTEXT or not all(map(_entry, context.items())):
        raise _invalid("Context")
    errand = str(context.get("errand", ""))
    encoding, count = parts(text)
    return record(
        "aws-sms",
        "sms",
        message_id,
        now,
        to=to,
        text=text,
        errand=errand,
        parts=count,
        encoding=encoding,
        taken={
            "from": body["OriginationIdentity"],
            "set": body.get("ConfigurationSetName") or "",
            "type": body.get("MessageType", _TYPES[0]),
            "context": dict(context),
        },
    )


def events(message: Message) -> Iterator[Event]:
    """What AWS publishes of a text that arrives: sent, delivered. Nothing without a configuration set."""
    if message.taken["set"]:
        yield _event(message, "TEXT_SENT")
        yield become(message, "delivered")


def become(message: Message, state: str, code: str = "") -> Event:
    """The event by which AWS says that the text is in this state of STATES; `code` is one of its event types, else the
    first of them. Raises ValueError for any other, and where AWS would say nothing."""
    kind = code_of(STATES, state, code, "AWS says no such thing of a text")
    if not message.taken["set"]:
        raise ValueError("sent without a configuration set: AWS says nothing of it")
    return _event(message, kind, state)


def _event(message: Message, kind: str, state: str = "") -> Event:
    at = int(datetime.fromisoformat(message.at).timestamp() * 1000)
    taken = message.taken
    body = {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": at,
        "isFinal": bool(state),
        "originationPhoneNumber": taken["from"],
        "destinationPhoneNumber": message.to,
        "isoCountryCode": "TR",
        "messageId": message.id,
        "messageRequestTimestamp": at,
        "messageEncoding": message.encoding,
        "messageType": taken["type"],
        "messageStatus": kind.removeprefix("TEXT_"),
        "context": dict(taken["context"]),
        "totalMessageParts": message.parts,
    }
    return Event("topic", body, state, kind if state == "failed" else "")


def _invalid(field: str) -> Refused:
    return Refused("ValidationException", f"1 validation error detected: Value at '{field}' is missing or not allowed")


def _entry(entry: tuple[object, object]) -> bool:
    key, value = entry
    return bool(isinstance(key, str) and isinstance(value, str) and _KEY.fullmatch(key) and _VALUE.fullmatch(value))
