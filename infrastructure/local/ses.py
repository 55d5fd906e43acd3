"""Stands in for Amazon SES v2: takes or refuses a SendEmail call, and words its events, as SES would."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import getaddresses
from typing import Any

from infrastructure.local.events import Event, code_of
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused, part

# docs.aws.amazon.com/ses/latest/APIReference-V2: MessageTag, MessageHeader, Destination; quotas: 40 MB a message.
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HEADER_NAME = re.compile(r"[!-9;-~]{1,126}")
_ADDRESS = re.compile(r"[^@\s<>\x00-\x1f\x7f]{1,64}@[A-Za-z0-9.-]{1,253}")
_LINE = re.compile(r"[\r\n\x00]")
_RECIPIENTS = 50
_HEADERS = 15
_BYTES = 40_000_000
REFUSE = Refused("AccountSuspendedException", "The account's ability to send email has been permanently restricted.")
THROTTLE = Refused("TooManyRequestsException", "Maximum sending rate exceeded.", 429)
# docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html: bounce@, complaint@, success@; labels by "+".
SIMULATOR = "@simulator.amazonses.com"
STATES = {
    "delivered": (),
    "bounced": ("Permanent/General", "Permanent/NoEmail", "Permanent/Suppressed", "Transient/MailboxFull"),
    "complained": ("abuse",),
}
"""What a person can make of a mail, and the codes that go with it: bounceType/bounceSubType, complaintFeedbackType."""


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
    tags = _tags(body)
    errand = tags.get("errand", "")
    return record(
        "ses",
        "email",
        message_id,
        now,
        to=", ".join(to),
        subject=subject,
        text=text,
        html=html or None,
        errand=errand,
        taken={"from": body["FromEmailAddress"], "set": body.get("ConfigurationSetName") or "", "tags": tags},
    )


def events(message: Message) -> Iterator[Event]:
    """What SES publishes by itself: Send, then Delivery, or what its mailbox simulator's addresses lead to.

    Nothing without a configuration set.
    """
    if not message.taken["set"]:
        return
    yield Event("topic", {"eventType": "Send", "mail": _mail(message), "send": {}})
    box = message.to.partition("@")[0].partition("+")[0] if message.to.endswith(SIMULATOR) else ""
    if box == "bounce":
        yield become(message, "bounced")
        return
    yield become(message, "delivered")
    if box == "complaint":
        yield become(message, "complained")


def become(message: Message, state: str, code: str = "") -> Event:
    """The event by which SES says that the message is in this state of STATES; `code` is one of its codes, else the
    first of them. Raises ValueError for any other, and where SES would say nothing."""
    code = code_of(STATES, state, code, "SES says no such thing")
    if not message.taken["set"]:
        raise ValueError("sent without a configuration set: SES says nothing of it")
    kind, told = _told(message, state, code)
    return Event("topic", {"eventType": kind, "mail": _mail(message), kind.lower(): told}, state, code)


def _told(message: Message, state: str, code: str) -> tuple[str, dict[str, Any]]:
    to, at = message.to.split(", "), _stamp(datetime.now(UTC))
    if state == "delivered":
        return "Delivery", {"timestamp": at, "recipients": to, "smtpResponse": "250 2.0.0 OK"}
    if state == "complained":
        return "Complaint", {
            "complainedRecipients": [{"emailAddress": address} for address in to],
            "timestamp": at,
            "feedbackId": message.id,
            "complaintFeedbackType": code,
        }
    kind, _, subtype = code.partition("/")
    status = "5.1.1" if kind == "Permanent" else "4.2.2"
    return "Bounce", {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {"emailAddress": address, "action": "failed", "status": status, "diagnosticCode": f"smtp; 550 {status}"}
            for address in to
        ],
        "timestamp": at,
        "feedbackId": message.id,
    }


def _mail(message: Message) -> dict[str, Any]:
    taken, to = message.taken, message.to.split(", ")
    return {
        "timestamp": _stamp(datetime.fromisoformat(message.at)),
        "source": taken["from"],
        "sendingAccountId": "000000000000",
        "messageId": message.id,
        "destination": to,
        "headersTruncated": False,
        "commonHeaders": {"from": [taken["from"]], "to": to, "subject": message.subject},
        "tags": {
            "ses:configuration-set": [taken["set"]],
            **{name: [value] for name, value in taken["tags"].items()},
        },
    }


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
