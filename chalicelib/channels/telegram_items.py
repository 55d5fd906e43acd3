"""What people send by Telegram, as items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.channels.loose import Json, a_key, an_object, objects, read_key, read_line, read_moment, read_text
from chalicelib.channels.telegram_content import read_content
from chalicelib.core.inbound import Item, Who

BLOCKED, UNBLOCKED = "blocked", "unblocked"
"""`choice` of the quiet item that says that somebody shut the bot out, or let it in again."""

_CALLBACK = "callback:"
_GROUPS = ("group", "supergroup", "channel")


def read(event: Json) -> list[Item]:
    """The item in an update, none where nobody wrote (channel posts, polls). Never raises.

    A message's key is its chat, its id there and its date, which an edit repeats: so an edit finds what it is of.
    core.telegram.org/bots/api#update
    """
    for name, reader in _READERS.items():
        if name in event:
            item = reader(an_object(event[name]), event)
            return [item] if item and item.who.id else []
    return [item for part in event.values() if isinstance(part, dict) for item in _unknown(part, event)]


def callback_of(item: Item) -> str:
    """Telegram's id of the tap that an item is, which wants an answer (answerCallbackQuery); "" of any other item."""
    return item.key.rpartition(":")[2] if item.key.startswith(_CALLBACK) else ""


def _message(message: Json, event: Json) -> Item:
    chat = an_object(message.get("chat"))
    sender = an_object(message.get("from"))
    group = chat.get("type") in _GROUPS
    item = Item(
        key=_key_of(message) or _update(event),
        who=_who(sender),
        at=read_moment(message.get("date")),
        about=_key_of(an_object(message.get("reply_to_message"))),
        album=read_key(message.get("media_group_id")),
        group=group,
        quiet=sender.get("is_bot") is True,
    )
    if moved := read_key(message.get("migrate_to_chat_id")):
        return replace(item, kind="moved", who=Who("telegram", moved), former=read_key(chat.get("id")), quiet=True)
    return replace(item, **read_content(message))


def _edited(message: Json, event: Json) -> Item:
    """A message that reads otherwise now, or the next position of a live location, which is quiet."""
    item = replace(_message(message, event), key=_update(event), about=_key_of(message))
    item = replace(item, at=read_moment(message.get("edit_date")) or item.at)
    return replace(item, quiet=True) if item.kind == "location" else replace(item, kind="edited")


def _tapped(query: Json, event: Json) -> Item:
    message = an_object(query.get("message"))
    choice = read_text(query.get("data"), 64)
    return Item(
        key=f"{_CALLBACK}{a_key(event.get('update_id'), event)}:{read_key(query.get('id'))}",
        who=_who(an_object(query.get("from"))),
        kind="choice" if choice else "unsupported",
        choice=choice,
        about=_key_of(message),
        group=an_object(message.get("chat")).get("type") in _GROUPS,
    )


def _member(change: Json, event: Json) -> Item:
    """The bot was shut out, or let in again."""
    status = an_object(change.get("new_chat_member")).get("status")
    group = an_object(change.get("chat")).get("type") in _GROUPS
    item = _silent(change, event, change.get("from"))
    if group:
        return replace(item, group=True)
    return replace(item, choice={"kicked": BLOCKED, "member": UNBLOCKED}.get(str(status), ""))


def _reaction(change: Json, event: Json) -> Item:
    """A reaction; it tells the message's number without its date, so that it is about no key of ours."""
    now = objects(change.get("new_reaction"))
    return replace(
        _silent(change, event, change.get("user")),
        kind="reaction",
        text=read_line(now[0].get("emoji")) if now else "",
        group=an_object(change.get("chat")).get("type") in _GROUPS,
    )


def _nothing(part: Json, event: Json) -> None:
    """A post in a channel: said to all, and by nobody."""


def _unknown(part: Json, event: Json) -> list[Item]:
    item = _silent(part, event, part.get("from"))
    return [item] if item.who.id else []


def _silent(part: Json, event: Json, sender: object) -> Item:
    return Item(
        key=_update(event),
        who=_who(an_object(sender)),
        at=read_moment(part.get("date")),
        kind="unsupported",
        quiet=True,
    )


_READERS: Mapping[str, Callable[[Json, Json], Item | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tapped,
    "my_chat_member": _member,
    "message_reaction": _reaction,
    "channel_post": _nothing,
    "edited_channel_post": _nothing,
}


def _who(user: Json) -> Who:
    named = " ".join(filter(None, (read_line(user.get("first_name")), read_line(user.get("last_name")))))
    return Who("telegram", read_key(user.get("id")), name=read_line(named) or read_line(user.get("username")))


def _key_of(message: Json) -> str:
    chat, id = read_key(an_object(message.get("chat")).get("id")), read_key(message.get("message_id"))
    return f"{chat}:{id}:{read_key(message.get('date'))}" if chat and id else ""


def _update(event: Json) -> str:
    return f"update:{a_key(event.get('update_id'), event)}"
