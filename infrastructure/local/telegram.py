"""Stands in for Telegram's Bot API: takes or refuses a sendMessage, and answers as Telegram does."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from infrastructure.local.events import Event
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused, part
from infrastructure.local.settings import TELEGRAM_BOT
from infrastructure.local.whatsapp_interactive import units

# core.telegram.org/bots/api: sendMessage, InlineKeyboardButton, KeyboardButton, answerCallbackQuery.
_TEXT = 4096
_CALLBACK_BYTES = 64
_KEYS = 100
_CHAT = re.compile(r"-?[0-9]{1,19}|@[A-Za-z0-9_]{5,32}")
_GONE = "00403"
"""A chat id that ends so has blocked the bot."""

RETRY_AFTER = 5
STATES: Mapping[str, tuple[str, ...]] = {}


def refused(status: int, description: str) -> Refused:
    """An error of the Bot API: its code is the HTTP status."""
    return Refused(str(status), description, status)


REFUSE = refused(401, "Unauthorized")
THROTTLE = refused(429, f"Too Many Requests: retry after {RETRY_AFTER}")


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The message in a sendMessage call; raises Refused as Telegram does."""
    chat, text = body.get("chat_id"), body.get("text")
    to = str(chat) if isinstance(chat, int | str) and not isinstance(chat, bool) else ""
    if not _CHAT.fullmatch(to):
        raise refused(400, "Bad Request: chat not found")
    if to.endswith(_GONE):
        raise refused(403, "Forbidden: bot was blocked by the user")
    if not isinstance(text, str) or not text.strip():
        raise refused(400, "Bad Request: message text is empty")
    if units(text) > _TEXT:
        raise refused(400, "Bad Request: message is too long")
    markup = body.get("reply_markup")
    keys = _keys(markup, private=not to.startswith(("-", "@"))) if markup is not None else []
    return record("telegram", "telegram", message_id, now, to=to, text=text, errand="", choices=keys)


def check_tap(body: Mapping[str, Any]) -> None:
    """Whether an answerCallbackQuery names a query; raises Refused as Telegram does."""
    query = body.get("callback_query_id")
    if not isinstance(query, str) or not query:
        raise refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


def sent(message: Message) -> dict[str, Any]:
    """The Message by which Telegram answers."""
    return {
        "message_id": int(message.id),
        "from": {"id": 110201543, "is_bot": True, "first_name": "Köprü", "username": TELEGRAM_BOT},
        "chat": {"id": message.to, "type": "group" if message.to.startswith("-") else "private"},
        "date": int(datetime.fromisoformat(message.at).timestamp()),
        "text": message.text,
    }


def events(_: Message) -> Iterator[Event]:
    """Nothing: Telegram says no more of a message."""
    return iter(())


def become(message: Message, state: str, code: str = "") -> Event:
    """Raises ValueError: as above."""
    raise ValueError(f"{state} {code}: Telegram says nothing of {message.id}")


def _keys(markup: object, *, private: bool) -> list[tuple[str, str]]:
    """What can be tapped below the message: each key's callback data, "" for one that sends the place, and its text."""
    inline, below = part(markup, "inline_keyboard"), part(markup, "keyboard")
    rows = inline if inline is not None else below
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refused(400, "Bad Request: object expected as reply markup")
    keys = [key for row in rows for key in row]
    if len(keys) > _KEYS:
        raise refused(400, "Bad Request: reply markup is too long")
    return [_inline(key) if inline is not None else _below(key, private=private) for key in keys]


def _inline(key: object) -> tuple[str, str]:
    text, data = part(key, "text"), part(key, "callback_data")
    if not isinstance(text, str) or not text.strip():
        raise refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= _CALLBACK_BYTES:
        raise refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return data, text


def _below(key: object, *, private: bool) -> tuple[str, str]:
    text = part(key, "text")
    if not isinstance(text, str) or not text.strip():
        raise refused(400, "Bad Request: keyboard button text must be non-empty")
    if part(key, "request_location") and not private:
        raise refused(400, "Bad Request: location can be requested in private chats only")
    return "", text
