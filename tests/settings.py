"""The settings table as dicts, for the Desk of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.core.errors import Conflict, TryLater
from chalicelib.core.settings import Job, Key, Setting


@dataclass
class Settings:
    """The settings table as dicts, and whether it is there; `asked` counts how often it was read."""

    rows: dict[Key, Setting] = field(default_factory=dict)
    past: dict[Key, list[Setting]] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    asked: int = 0
    away: bool = False

    def all(self) -> Mapping[Key, Setting]:
        self.asked += 1
        if self.away:
            raise TryLater("dynamodb away")
        return dict(self.rows)

    def history(self, kind: str, code: str) -> list[Setting]:
        return list(self.past.get((kind, code), []))

    def put(self, kind: str, code: str, value: object, version: int | None, by: str, at: datetime) -> int:
        key = kind, code
        present = self.rows[key].version if key in self.rows else 0
        if present != (version or 0):
            raise Conflict(present)
        self.rows[key] = Setting(kind, code, value, present + 1, by, at)
        self.past.setdefault(key, []).append(self.rows[key])
        return present + 1

    def order(self, job: str, at: datetime) -> None:
        last = self.jobs.get(job)
        self.jobs[job] = Job(at, last.turn + 1 if last else 1, "")

    def job(self, job: str) -> Job | None:
        return self.jobs.get(job)

    def advance(self, job: str, seen: Job, cursor: str | None) -> bool:
        if self.jobs.get(job) != seen:
            return False
        self.jobs[job] = replace(seen, cursor=cursor)
        return True
