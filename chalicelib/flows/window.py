"""Whether who opened a request in a chat wrote there so lately that free words may be sent to them."""

from __future__ import annotations

from chalicelib.core.request import Draft, chat_channel, contact_of
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk

WINDOWED = ("whatsapp", "messenger", "instagram")
"""The networks that take free words only for so long (core/chat.WINDOW)."""


def is_open(desk: Desk, draft: Draft, channel: str) -> bool:
    """Whether a message by `channel` goes to the chat of this draft while its window is open. Two reads where it goes
    to such a chat, else none. Raises TryLater."""
    if channel not in WINDOWED or chat_channel(draft) != channel:
        return False
    to = contact_of(draft, channel)
    key = key_hash(desk.secret, "address", f"phone\n{to}" if to.startswith("+") else f"{channel}\n{to}")
    known = desk.chats.known([key]).get(key)
    thread = desk.chats.thread(thread_id(desk, channel, known.person)) if known else None
    return thread is not None and thread.is_open(desk.now())


def thread_id(desk: Desk, network: str, person: str) -> str:
    """The id of a person's thread in a network."""
    return "C" + key_hash(desk.secret, "thread", f"{network}\n{person}")[:24]
