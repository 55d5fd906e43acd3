"""Threads, messages and who wrote them as dicts, for the Desk of lists; what is stored goes through JSON and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from chalicelib.core.chat import Button, Kept, Known, Reply, Thread, Waiting
from chalicelib.core.inbound import read_item, write_item
from chalicelib.core.marks import Mark
from chalicelib.store import keys


@dataclass
class Chats:
    """What the contacts table holds of chats; `marks` are the `todo` marks by message, `expiries` by what expires:
    a message, a thread or an address."""

    kept: dict[str, Kept] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    addresses: dict[str, Known] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)

    def keep(self, message: Kept, expires: datetime) -> bool:
        if message.id in self.kept:
            return False
        self.kept[message.id], self.expiries[message.id] = _written(message), expires
        self.marks[message.id] = keys.mark(message.at, message.id)
        return True

    def message(self, id: str) -> Kept | None:
        return self.kept.get(id)

    def thread(self, id: str) -> Thread | None:
        return self.threads.get(id)

    def save(self, thread: Thread, expires: datetime, *, outgoing: Sequence[Kept] = (), done: str = "") -> bool:
        if thread.mode in ("waiting", "human"):
            _waiting(thread)
        stands = self.threads[thread.id].version if thread.id in self.threads else 0
        if stands != thread.version - 1 or (done and done not in self.marks):
            return False
        if any(message.id in self.kept for message in outgoing):
            return False
        session = json.loads(json.dumps(thread.session))
        self.threads[thread.id], self.expiries[thread.id] = replace(thread, session=session), expires
        for message in outgoing:
            self.keep(replace(message, thread=thread.id), expires)
        if done:
            self.kept[done] = replace(self.kept[done], thread=thread.id)
            del self.marks[done]
        return True

    def settled(self, id: str) -> None:
        self.marks.pop(id, None)

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        mine = sorted((mark, id) for id, mark in self.marks.items() if keys.shard(id) == str(shard))
        return [Mark(id, "", mark) for mark, id in mine if mark < keys.before(before)]

    def set_fate(self, id: str, fate: str) -> None:
        if id in self.kept:
            self.kept[id] = replace(self.kept[id], fate=fate)

    def messages(self, thread: str, limit: int, after: str = "") -> tuple[list[Kept], str]:
        places = {
            keys.told(message.at, message.n, message.id): message
            for message in self.kept.values()
            if message.thread == thread
        }
        older = sorted((place for place in places if not after or place < after), reverse=True)[:limit]
        return [places[place] for place in older], older[-1] if len(older) == limit else ""

    def waiting(self, limit: int, after: str = "") -> tuple[list[Waiting], str]:
        queue = {}
        for thread in self.threads.values():
            if thread.mode in ("waiting", "human"):
                waits = _waiting(thread)
                queue[keys.turn(waits.since, waits.alarm, waits.id)] = waits
        later = sorted(place for place in queue if place > after)[:limit]
        return [queue[place] for place in later], later[-1] if len(later) == limit else ""

    def known(self, keys: Sequence[str]) -> Mapping[str, Known]:
        return {key: self.addresses[key] for key in keys if key in self.addresses}

    def know(self, known: Known, expires: datetime) -> bool:
        stands = self.addresses[known.key].version if known.key in self.addresses else 0
        if stands != known.version - 1:
            return False
        self.addresses[known.key], self.expiries[known.key] = known, expires
        return True


def _written(message: Kept) -> Kept:
    item = read_item(write_item(message.item)) if message.item else None
    return replace(message, item=item, reply=_reply(message.reply) if message.reply else None)


def _reply(reply: Reply) -> Reply:
    said = json.loads(json.dumps(asdict(reply)))
    return Reply(
        **{
            **said,
            "buttons": tuple(Button(**each) for each in said["buttons"]),
            "rows": tuple(Button(**each) for each in said["rows"]),
        }
    )


def _waiting(thread: Thread) -> Waiting:
    since = thread.since or thread.heard or thread.opened
    if since is None:
        raise ValueError(f"{thread.id} waits, but not since when")
    return Waiting(
        id=thread.id,
        network=thread.network,
        since=since,
        promise=thread.promise,
        heard=thread.heard,
        why=thread.why,
        alarm=thread.alarm,
        owner=thread.owner,
        rung=thread.rung,
    )
