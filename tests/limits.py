"""Limits and codes as dicts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.core.codes import Code
from chalicelib.core.limits import Grant, Rate, granted, refused
from chalicelib.core.moments import TURKEY


@dataclass
class Limits:
    """GCRA over a dict of the moments until which each is filled, in milliseconds; what a person's matters became, by
    key and day."""

    fulls: dict[str, int] = field(default_factory=dict)
    firsts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def take(self, key: str, rate: Rate, now: datetime, cost: int = 1) -> Grant:
        at, cost = int(now.timestamp() * 1000), min(cost, rate.burst)
        full = self.fulls.get(key, 0)
        if full > at + rate.step * (rate.burst - cost):
            return refused(full, at, rate, cost)
        self.fulls[key] = max(full, at) + rate.step * cost
        return granted(self.fulls[key], at, rate)

    def take_for(self, key: str, rate: Rate, now: datetime, matter: str, first: str) -> tuple[Grant, tuple[str, ...]]:
        grant = self.take(key, rate, now)
        if not grant.granted:
            return grant, ()
        days = self.firsts.setdefault(key, {})
        today = max(f"{now.astimezone(TURKEY):%Y-%m-%d}", *days, "")
        days.setdefault(today, {}).setdefault(matter, first)
        for old in sorted(days)[:-2]:
            del days[old]
        return grant, tuple(days[day][matter] for day in sorted(days) if matter in days[day])

    def put_instead(self, key: str, matter: str, was: str, first: str) -> str:
        days = self.firsts[key]
        today = days[max(days)]
        if today.get(matter) == was:
            today[matter] = first
        return today.get(matter, first)


@dataclass
class Codes:
    """One-time codes and sessions; both with their end."""

    codes: dict[str, tuple[Code, datetime]] = field(default_factory=dict)
    sessions: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def put(self, code: Code, expires: datetime) -> bool:
        if code.id in self.codes:
            return False
        self.codes[code.id] = (code, expires)
        return True

    def guess(self, id: str, now: datetime) -> Code | None:
        code, expires = self.codes.get(id, (None, now))
        if code is None or expires <= now or code.guesses <= 0:
            return None
        self.codes[id] = (replace(code, guesses=code.guesses - 1), expires)
        return self.codes[id][0]

    def use(self, id: str) -> bool:
        return self.codes.pop(id, None) is not None

    def begin(self, key: str, citizen: str, expires: datetime) -> None:
        self.sessions[key] = (citizen, expires)

    def who(self, key: str, now: datetime) -> str:
        citizen, expires = self.sessions.get(key, ("", now))
        return citizen if expires > now else ""

    def end(self, key: str) -> None:
        self.sessions.pop(key, None)
