"""What a telephone writes by WhatsApp, as the `value` of a webhook's change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infrastructure.local.album import sha256
from infrastructure.local.phone_people import Caller
from infrastructure.local.phone_words import Word
from infrastructure.local.settings import WHATSAPP_PHONE_ID

_OUR_NUMBER = "905550001530"


def value(caller: Caller, words: Sequence[Word], at: datetime) -> dict[str, Any]:
    """These messages of one person; without contacts where they show no name."""
    said: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": _OUR_NUMBER, "phone_number_id": WHATSAPP_PHONE_ID},
        "messages": [_message(caller, word, at) for word in words],
    }
    if caller.name:
        contact: dict[str, Any] = {"profile": {"name": caller.name}}
        contact |= {"wa_id": caller.phone[1:]} if caller.phone else {}
        contact |= {"user_id": caller.id} if caller.id else {}
        said["contacts"] = [contact]
    return said


def key(n: int) -> str:
    """The wamid of the nth message."""
    return f"wamid.{n:032X}"


def _message(caller: Caller, word: Word, at: datetime) -> dict[str, Any]:
    said: dict[str, Any] = {"id": key(word.n), "timestamp": str(int(at.timestamp()))}
    said |= {"from": caller.phone[1:]} if caller.phone else {}
    said |= {"from_user_id": caller.id} if caller.id else {}
    said |= {"context": {"from": _OUR_NUMBER, "id": word.about}} if word.about else {}
    return said | _content(caller, word)


def _content(caller: Caller, word: Word) -> dict[str, Any]:
    if word.kind == "choice":
        kind = "list_reply" if word.row else "button_reply"
        return {"type": "interactive", "interactive": {"type": kind, kind: {"id": word.choice, "title": word.text}}}
    if word.kind == "location" and word.place:
        there = {"latitude": word.place.lat, "longitude": word.place.long}
        return {"type": "location", "location": there | ({"name": word.place.name} if word.place.name else {})}
    if word.kind == "contact":
        name = caller.name if word.own else "Komşu"
        phone = {"phone": word.card, "wa_id": word.card[1:], "type": "CELL"}
        return {"type": "contacts", "contacts": [{"name": {"formatted_name": name}, "phones": [phone]}]}
    if word.kind == "photo":
        caption = {"caption": word.text} if word.text else {}
        return {"type": "image", "image": _media(word, "image/jpeg") | caption}
    if word.kind == "voice":
        return {"type": "audio", "audio": _media(word, "audio/ogg; codecs=opus") | {"voice": True}}
    return {"type": "text", "text": {"body": word.text}}


def _media(word: Word, mime: str) -> dict[str, Any]:
    told = {"id": str(word.n), "mime_type": mime}
    return told | ({"sha256": sha256(word.n)} if word.kind == "photo" else {})
