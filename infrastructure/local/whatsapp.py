"""Stands in for the WhatsApp Cloud API: takes or refuses a message, and words its statuses, as Meta would."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from infrastructure.local.events import Event, code_of
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused, part
from infrastructure.local.settings import WHATSAPP_PHONE_ID
from infrastructure.local.whatsapp_interactive import choices, read_interactive

# Meta's published Cloud API reference v23.0.
_OUR_NUMBER = "905550001530"
_NUMBER = re.compile(r"\+?[1-9][0-9]{6,14}")
_BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,140}")
_TEXT = 4096
_TEMPLATE = re.compile(r"[a-z0-9_]{1,512}")
_CALLBACK = 512
# Error code -> what Meta calls it. A recipient whose number ends with one of them meets that error.
CODES = {
    "131026": "Message undeliverable",
    "131047": "Re-engagement message",
    "131049": "Healthy ecosystem engagement",
    "131042": "Business eligibility payment issue",
    "131000": "Something went wrong",
    "131008": "Required parameter is missing",
    "131009": "Parameter value is not valid",
    "131016": "Service unavailable",
    "131021": "Recipient cannot be sender",
    "131030": "Recipient phone number not in allowed list",
    "131031": "Business account locked",
    "131048": "Spam rate limit hit",
    "131051": "Unsupported message type",
    "131056": "Pair rate limit hit",
    "130429": "Rate limit hit",
    "132001": "Template name does not exist",
    "132015": "Template is paused",
    "135000": "Generic user error",
}
LATE = "131026"
"""Taken first; the error comes as a status."""

STATES = {"delivered": (), "read": (), "failed": tuple(CODES)}
"""What a person can make of a message, and the error codes of a failure."""


def refused(code: str, details: str = "") -> Refused:
    """An error of the Graph API; throttling is 429, the rest 400."""
    return Refused(code, details or CODES[code], 429 if code in ("130429", "131056") else 400)


REFUSE = Refused("190", "Error validating access token: the account is disabled.", 401)
THROTTLE = refused("130429")
CLOSED = refused("131047", "More than 24 hours have passed since the customer last replied to this number.")


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The message in a call of `messages`: free words or a template, to a number (`to`) or an id of Meta's own
    (`recipient`); raises Refused as Meta does."""
    to, user = body.get("to"), body.get("recipient")
    if body.get("messaging_product") != "whatsapp" or body.get("recipient_type", "individual") != "individual":
        raise _bad("messaging_product or recipient_type")
    if to is None and (not isinstance(user, str) or not _BSUID.fullmatch(user)):
        raise _bad("recipient")
    if to is not None and (not isinstance(to, str) or not _NUMBER.fullmatch(to)):
        raise _bad("to")
    callback = body.get("biz_opaque_callback_data", "")
    if not isinstance(callback, str) or len(callback) > _CALLBACK:
        raise _bad("biz_opaque_callback_data")
    kind = body.get("type", "text")
    free = kind in ("text", "interactive")
    return record(
        "whatsapp-cloud",
        "whatsapp",
        message_id,
        now,
        to=f"+{to.removeprefix('+')}" if to else str(user),
        text=read_interactive(body) if kind == "interactive" else _free(body) if free else _template(body),
        errand=callback,
        taken={"free": free},
        choices=choices(body) if kind == "interactive" else (),
    )


def fate(message: Message) -> str:
    """The error code that the recipient's number ends with, or ""."""
    return next((code for code in CODES if message.to.endswith(code)), "")


def events(message: Message) -> Iterator[Event]:
    """What Meta tells of a message that is read: sent, delivered, read; or failed."""
    if fate(message) == LATE:
        yield become(message, "failed", LATE)
        return
    yield Event("whatsapp", value(message, "sent"))
    yield become(message, "delivered")
    yield become(message, "read")


def become(message: Message, state: str, code: str = "") -> Event:
    """The status that says that the message is in this state of STATES; `code` is the error of a failure, else the
    first of them. Raises ValueError for any other."""
    code = code_of(STATES, state, code, "Meta says no such thing")
    return Event("whatsapp", value(message, state, code), state, code)


def reply(message: Message, text: str, reply_id: str, now: datetime) -> Event:
    """The message that the recipient writes back."""
    number = message.to.removeprefix("+")
    user = f"TR.{number}" if number != message.to else number
    said = {
        **({"from": number} if number != message.to else {}),
        "from_user_id": user,
        "id": reply_id,
        "timestamp": _seconds(now),
        "type": "text",
        "text": {"body": text},
    }
    contact = {"profile": {"name": "Hemşehri"}, "user_id": user} | ({"wa_id": number} if "from" in said else {})
    return Event("whatsapp", {**_about(), "contacts": [contact], "messages": [said]})


def value(message: Message, state: str, code: str = "") -> dict[str, Any]:
    """The `value` of a webhook's change that says this status."""
    status: dict[str, Any] = {
        "id": message.id,
        "status": state,
        "timestamp": _seconds(datetime.now(UTC)),
        **_recipient(message.to),
    }
    if message.errand:
        status["biz_opaque_callback_data"] = message.errand
    if code:
        title = CODES[code]
        status["errors"] = [
            {"code": int(code), "title": title, "message": title, "error_data": {"details": title}, "href": ""}
        ]
    else:
        status["pricing"] = {"billable": True, "pricing_model": "PMP", "category": "utility", "type": "regular"}
    return {**_about(), "statuses": [status]}


def _recipient(to: str) -> dict[str, str]:
    number = to.removeprefix("+")
    return {"recipient_id": number, "recipient_user_id": f"TR.{number}"} if to != number else {"recipient_user_id": to}


def _about() -> dict[str, Any]:
    metadata = {"display_phone_number": _OUR_NUMBER, "phone_number_id": WHATSAPP_PHONE_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata}


def _free(body: Mapping[str, Any]) -> str:
    text = part(body, "text", "body")
    if not isinstance(text, str) or not text.strip() or len(text) > _TEXT:
        raise _bad("text.body")
    return text


def _template(body: Mapping[str, Any]) -> str:
    """The template's name and what it is filled with: its words are known to Meta alone."""
    if body.get("type") != "template":
        raise refused("131051")
    name, components = part(body, "template", "name"), part(body, "template", "components") or []
    if not isinstance(name, str) or not _TEMPLATE.fullmatch(name):
        raise _bad("template.name")
    if not isinstance(part(body, "template", "language", "code"), str) or not isinstance(components, list):
        raise _bad("template.language or template.components")
    filled = [_parameter(each) for component in components for each in part(component, "parameters") or []]
    return "\n".join([f"[{name}]", *filled])


def _parameter(parameter: object) -> str:
    """A parameter of the body must not hold line breaks, tabs or more than four spaces in a row."""
    text = part(parameter, "text")
    if part(parameter, "type") != "text" or not isinstance(text, str) or not text.strip() or len(text) > 1024:
        raise _bad("template.components.parameters")
    if re.search(r"[\n\t]| {5}", text):
        raise Refused("132018", "A parameter has a line break, a tab or more than 4 spaces in a row.")
    return text


def _bad(field: str) -> Refused:
    return Refused("100", f"Invalid parameter: {field}")


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
