"""What one WhatsApp message says, by its type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.loose import (
    Json,
    an_object,
    objects,
    read_address,
    read_dialled,
    read_e164,
    read_key,
    read_line,
    read_place,
    read_text,
)
from chalicelib.core.inbound import Kind, Media

Content = dict[str, Any]
"""Fields of an Item."""

UNSUPPORTED: Mapping[str, str] = {"kind": "unsupported"}


def read_content(message: Json) -> Content:
    """The fields of the item that follow from the message's `type`; of an unknown or broken one, "unsupported"."""
    kind = message.get("type")
    if kind == "contacts":
        return _cards(objects(message.get("contacts"))) or dict(UNSUPPORTED)
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    part = message.get(kind) if isinstance(kind, str) else None
    return (reader(part) if reader and isinstance(part, dict) else None) or dict(UNSUPPORTED)


def _text(part: Json) -> Content | None:
    body = part.get("body")
    return {"kind": "text", "text": read_text(body)} if isinstance(body, str) else None


def _media(kind: Kind) -> Callable[[Json], Content]:
    def read(part: Json) -> Content:
        id = read_key(part.get("id"))
        media = Media(
            id,
            read_line(part.get("mime_type")),
            read_key(part.get("sha256")),
            read_address(part.get("url")),
            read_line(part.get("filename"), 120),
        )
        return {"kind": kind, "text": read_text(part.get("caption")), "media": (media,) if id else ()}

    return read


def _sticker(part: Json) -> Content:
    return {"kind": "sticker"}


def _location(part: Json) -> Content | None:
    at = read_place(part.get("latitude"), part.get("longitude"))
    if not at:
        return None
    named = [read_line(part.get(name), 200) for name in ("name", "address")]
    return {"kind": "location", "lat": at[0], "long": at[1], "place": ", ".join(filter(None, named))}


def _cards(cards: list[Json]) -> Content | None:
    """The first card; it may be anybody's, so it never proves a number to be the sender's."""
    if not cards:
        return None
    phones = [
        read_e164(phone.get("wa_id")) or read_dialled(phone.get("phone")) for phone in objects(cards[0].get("phones"))
    ]
    name = read_line(an_object(cards[0].get("name")).get("formatted_name"))
    return {"kind": "contact", "text": name, "card_phone": next(filter(None, phones), "")}


def _interactive(part: Json) -> Content | None:
    for name in ("button_reply", "list_reply"):
        answer = an_object(part.get(name))
        if id := read_text(answer.get("id"), 256):
            return {"kind": "choice", "choice": id, "text": read_line(answer.get("title"))}
    return _flow(an_object(part.get("nfm_reply"))) if "nfm_reply" in part else None


def _flow(answer: Json) -> Content:
    """A filled form. The product sends none, so it is kept as it came; one that cannot be read is unsupported."""
    filled = answer.get("response_json")
    try:
        said = json.loads(filled) if isinstance(filled, str) else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return {"kind": "unsupported", "text": read_text(filled)}
    return {"kind": "choice", "choice": read_text(said.get("flow_token"), 256) or "flow", "text": read_text(filled)}


def _button(part: Json) -> Content | None:
    id, text = read_text(part.get("payload"), 256), read_line(part.get("text"))
    return {"kind": "choice", "choice": id or text, "text": text} if id or text else None


def _reaction(part: Json) -> Content:
    return {"kind": "reaction", "about": read_key(part.get("message_id")), "text": read_line(part.get("emoji"))}


def _order(part: Json) -> Content:
    return {"kind": "unsupported", "text": read_text(part.get("text"))}


def _edit(part: Json) -> Content | None:
    about = read_key(part.get("original_message_id"))
    message = an_object(part.get("message"))
    now = read_content(message) if message.get("type") != "edit" else {}
    return {"kind": "edited", "about": about, "text": now.get("text", "")} if about else None


def _revoke(part: Json) -> Content | None:
    about = read_key(part.get("original_message_id"))
    return {"kind": "deleted", "about": about} if about else None


_READERS: Mapping[str, Callable[[Json], Content | None]] = {
    "text": _text,
    "image": _media("photo"),
    "video": _media("video"),
    "audio": _media("voice"),
    "document": _media("file"),
    "sticker": _sticker,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "edit": _edit,
    "revoke": _revoke,
}
