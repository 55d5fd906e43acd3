"""The files table and the bucket as dicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.core.files import File, Offer
from chalicelib.core.marks import Mark
from chalicelib.store import keys

SETTLED = ("state", "reason", "width", "height", "bytes", "position")
"""What settling a file changes of it."""


@dataclass
class Files:
    """The files table; `rows` by id."""

    rows: dict[str, File] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    def add(self, file: File, expires: datetime) -> bool:
        if file.id in self.rows:
            return False
        self.rows[file.id] = file
        self.marks[file.id] = keys.mark(file.made, file.id)
        return True

    def read(self, id: str) -> File | None:
        return self.rows.get(id)

    def of(self, ids: Sequence[str]) -> Mapping[str, File]:
        return {id: self.rows[id] for id in ids if id in self.rows}

    def claim(self, id: str, number: str) -> File | None:
        file = self.rows.get(id)
        if file is None or file.number not in ("", number):
            return None
        self.rows[id] = replace(file, number=number)
        return self.rows[id]

    def settle(self, file: File) -> File | None:
        stood = self.rows.get(file.id)
        if stood is None or "refused" == stood.state != file.state:
            return None
        told = {name: getattr(file, name) for name in SETTLED}
        self.rows[file.id] = replace(stood, **told)
        self.marks.pop(file.id, None)
        return self.rows[file.id]

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        for id, mark in sorted(self.marks.items(), key=lambda each: each[1]):
            if keys.shard(id) == str(shard) and mark < keys.before(before):
                yield Mark(id, "", mark)


@dataclass
class Vault:
    """The bucket; `verdicts` are the scanner's by key, `passing` the keys of what goes in a few days."""

    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    passing: set[str] = field(default_factory=set)

    def offer(self, key: str, media_type: str, largest: int, now: datetime, time: timedelta) -> Offer:
        return Offer("https://kopru.example.org/files", {"key": key, "Content-Type": media_type}, now + time)

    def address(self, key: str, name: str, now: datetime, time: timedelta) -> str:
        return f"https://kopru.example.org/{key}?until={int((now + time).timestamp())}"

    def put(self, key: str, content: bytes, media_type: str, *, kept: bool = True) -> None:
        self.objects[key] = (content, media_type)
        (self.passing.discard if kept else self.passing.add)(key)

    def keep(self, key: str) -> None:
        self.passing.discard(key)

    def get(self, key: str, most: int) -> bytes | None:
        return self.objects[key][0][: most + 1] if key in self.objects else None

    def verdict(self, key: str) -> str | None:
        return self.verdicts.get(key, "") if key in self.objects else None

    def drop(self, key: str) -> None:
        self.objects.pop(key, None)
