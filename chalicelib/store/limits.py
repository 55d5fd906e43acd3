"""Limits in the work table: how often under one key, and what one person's matter became first.

What is asked is put together here as DynamoDB reads it: every request from outside passes by, and by a Model it would
cost twice as much of our own time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.errors import TryLater
from chalicelib.core.limits import Grant, Rate, granted, refused
from chalicelib.core.moments import TURKEY
from chalicelib.store import keys
from chalicelib.store.conditional import write
from chalicelib.store.tables import Line, Settings, named

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

# What a person's matters became is kept until the day after is over: seconds.
KEPT = 2 * 24 * 60 * 60

# From one look to the next a day can begin and an idle limit become busy, once each.
LOOKS = 4

Item = dict[str, Any]


class Row(Model):
    """One limit. `full` is until when it is filled (the theoretical arrival time of GCRA) in milliseconds since 1970;
    `firsts` is what each matter of `day` (in Türkiye) became, `before` the same of the last day before that; `expires`
    is when it may go (epoch seconds)."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)


# What is set, and on which condition, by whether the limit is busy; a filled one is never idle again for the same
# moment, so that this holds for whoever adds to it.
FILL = {
    False: ("#full = :full, #expires = :expires", "(attribute_not_exists(#full) OR #full <= :at)"),
    True: ("#full = #full + :more, #expires = :expires", "#full <= :latest"),
}
# The same by whether something is remembered of this day, or a later one, already.
NOTE = {
    False: (
        "#day = :today, #before = if_not_exists(#firsts, :none), #firsts = :firsts",
        "(attribute_not_exists(#day) OR #day < :today)",
    ),
    True: ("#firsts.#matter = if_not_exists(#firsts.#matter, :first)", "#day >= :today"),
}


def _form(*parts: tuple[str, str]) -> Item:
    """An update of these parts, with the names in it."""
    sets, conditions = ", ".join(part[0] for part in parts), " AND ".join(part[1] for part in parts)
    names = {name: name[1:] for name in re.findall(r"#\w+", f"{sets} {conditions}")}
    return {"UpdateExpression": f"SET {sets}", "ConditionExpression": conditions, "ExpressionAttributeNames": names}


TAKE = {busy: _form(fill) for busy, fill in FILL.items()}
TAKE_FOR = {(later, busy): _form(note, fill) for later, note in NOTE.items() for busy, fill in FILL.items()}
PUT_INSTEAD = _form(("#firsts.#matter = :first", "#firsts.#matter = :was"))


class Limits:
    """The work table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._table = table
        self._row = named(Row, table, region, line)

    def take(self, key: str, rate: Rate, now: datetime, cost: int = 1) -> Grant:
        """Ask for `cost` (the burst at most) under `key` at this rate: GCRA (ITU-T I.371), exact however many ask at
        once, and a clock that is behind is never given more.

        One conditional update, two where it is busy. Raises TryLater.
        """
        at, cost = _milliseconds(now), min(cost, rate.burst)
        done, seen = self._write(key, TAKE[False], _filled(at, rate, cost, busy=False))
        if not done and _full(seen) <= _latest(at, rate, cost):
            done, seen = self._write(key, TAKE[True], _filled(at, rate, cost, busy=True))
        return granted(_full(seen), at, rate) if done else refused(_full(seen), at, rate, cost)

    def take_for(self, key: str, rate: Rate, now: datetime, matter: str, first: str) -> tuple[Grant, tuple[str, ...]]:
        """As `take`, and in the same update remember `first` for this matter, unless something is remembered already;
        also gives all that is remembered for it, what is of the day before first. Nothing where it is refused.

        One conditional update, two for whoever was here today. Raises TryLater.
        """
        at, today = _milliseconds(now), now.astimezone(TURKEY).date().isoformat()
        # Most people are not known here: what is true of them is tried first.
        seen: Item = {}
        for _ in range(LOOKS):
            later, busy = seen.get("day", {"S": ""})["S"] >= today, _full(seen) > at
            if busy and _full(seen) > _latest(at, rate):
                return refused(_full(seen), at, rate), ()
            values = _filled(at, rate, 1, busy=busy) | _noted(today, matter, first, later=later)
            done, seen = self._write(key, TAKE_FOR[later, busy], values, matter)
            if done:
                told = (_kept(seen, name, matter) for name in ("before", "firsts"))
                return granted(_full(seen), at, rate), tuple(each for each in told if each)
        raise TryLater("limit moved too often", wait=1)

    def put_instead(self, key: str, matter: str, was: str, first: str) -> str:
        """Remember `first` for this matter in place of `was`; what is remembered now. One conditional update. Raises
        TryLater."""
        done, seen = self._write(key, PUT_INSTEAD, {":first": {"S": first}, ":was": {"S": was}}, matter)
        return first if done else _kept(seen, "firsts", matter) or first

    def _write(self, key: str, form: Item, values: Item, matter: str = "") -> tuple[bool, Item]:
        # DynamoDB refuses a name that the form does not use.
        names = form["ExpressionAttributeNames"]
        names = names | {"#matter": matter} if "#matter" in names else names
        told = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
        return write(self._row, {"TableName": self._table, "Key": {"key": {"S": keys.limit(key)}}} | form | told)


def _filled(at: int, rate: Rate, cost: int, *, busy: bool) -> Item:
    more, expires = rate.step * cost, (at + rate.depth) // 1000 + KEPT
    moments = {":more": more, ":latest": _latest(at, rate, cost)} if busy else {":full": at + more, ":at": at}
    return {name: {"N": str(value)} for name, value in (moments | {":expires": expires}).items()}


def _noted(today: str, matter: str, first: str, *, later: bool) -> Item:
    if later:
        return {":today": {"S": today}, ":first": {"S": first}}
    return {":today": {"S": today}, ":none": {"M": {}}, ":firsts": {"M": {matter: {"S": first}}}}


def _kept(seen: Item, name: str, matter: str) -> str:
    return str(seen.get(name, {"M": {}})["M"].get(matter, {"S": ""})["S"])


def _latest(at: int, rate: Rate, cost: int = 1) -> int:
    """Until when it may be filled at most for `cost` more to be given."""
    return at + rate.depth - rate.step * cost


def _full(seen: Item) -> int:
    return int(seen["full"]["N"]) if "full" in seen else 0


def _milliseconds(at: datetime) -> int:
    return (at - EPOCH) // MILLISECOND
