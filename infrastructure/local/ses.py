"""Stands in for Amazon SES v2: takes or refuses a SendEmail call, and tells its events, as SES would."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import getaddresses
from typing import Any

from infrastructure.local.outbox import Message, number_of
from infrastructure.local.refusal import Refused, part

# docs.aws.amazon.com/ses/latest/APIReference-V2: MessageTag, MessageHeader, Destination; quotas: 40 MB a message.
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEADER_NAME = re.compile(r"[!-9;-~]{1,126}")
_ADDRESS = re.compile(r"[^@\s<>\x00-\x1f\x7f]{1,64}@[A-Za-z0-9.-]{1,253}")
_LINE = re.compile(r"[\r\n\x00]")
_RECIPIENTS = 50
_HEADERS = 15
_BYTES = 40_000_000
REFUSE = Refused("MessageRejected", "Email address is not verified.")
THROTTLE = Refused("TooManyRequestsException", "Maximum sending rate exceeded.", 429)


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The e-mail in a SendEmail body; raises Refused as SES does. Only `Simple` content: the product sends no other."""
    sender = _addresses([_text(body, "FromEmailAddress")], "From")
    to = [*_addresses(_list(body, "Destination", "ToAddresses"), "To")]
    copies = [*_list(body, "Destination", "CcAddresses"), *_list(body, "Destination", "BccAddresses")]
    everybody = [*to, *_addresses(copies, "Cc")]
    if len(sender) != 1 or not everybody:
        raise _bad("Missing required header 'From' or a destination.")
    if len(everybody) > _RECIPIENTS:
        raise _bad(f"Recipient count exceeds {_RECIPIENTS}.")
    subject = _text(body, "Content", "Simple", "Subject", "Data")
    text = _text(body, "Content", "Simple", "Body", "Text", "Data")
    html = _text(body, "Content", "Simple", "Body", "Html", "Data")
    if not subject or _LINE.search(subject):
        raise _bad("Subject must not be empty or hold a line break.")
    if not text and not html:
        raise _bad("Missing body.")
    if len((subject + text + html).encode()) > _BYTES:
        raise _bad("Message length is more than 40000000 bytes long.")
    _check_headers(_list(body, "Content", "Simple", "Headers"))
    errand = _tags(body).get("errand", "")
    at = now.isoformat(timespec="milliseconds")
    return Message(message_id, "email", ", ".join(to), subject, text, html or None, number_of(errand), errand, at)


def events(body: Mapping[str, Any], message: Message) -> Iterator[dict[str, Any]]:
    """What SES publishes of a message that arrives: Send, then Delivery. Nothing without a configuration set."""
    if not body.get("ConfigurationSetName"):
        return
    sent = datetime.fromisoformat(message.at)
    mail = {
        "timestamp": _stamp(sent),
        "source": body["FromEmailAddress"],
        "sendingAccountId": "000000000000",
        "messageId": message.id,
        "destination": message.to.split(", "),
        "headersTruncated": False,
        "commonHeaders": {"from": [body["FromEmailAddress"]], "to": message.to.split(", "), "subject": message.subject},
        "tags": {
            "ses:configuration-set": [body["ConfigurationSetName"]],
            **{name: [value] for name, value in _tags(body).items()},
        },
    }
    yield {"eventType": "Send", "mail": mail, "send": {}}
    delivery = {
        "timestamp": _stamp(datetime.now(UTC)),
        "recipients": message.to.split(", "),
        "smtpResponse": "250 2.0.0 OK",
    }
    yield {"eventType": "Delivery", "mail": mail, "delivery": delivery}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _bad(reason: str) -> Refused:
    return Refused("BadRequestException", reason)


def _text(body: object, *path: str) -> str:
    found = part(body, *path)
    if found is not None and not isinstance(found, str):
        raise _bad(f"{'.'.join(path)} is not a string.")
    return found or ""


def _list(body: object, *path: str) -> list[Any]:
    found = part(body, *path)
    if found is not None and not isinstance(found, list):
        raise _bad(f"{'.'.join(path)} is not a list.")
    return found or []


def _addresses(texts: list[Any], header: str) -> list[str]:
    """The bare addresses; a header that could be split in two, or is not ASCII, is refused."""
    for text in texts:
        if not isinstance(text, str) or _LINE.search(text) or not text.isascii():
            raise _bad(f"{header}: local address contains control or whitespace, or is not encoded.")
    found = [address for _, address in getaddresses([text for text in texts if text])]
    if not all(_ADDRESS.fullmatch(address) for address in found):
        raise _bad(f"{header}: missing final '@domain'.")
    return found


def _check_headers(headers: list[Any]) -> None:
    for header in headers:
        name, value = _text(header, "Name"), _text(header, "Value")
        if not _HEADER_NAME.fullmatch(name) or not 1 <= len(value) <= 870 or _LINE.search(value) or not value.isascii():
            raise _bad(f"Invalid header {name!r}.")
    if len(headers) > _HEADERS:
        raise _bad(f"More than {_HEADERS} headers.")


def _tags(body: Mapping[str, Any]) -> dict[str, str]:
    tags = {_text(tag, "Name"): _text(tag, "Value") for tag in _list(body, "EmailTags")}
    for name, value in tags.items():
        if not _TAG.fullmatch(name) or not _TAG.fullmatch(value):
            raise _bad(f"Invalid tag {name!r}: only ASCII letters, digits, '_' and '-', at most 256.")
    return tags
