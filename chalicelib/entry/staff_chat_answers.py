"""Conversations and their messages as the staff API tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.chat import Kept, Thread, Waiting
from chalicelib.core.moments import TURKEY
from chalicelib.core.tracking import show
from chalicelib.flows.chat_desk import way_of, window_ends


def waiting(each: Waiting, now: datetime) -> dict[str, Any]:
    """A conversation in the queue: without a word of it and without a name."""
    return {
        "id": each.id,
        "network": each.network,
        "why": each.why,
        "alarm": each.alarm,
        "owner": each.owner,
        "since": moment(each.since),
        "promise": moment(each.promise),
        "late": bool(each.promise and each.promise <= now),
        "window_until": moment(window_ends(each)),
        "rung": each.rung,
    }


def thread(each: Thread, now: datetime) -> dict[str, Any]:
    """A conversation without its messages."""
    return {
        "id": each.id,
        "version": each.version,
        "network": each.network,
        "mode": each.mode,
        "public": each.public,
        "name": each.name,
        "phone": each.phone,
        "language": each.language,
        "why": each.why,
        "alarm": each.alarm,
        "owner": each.owner,
        "since": moment(each.since),
        "promise": moment(each.promise),
        "window_until": moment(window_ends(each)),
        "way": way_of(each, now),
        "numbers": [show(number) for number in each.numbers],
    }


def message(each: Kept) -> dict[str, Any]:
    """A message; `by` is "person", "bot", a username, or "" for what the product itself told the staff."""
    item, reply = each.item, each.reply
    return {
        "id": each.id,
        "at": moment(each.at),
        "by": "person" if item and item.kind != "echo" else each.author,
        "kind": item.kind if item else "note" if each.note else "reply" if each.role == "chat" else "alarm",
        "text": item.text if item else reply.text if reply else "",
        "code": reply.code if reply else "",
        "about": item.about if item else "",
        "place": item.place if item else "",
        "lat": item.lat if item else None,
        "long": item.long if item else None,
        "files": len(item.media) if item else 0,
        "fate": each.fate,
    }


def moment(at: datetime | None) -> str | None:
    """A moment in Turkish time as ISO 8601, or none."""
    return at.astimezone(TURKEY).isoformat(timespec="seconds") if at else None
