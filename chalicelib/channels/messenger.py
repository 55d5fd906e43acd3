"""Messenger and Instagram by Meta's Graph API: how messages and answers to comments are written, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from chalicelib.channels.chat_text import plain, tappable, titles, words
from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import read_id, read_word
from chalicelib.channels.refusing import refuse
from chalicelib.core.chat import Reply
from chalicelib.core.delivery import Reaction

Name = Literal["messenger", "instagram"]

# developers.facebook.com/docs/messenger-platform/reference/send-api: text, quick replies; a comment may be longer, but
# nobody should read more than this below a post.
TEXT = 2000
CHOICES, TITLE, PAYLOAD = 13, 20, 1000

COMMENT = "comment:"
"""Such an address is a comment's: the answer is public, below it."""

PRIVATE = "private:"
"""Such an address is a comment's too: the first private message to whoever wrote it."""

# error.code (developers.facebook.com/docs/messenger-platform/error-codes). What concerns one message or one person must
# not be "alarm", since that shuts the provider for all.
REACTIONS: Mapping[str, Reaction] = {
    "1": "retry",
    "2": "retry",
    "1200": "retry",  # "temporary send message failure"
    "4": "wait",  # limits of the app, of the page, of one call
    "17": "wait",
    "32": "wait",
    "613": "wait",
    "80002": "wait",
    "80006": "wait",
    "551": "stop",  # the person cannot be reached now: blocked us, or closed the account
    "100": "stop",
    "803": "stop",
    "window": "stop",
    "person": "stop",
    "190": "alarm",  # the token
    "102": "alarm",
    "0": "alarm",
    "3": "alarm",
    "10": "alarm",
    "200": "alarm",
    "230": "alarm",
    "368": "alarm",
}

# error.error_subcode, where it says more than the code: our own word for it. The window of 24 hours is closed; the
# person does not take our messages, or another program has the conversation.
SUBCODES: Mapping[int, str] = {
    2018065: "window",
    2018278: "window",
    2534022: "window",
    1545041: "person",
    2018001: "person",
    2018108: "person",
    2534014: "person",
}


def write(name: Name, parcel: Parcel, sender: Sender) -> Post:
    """A message of the page or account `sender.identity` to the page's own id of somebody; to an address that begins
    with COMMENT a public answer, with PRIVATE the first private one to its writer. The errand travels as metadata,
    which Messenger alone has room for."""
    if parcel.to.startswith(COMMENT):
        below = "comments" if name == "messenger" else "replies"
        said = {"message": words(parcel.chat().text, TEXT)}
        return Post(name, "http", name, f"{_part(parcel.to.removeprefix(COMMENT))}/{below}", said)
    message = _message(parcel.chat())
    if name == "messenger":
        message["metadata"] = parcel.errand
    key = "comment_id" if parcel.to.startswith(PRIVATE) else "id"
    body = {
        "recipient": {key: parcel.to.removeprefix(PRIVATE)},
        "messaging_type": "RESPONSE",
        "message": message,
    }
    return Post(name, "http", name, f"{_part(sender.identity)}/messages", body)


def hide_comment(name: Name, comment: str) -> Post:
    """The call that hides a comment from everybody but its writer and their friends."""
    return Post(name, "http", name, _part(comment), {"is_hidden": True} if name == "messenger" else {"hide": True})


def _message(reply: Reply) -> dict[str, Any]:
    """Words with quick replies. Rows stand in the words too, with numbers: a quick reply has no room for their second
    line, and a computer's screen may not show any. Where somebody is can only be written."""
    choices = tappable([*reply.rows, *reply.buttons], CHOICES, PAYLOAD)
    message: dict[str, Any] = {"text": plain(reply, TEXT) if reply.rows else words(reply.text, TEXT)}
    if choices:
        message["quick_replies"] = [
            {"content_type": "text", "title": title, "payload": choice.id}
            for choice, title in zip(choices, titles(choices, TITLE), strict=True)
        ]
    return message


def _part(identity: str) -> str:
    return quote(identity, safe="")


def refuses(parcel: Parcel) -> Refusal | None:
    """Outside the 24 hours nothing may be sent that we have to say; a comment has no such window."""
    free = parcel.window_open or parcel.to.startswith((COMMENT, PRIVATE))
    return None if free else Refusal("window", REACTIONS["window"])


def read_answer(answer: Answer) -> str | Refusal:
    """Meta's id of the message or of the comment, or why it was not taken."""
    if answer.status >= 300 or answer.code:
        error = answer.body.get("error")
        subcode = error.get("error_subcode") if isinstance(error, dict) else None
        known = SUBCODES.get(subcode) if isinstance(subcode, int) else None
        if known and read_word(answer.code) in ("10", "100", "200", "551"):
            return Refusal(known, REACTIONS[known], answer.wait)
        return refuse(answer, REACTIONS, "retry")
    return read_id(answer.body.get("message_id") or answer.body.get("id"))


def _provider(name: Name) -> Provider:
    writing = partial(write, name)
    return Provider(name, name, writing, read_answer, REACTIONS, otherwise="retry", reports=False, refuses=refuses)


MESSENGER = _provider("messenger")
INSTAGRAM = _provider("instagram")
