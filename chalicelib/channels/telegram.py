"""Telegram by its Bot API: how a message is written, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.channels.chat_text import cut, tappable, titles, words
from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import read_id
from chalicelib.channels.refusing import refuse
from chalicelib.core.chat import Button, Reply
from chalicelib.core.delivery import Reaction

NAME = "telegram"

# core.telegram.org/bots/api: sendMessage, InlineKeyboardButton; callback_data is counted in bytes, and ids are ASCII.
TEXT = 4096
CALLBACK = 64
CHOICES = 10
TITLE = 64
"""Telegram sets no limit to what stands on a button; a phone shows about so much."""

LONGEST_WAIT = 3600

# `error_code` of an answer, which is the HTTP status (core.telegram.org/bots/api#making-requests). 403: the person has
# blocked the bot, never began, or is gone; only a message of theirs opens the chat again. 401 and 404: the token.
REACTIONS: Mapping[str, Reaction] = {
    "400": "stop",
    "401": "alarm",
    "403": "opted_out",
    "404": "alarm",
    "409": "alarm",
    "413": "stop",
    "420": "wait",
    "429": "wait",
    "500": "retry",
    "502": "retry",
    "503": "retry",
    "504": "retry",
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A sendMessage to the chat `parcel.to`, as plain text: no sign in it means anything to Telegram. The sender is the
    one whose token is used; the errand cannot travel."""
    reply = parcel.chat()
    body: dict[str, Any] = {
        "chat_id": _chat(parcel.to),
        "text": words(reply.text, TEXT),
        "link_preview_options": {"is_disabled": True},
    }
    keyboard = _keyboard(reply, private=not parcel.to.startswith("-"))
    if keyboard:
        body["reply_markup"] = keyboard
    return Post(NAME, "http", NAME, "sendMessage", body)


def answer_tap(tap: str) -> Post:
    """The answerCallbackQuery that ends the waiting sign on a tapped button; `tap` is the callback query's id."""
    return Post(NAME, "http", NAME, "answerCallbackQuery", {"callback_query_id": tap})


def _chat(to: str) -> int | str:
    return int(to) if to.removeprefix("-").isdecimal() and to.isascii() and len(to) < 20 else to


def _keyboard(reply: Reply, *, private: bool) -> dict[str, Any] | None:
    """Every choice on a line of its own, or, in private chats alone, a button that sends the place; it says what
    `open_rows` says."""
    if reply.ask_place and private:
        button = {"text": _place_words(reply), "request_location": True}
        return {"keyboard": [[button]], "one_time_keyboard": True, "resize_keyboard": True}
    choices = tappable([*map(_whole, reply.rows), *reply.buttons], CHOICES + 3, CALLBACK)
    if not choices:
        return None
    keys = zip(choices, titles(choices, TITLE), strict=True)
    return {"inline_keyboard": [[{"text": title, "callback_data": choice.id}] for choice, title in keys]}


def _whole(row: Button) -> Button:
    """A row with its second line beside the first."""
    return replace(row, title=f"{row.title} · {row.about}", about="") if row.about.strip() else row


def _place_words(reply: Reply) -> str:
    return f"📍 {cut(' '.join(reply.open_rows.split()), TITLE - 3)}".rstrip()


def read_answer(answer: Answer) -> str | Refusal:
    """Telegram's id of the message, unique in its chat alone, or why it was not taken."""
    body = answer.body
    if answer.status < 300 and body.get("ok") is not False and not answer.code:
        result = body.get("result")
        return read_id(result.get("message_id")) if isinstance(result, dict) else ""
    refused = refuse(replace(answer, code=answer.code or _code(answer)), REACTIONS, "stop")
    return replace(refused, wait=refused.wait or _wait(body))


def _code(answer: Answer) -> str:
    said = answer.body.get("error_code")
    return str(said if isinstance(said, int) and not isinstance(said, bool) and 0 < said < 1000 else answer.status)


def _wait(body: Mapping[str, Any]) -> int:
    parameters = body.get("parameters")
    said = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return min(said, LONGEST_WAIT) if isinstance(said, int) and not isinstance(said, bool) and said > 0 else 0


TELEGRAM = Provider(NAME, "telegram", write, read_answer, REACTIONS, reports=False)
