"""The shapes of a WhatsApp message while the window is open: words, buttons, a list, a question for the place."""

from __future__ import annotations

from typing import Any

from chalicelib.channels.chat_text import CUT, cut, tappable, titles, words
from chalicelib.core.chat import Button, Reply

# Meta's Cloud API reference v23.0; lengths in UTF-16 units (chat_text.length), the most they can count as.
TEXT = 4096
BODY = 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_ABOUT, ROW_ID = 10, 24, 72, 200
OPEN_ROWS = 20


def shape(reply: Reply) -> dict[str, Any]:
    """`type` and what belongs to it. Words that are too long are cut where all can see it; two messages they never
    become. Of rows and buttons the rows count; a list without a word on its button has CUT there."""
    if reply.ask_place:
        return _interactive("location_request_message", reply, {"name": "send_location"})
    rows = tappable(reply.rows, ROWS, ROW_ID)
    if rows:
        listed = [_row(row, title) for row, title in zip(rows, titles(rows, ROW_TITLE), strict=True)]
        button = cut(_flat(reply.open_rows), OPEN_ROWS) or CUT
        return _interactive("list", reply, {"button": button, "sections": [{"rows": listed}]})
    buttons = tappable(reply.buttons, BUTTONS, BUTTON_ID)
    if buttons:
        replies = [
            {"type": "reply", "reply": {"id": button.id, "title": title}}
            for button, title in zip(buttons, titles(buttons, BUTTON_TITLE), strict=True)
        ]
        return _interactive("button", reply, {"buttons": replies})
    return {"type": "text", "text": {"body": words(reply.text, TEXT), "preview_url": False}}


def _interactive(kind: str, reply: Reply, action: dict[str, Any]) -> dict[str, Any]:
    body = {"text": words(reply.text, BODY)}
    return {"type": "interactive", "interactive": {"type": kind, "body": body, "action": action}}


def _row(row: Button, title: str) -> dict[str, str]:
    about = cut(_flat(row.about), ROW_ABOUT)
    return {"id": row.id, "title": title} | ({"description": about} if about else {})


def _flat(text: str) -> str:
    return " ".join(text.split())
