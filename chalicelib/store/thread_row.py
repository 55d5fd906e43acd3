"""The contacts table's row of one thread, and its entry in the queue of those who wait for a person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.core.chat import Thread, Waiting
from chalicelib.store import keys
from chalicelib.store.tables import Settings

QUEUE = "desk"
"""The one partition of those who wait for a person."""

TEXTS = (
    "network", "person", "address", "account", "name", "phone", "language", "mode", "why", "owner", "contact",
)  # fmt: skip
MOMENTS = ("opened", "heard", "since", "promise")


class InQueue(GlobalSecondaryIndex["Talk"]):
    """Threads that wait for a person, or that one has claimed; sparse, and without a word or a name."""

    class Meta:
        index_name = "waiting"
        projection = IncludeProjection(["network", "since", "promise", "heard", "why", "alarm", "owner", "rung"])

    queue = UnicodeAttribute(hash_key=True)
    queue_at = UnicodeAttribute(range_key=True)


class Talk(Model):
    """One thread; `session` is JSON, moments are stamps. It has no `thread`: that would list it among its messages."""

    class Meta(Settings):
        pass

    id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    network = UnicodeAttribute()
    person = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    mode = UnicodeAttribute(null=True)
    session = UnicodeAttribute(null=True)
    numbers: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)
    opened = UnicodeAttribute(null=True)
    heard = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)
    promise = UnicodeAttribute(null=True)
    why = UnicodeAttribute(null=True)
    alarm = BooleanAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    rung = NumberAttribute(null=True)
    public = BooleanAttribute(null=True)
    contact = UnicodeAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queue_at = UnicodeAttribute(null=True)
    expires = NumberAttribute()

    in_queue = InQueue()


def write_thread(kind: type[Talk], thread: Thread, expires: datetime) -> Talk:
    """The row of a thread, in the queue if a person is asked for or has it. Raises ValueError where such a thread says
    neither since when it waits, nor when anybody wrote."""
    told: dict[str, Any] = {name: getattr(thread, name) or None for name in (*TEXTS, "alarm", "rung", "public")}
    told |= {name: _stamp(getattr(thread, name)) for name in MOMENTS}
    if thread.mode in ("waiting", "human"):
        since = thread.since or thread.heard or thread.opened
        if since is None:
            raise ValueError(f"{thread.id} waits, but not since when")
        told |= {"queue": QUEUE, "queue_at": keys.turn(since, thread.alarm, thread.id), "since": keys.stamp(since)}
    return kind(
        thread.id,
        version=thread.version,
        session=json.dumps(thread.session, ensure_ascii=False) if thread.session else None,
        numbers=list(thread.numbers) or None,
        expires=int(expires.timestamp()),
        **told,
    )


def thread_of(row: Talk) -> Thread:
    """The thread of a row."""
    told: dict[str, Any] = {name: getattr(row, name) or "" for name in TEXTS}
    told |= {name: _moment(getattr(row, name)) for name in MOMENTS}
    return Thread(
        id=row.id,
        version=int(row.version),
        session=json.loads(row.session or "{}"),
        numbers=tuple(row.numbers or ()),
        alarm=bool(row.alarm),
        rung=int(row.rung or 0),
        public=bool(row.public),
        **told,
    )


def waiting_of(row: Talk) -> Waiting:
    """The entry of the queue."""
    return Waiting(
        id=row.id,
        network=row.network,
        since=keys.moment(row.since or ""),
        promise=_moment(row.promise),
        heard=_moment(row.heard),
        why=row.why or "",
        alarm=bool(row.alarm),
        owner=row.owner or "",
        rung=int(row.rung or 0),
    )


def _stamp(at: datetime | None) -> str | None:
    return keys.stamp(at) if at else None


def _moment(text: str | None) -> datetime | None:
    return keys.moment(text) if text else None
