"""Stands in for AWS End User Messaging SMS: takes or refuses a SendTextMessage call, and tells its events."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from infrastructure.local.outbox import Message, number_of
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
REFUSE = Refused("ConflictException", "The destination phone number has opted out.")
THROTTLE = Refused("ThrottlingException", "Rate exceeded")


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
    at = now.isoformat(timespec="milliseconds")
    return Message(message_id, "sms", to, None, text, None, number_of(errand), errand, at)


def events(body: Mapping[str, Any], message: Message) -> Iterator[dict[str, Any]]:
    """What AWS publishes of a text that arrives: queued, sent, delivered. Nothing without a configuration set."""
    if not body.get("ConfigurationSetName"):
        return
    encoding, count = parts(message.text)
    at = int(datetime.fromisoformat(message.at).timestamp() * 1000)
    for state, final in (("QUEUED", False), ("SENT", False), ("DELIVERED", True)):
        yield {
            "eventType": f"TEXT_{state}",
            "eventVersion": "1.0",
            "eventTimestamp": at,
            "isFinal": final,
            "originationPhoneNumber": body["OriginationIdentity"],
            "destinationPhoneNumber": message.to,
            "isoCountryCode": "TR",
            "messageId": message.id,
            "messageRequestTimestamp": at,
            "messageEncoding": encoding,
            "messageType": body.get("MessageType", _TYPES[0]),
            "messageStatus": state,
            "context": dict(body.get("Context") or {}),
            "totalMessageParts": count,
        }


def _invalid(field: str) -> Refused:
    return Refused("ValidationException", f"1 validation error detected: Value at '{field}' is missing or not allowed")


def _entry(entry: tuple[object, object]) -> bool:
    key, value = entry
    return bool(isinstance(key, str) and isinstance(value, str) and _KEY.fullmatch(key) and _VALUE.fullmatch(value))
