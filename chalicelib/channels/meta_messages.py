"""One event between a person and our page or Instagram account, as an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.channels.loose import (
    Json,
    a_key,
    an_object,
    objects,
    read_address,
    read_key,
    read_line,
    read_moment,
    read_place,
    read_text,
)
from chalicelib.core.inbound import Item, Kind, Media, Network, Who

_MEDIA: Mapping[str, Kind] = {"image": "photo", "video": "video", "audio": "voice", "file": "file"}
_RECEIPTS = ("read", "delivery")
_LONGEST_CHOICE = 1000  # of a payload (developers.facebook.com/docs/messenger-platform/send-messages/quick-replies)


def read_messaging(network: Network, account: str, event: Json) -> Iterator[Item]:
    """The item in one messaging event, none where it is a receipt. Echoes name whom we wrote to as `who`, and as
    `choice` the mark that our own program put on the message (`metadata`), "" where somebody typed it in the inbox."""
    if any(name in event for name in _RECEIPTS):
        return
    sender, other = _id(event.get("sender")), _id(event.get("recipient"))
    message = an_object(event.get("message"))
    ours = message.get("is_echo") is True or (sender != "" and sender == account)
    item = Item(
        key="",
        who=Who(network, other if ours else sender),
        account=sender if ours else account or other,
        at=read_moment(event.get("timestamp")),
    )
    if "message" in event:
        item = _message(message, item)
        if ours:
            item = replace(item, kind="echo", choice=read_text(message.get("metadata"), _LONGEST_CHOICE))
    elif "postback" in event:
        item = _postback(an_object(event["postback"]), event, item)
    elif "reaction" in event:
        item = _reaction(an_object(event["reaction"]), event, item)
    elif "message_edit" in event:
        item = _edit(an_object(event["message_edit"]), event, item)
    else:
        item = replace(item, key=a_key(None, event), kind="unsupported", quiet=True)
    if item.who.id:
        yield item


def _id(value: object) -> str:
    return read_key(an_object(value).get("id"))


def _message(message: Json, item: Item) -> Item:
    item = replace(item, key=a_key(message.get("mid"), message), about=_answered(message))
    if message.get("is_deleted") is True:
        return replace(item, key=f"{item.key}:deleted", kind="deleted", about=item.key)
    text = read_text(message.get("text"))
    if payload := read_text(an_object(message.get("quick_reply")).get("payload"), _LONGEST_CHOICE):
        return replace(item, kind="choice", choice=payload, text=text)
    if message.get("is_unsupported") is True:
        return replace(item, kind="unsupported", text=text)
    return _with_attachments(objects(message.get("attachments")), text, item)


def _answered(message: Json) -> str:
    return read_key(an_object(message.get("reply_to")).get("mid"))


def _with_attachments(attachments: list[Json], text: str, item: Item) -> Item:
    if any("sticker_id" in an_object(each.get("payload")) for each in attachments):
        return replace(item, kind="sticker", text=text)
    for each in attachments:
        where = an_object(an_object(each.get("payload")).get("coordinates"))
        if each.get("type") == "location" and (at := read_place(where.get("lat"), where.get("long"))):
            return replace(item, kind="location", lat=at[0], long=at[1], place=read_line(each.get("title"), 200))
    known = [each for each in attachments if _kind(each)]
    if known:
        kind = _kind(known[0]) or "file"
        return replace(item, kind=kind, text=text, media=tuple(_media(item.key, known)))
    return replace(item, kind="text" if text else "unsupported", text=text)


def _kind(attachment: Json) -> Kind | None:
    type = attachment.get("type")
    return _MEDIA.get(type) if isinstance(type, str) else None


def _media(key: str, attachments: list[Json]) -> Iterator[Media]:
    """They have no ids of their own: the message's with their place; the address expires, so it is fetched at once."""
    for place, each in enumerate(attachments):
        if url := read_address(an_object(each.get("payload")).get("url")):
            yield Media(f"{key}:{place}", url=url)


def _postback(postback: Json, event: Json, item: Item) -> Item:
    choice = read_text(postback.get("payload"), _LONGEST_CHOICE)
    return replace(
        item,
        key=a_key(postback.get("mid"), event),
        kind="choice" if choice else "unsupported",
        choice=choice,
        text=read_line(postback.get("title")),
    )


def _reaction(reaction: Json, event: Json, item: Item) -> Item:
    gone = reaction.get("action") == "unreact"
    return replace(
        item,
        key=a_key(None, event),
        kind="reaction",
        about=read_key(reaction.get("mid")),
        text="" if gone else read_line(reaction.get("emoji")) or read_line(reaction.get("reaction")),
    )


def _edit(edit: Json, event: Json, item: Item) -> Item:
    about = read_key(edit.get("mid"))
    kind: Kind = "edited" if about else "unsupported"
    return replace(item, key=a_key(None, event), kind=kind, about=about, text=read_text(edit.get("text")))
