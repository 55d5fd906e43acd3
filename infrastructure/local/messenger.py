"""Stands in for Messenger at Meta's Graph API: takes or refuses a message or an answer below a comment."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from infrastructure.local.events import Event
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused, part
from infrastructure.local.whatsapp_interactive import units

# developers.facebook.com/docs/messenger-platform/reference/send-api
_TEXT = 2000
_QUICK, _TITLE, _PAYLOAD, _METADATA = 13, 20, 1000, 1000
_PERSON = re.compile(r"[0-9]{1,40}")
_COMMENT = re.compile(r"[0-9_]{1,80}")
_GONE = "00551"
"""Somebody whose id ends so cannot be reached."""

STATES: Mapping[str, tuple[str, ...]] = {}


class GraphRefused(Refused):
    """A refusal with the further code that says why."""

    def __init__(self, code: str, message: str, status: int = 400, subcode: int = 0) -> None:
        super().__init__(code, message, status)
        self.subcode = subcode


REFUSE = GraphRefused("190", "Error validating access token.", 401)
THROTTLE = GraphRefused("613", "Calls to this api have exceeded the rate limit.")
CLOSED = GraphRefused("10", "This message is sent outside of allowed window.", 403, 2018278)


def take(body: Mapping[str, Any], message_id: str, now: datetime, *, provider: str = "messenger") -> Message:
    """The message in a call of `messages`, or the answer below a comment (`comment`, from the path); raises Refused as
    Meta does."""
    if "comment" in body:
        text = _said(body.get("message"), _TEXT, "message")
        to = f"comment:{_id(body['comment'], _COMMENT, 'comment')}"
        return record(provider, provider, message_id, now, to=to, text=text, errand="", taken={"free": False})
    if body.get("messaging_type") != "RESPONSE":
        raise _bad("messaging_type")
    comment = part(body, "recipient", "comment_id")
    if comment is None:
        to = _id(part(body, "recipient", "id"), _PERSON, "recipient.id")
    else:
        to = f"private:{_id(comment, _COMMENT, 'recipient.comment_id')}"
    if to.endswith(_GONE):
        raise GraphRefused("551", "This person isn't available right now.", 400, 1545041)
    metadata = part(body, "message", "metadata") or ""
    if not isinstance(metadata, str) or len(metadata) > _METADATA:
        raise _bad("message.metadata")
    return record(
        provider,
        provider,
        message_id,
        now,
        to=to,
        text=_said(part(body, "message", "text"), _TEXT, "message.text"),
        errand=metadata,
        choices=_quick(part(body, "message", "quick_replies")),
        taken={"free": comment is None},
    )


def events(_: Message) -> Iterator[Event]:
    """Nothing: what Meta says of a message read it says of no message of its own."""
    return iter(())


def become(message: Message, state: str, code: str = "") -> Event:
    """Raises ValueError: as above."""
    raise ValueError(f"{state} {code}: Meta says nothing of {message.id}")


def _quick(replies: object) -> list[tuple[str, str]]:
    if replies is None:
        return []
    if not isinstance(replies, list) or not 1 <= len(replies) <= _QUICK:
        raise _bad("message.quick_replies")
    return [_reply(each) for each in replies]


def _reply(reply: object) -> tuple[str, str]:
    if part(reply, "content_type") != "text":
        raise _bad("message.quick_replies.content_type")
    title = _said(part(reply, "title"), _TITLE, "message.quick_replies.title")
    return _said(part(reply, "payload"), _PAYLOAD, "message.quick_replies.payload"), title


def _said(text: object, most: int, field: str) -> str:
    if not isinstance(text, str) or not text.strip() or units(text) > most:
        raise _bad(field)
    return text


def _id(value: object, form: re.Pattern[str], field: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise _bad(field)
    return value


def _bad(field: str) -> GraphRefused:
    return GraphRefused("100", f"Invalid parameter: {field}")
