"""What one Telegram message says, by the field that it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.loose import (
    Json,
    an_object,
    objects,
    read_dialled,
    read_key,
    read_line,
    read_place,
    read_text,
)
from chalicelib.core.inbound import Kind, Media

Content = dict[str, Any]
"""Fields of an Item."""

_ABOUT_THE_CHAT = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "migrate_from_chat_id", "pinned_message",
    "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set", "boost_added",
)  # fmt: skip


def read_content(message: Json) -> Content:
    """The fields of the item that follow from the message (core.telegram.org/bots/api#message); "unsupported" where it
    is of an unknown kind or broken, and quiet where it only tells of the chat."""
    for name, reader in _READERS.items():
        if name in message and (content := reader(message[name], message)):
            return content
    return {"kind": "unsupported", "quiet": True} if any(map(message.__contains__, _ABOUT_THE_CHAT)) else _UNSUPPORTED


_UNSUPPORTED: Content = {"kind": "unsupported"}


def _text(part: object, message: Json) -> Content | None:
    return {"kind": "text", "text": read_text(part)} if isinstance(part, str) else None


def _file(kind: Kind) -> Callable[[object, Json], Content | None]:
    def read(part: object, message: Json) -> Content | None:
        return _with_media(kind, an_object(part), message) if isinstance(part, dict) else None

    return read


def _photo(part: object, message: Json) -> Content | None:
    """The largest of the sizes, which stands last."""
    sizes = objects(part)
    return _with_media("photo", {"mime_type": "image/jpeg", **sizes[-1]}, message) if sizes else None


def _with_media(kind: Kind, file: Json, message: Json) -> Content:
    id = read_key(file.get("file_id"))
    media = Media(id, read_line(file.get("mime_type")), name=read_line(file.get("file_name"), 120))
    return {"kind": kind, "text": read_text(message.get("caption")), "media": (media,) if id else ()}


def _sticker(part: object, message: Json) -> Content:
    return {"kind": "sticker"}


def _venue(part: object, message: Json) -> Content | None:
    venue = an_object(part)
    named = [read_line(venue.get(name), 200) for name in ("title", "address")]
    location = _location(venue.get("location"), message)
    return location | {"place": ", ".join(filter(None, named))} if location else None


def _location(part: object, message: Json) -> Content | None:
    location = an_object(part)
    at = read_place(location.get("latitude"), location.get("longitude"))
    return {"kind": "location", "lat": at[0], "long": at[1]} if at else None


def _contact(part: object, message: Json) -> Content | None:
    """A card; its phone is the sender's own only where Telegram says that the card is of the sender."""
    if not isinstance(part, dict):
        return None
    id, sender = read_key(part.get("user_id")), read_key(an_object(message.get("from")).get("id"))
    phone = read_dialled(_international(part.get("phone_number")))
    named = " ".join(filter(None, (read_line(part.get("first_name")), read_line(part.get("last_name")))))
    own = bool(phone) and bool(id) and id == sender
    return {"kind": "contact", "text": named, "card_phone": phone, "card_own": own}


def _international(value: object) -> object:
    """Telegram writes a number with its country, at times without the plus."""
    digits = value.strip() if isinstance(value, str) else ""
    return f"+{digits}" if digits.isdigit() and len(digits) > 10 and digits[0] != "0" else value


# A venue holds a location as well, an animation a document: the first that is found counts.
_READERS: Mapping[str, Callable[[object, Json], Content | None]] = {
    "text": _text,
    "photo": _photo,
    "animation": _file("video"),
    "video": _file("video"),
    "video_note": _file("video"),
    "voice": _file("voice"),
    "audio": _file("voice"),
    "document": _file("file"),
    "sticker": _sticker,
    "venue": _venue,
    "location": _location,
    "contact": _contact,
}
