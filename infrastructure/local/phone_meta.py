"""What a telephone writes by Messenger or Instagram, as a webhook of Meta's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infrastructure.local.phone_people import Caller
from infrastructure.local.phone_words import Word

FILES = "https://media.example.org"
_FILE = {"photo": "image", "voice": "audio"}


def webhook(
    network: str, page: str, caller: Caller, words: Sequence[Word], at: datetime, files: str = FILES
) -> dict[str, Any]:
    """These messages of one person to the page (Messenger) or the account (Instagram) `page`; their photos lie below
    the address `files`."""
    time = int(at.timestamp() * 1000)
    sent = [
        {"sender": {"id": caller.id}, "recipient": {"id": page}, "timestamp": time, "message": _message(word, files)}
        for word in words
    ]
    kind = "page" if network == "messenger" else "instagram"
    return {"object": kind, "entry": [{"id": page, "time": time, "messaging": sent}]}


def _message(word: Word, files: str) -> dict[str, Any]:
    said: dict[str, Any] = {"mid": f"m_{word.n:x}"}
    if word.kind in _FILE:
        payload = {"url": f"{files}/{word.n}.jpg"}
        return said | {"attachments": [{"type": _FILE[word.kind], "payload": payload}]}
    quick = {"quick_reply": {"payload": word.choice}} if word.kind == "choice" else {}
    return said | {"text": word.text} | quick
