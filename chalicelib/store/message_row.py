"""The contacts table's row of one message of a chat."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.core.chat import Button, Kept, Reply
from chalicelib.core.inbound import read_item, write_item
from chalicelib.store import keys
from chalicelib.store.tables import Settings


class ByThread(GlobalSecondaryIndex["Message"]):
    """The messages of a thread by time; sparse, what nobody has read yet is in none."""

    class Meta:
        index_name = "by_thread"
        projection = AllProjection()

    thread = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class Todo(GlobalSecondaryIndex["Message"]):
    """Messages that something must follow from; sparse."""

    class Meta:
        index_name = "todo"
        projection = KeysOnlyProjection()

    todo_shard = UnicodeAttribute(hash_key=True)
    todo_at = UnicodeAttribute(range_key=True)


class Message(Model):
    """One message; `at` is its place in the thread, `item` and `reply` are JSON, `inside` is for the staff alone."""

    class Meta(Settings):
        pass

    id = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute()
    thread = UnicodeAttribute(null=True)
    item = UnicodeAttribute(null=True)
    reply = UnicodeAttribute(null=True)
    author = UnicodeAttribute(null=True)
    n = NumberAttribute(null=True)
    role = UnicodeAttribute(null=True)
    inside = BooleanAttribute(null=True)
    fate = UnicodeAttribute(null=True)
    todo_shard = UnicodeAttribute(null=True)
    todo_at = UnicodeAttribute(null=True)
    expires = NumberAttribute()

    by_thread = ByThread()
    todo = Todo()


def write_message(kind: type[Message], message: Kept, expires: datetime) -> Message:
    """The row of a new message, marked `todo`."""
    return kind(
        keys.message(message.id),
        at=keys.told(message.at, message.n, message.id),
        thread=message.thread or None,
        item=write_item(message.item) if message.item else None,
        reply=_write_reply(message.reply) if message.reply else None,
        author=message.author or None,
        n=message.n or None,
        role=message.role,
        inside=message.note or None,
        fate=message.fate or None,
        todo_shard=keys.shard(message.id),
        todo_at=keys.mark(message.at, message.id),
        expires=int(expires.timestamp()),
    )


def kept_of(row: Message) -> Kept:
    """The message of a row."""
    return Kept(
        id=row.id[1:],
        at=keys.marked(row.at),
        thread=row.thread or "",
        item=read_item(row.item) if row.item else None,
        reply=_read_reply(row.reply) if row.reply else None,
        author=row.author or "",
        n=int(row.n or 0),
        role=row.role or "",
        note=bool(row.inside),
        fate=row.fate or "",
    )


def _write_reply(reply: Reply) -> str:
    return json.dumps({name: value for name, value in asdict(reply).items() if value}, ensure_ascii=False)


def _read_reply(text: str) -> Reply:
    said: dict[str, Any] = {"text": ""} | json.loads(text)
    lists = {name: tuple(Button(**each) for each in said.get(name, ())) for name in ("buttons", "rows")}
    return Reply(**said | lists)
