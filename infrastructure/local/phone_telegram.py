"""What a telephone writes by Telegram, as an update of the Bot API."""

from datetime import datetime
from typing import Any

from infrastructure.local.album import TELEGRAM_ID
from infrastructure.local.phone_people import Caller
from infrastructure.local.phone_words import Word

_SIDES = ((90, 67), (320, 240), (1280, 960))
_ROOM = 2**31
"""Message ids are 32-bit numbers."""


def update(caller: Caller, word: Word, at: datetime) -> dict[str, Any]:
    """One update: a message, or the callback query of a tapped button."""
    first, _, last = caller.name.partition(" ")
    named = {"first_name": first, **({"last_name": last} if last else {})}
    sender = {"id": int(caller.id), "is_bot": False, **named, "language_code": "tr"}
    chat = {"id": int(caller.id), **named, "type": "private"}
    if word.kind == "choice":
        under = {"message_id": _message_id(word.about), "chat": chat, "date": int(at.timestamp()), "text": "…"}
        query = {"id": str(word.n), "from": sender, "message": under, "chat_instance": caller.id, "data": word.choice}
        return {"update_id": word.n, "callback_query": query}
    message = {"message_id": word.n % _ROOM, "from": sender, "chat": chat, "date": int(at.timestamp())}
    return {"update_id": word.n, "message": message | _content(caller, word)}


def _content(caller: Caller, word: Word) -> dict[str, Any]:
    if word.kind == "location" and word.place:
        return {"location": {"latitude": word.place.lat, "longitude": word.place.long}}
    if word.kind == "contact":
        first = caller.name.partition(" ")[0] if word.own else "Komşu"
        card: dict[str, Any] = {"phone_number": word.card[1:], "first_name": first}
        return {"contact": card | ({"user_id": int(caller.id)} if word.own else {})}
    if word.kind == "photo":
        caption = {"caption": word.text} if word.text else {}
        return {"photo": [_size(word.n, width, height) for width, height in _SIDES], **caption}
    if word.kind == "voice":
        return {"voice": {**_file(word.n), "duration": 7, "mime_type": "audio/ogg"}}
    return {"text": word.text}


def _size(n: int, width: int, height: int) -> dict[str, Any]:
    return {**_file(n), "file_size": width * height // 9, "width": width, "height": height}


def _file(n: int) -> dict[str, str]:
    return {"file_id": f"{TELEGRAM_ID}{n:x}", "file_unique_id": f"AQAD{n:x}"}


def _message_id(about: str) -> int:
    return int(about) if about.isascii() and about.isdigit() else 1
