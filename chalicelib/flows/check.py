"""Every night: each open request has exactly one accountable unit and a moment at which it is looked at next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.marks import Mark
from chalicelib.flows.desk import SHARDS, Desk

PAGE = 500
# After this the sweep has surely passed over a request that was to be looked at, however long its backlog.
FORGOTTEN = timedelta(hours=1)
_FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """What is wrong with a request: "in no list" of a unit, "in two lists", "never looked at", "forgotten"."""

    number: str
    fault: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many open requests there are, and what is wrong with any."""

    open: int
    faults: tuple[Found, ...]


def check(desk: Desk) -> Checked:
    """Compare the units' lists with the marks of the next look, and log every request that is not as it must be.

    Both are indexes, which are a moment behind: what looks wrong is looked up by its own row, and then in both again.
    Reads every open request's entry in both, and the rows of those that wait to be closed. Raises TryLater.
    """
    count, found = _compare(desk)
    suspects = {each for each in found if _stands(desk, each)}
    faults = sorted(suspects & _compare(desk)[1]) if suspects else []
    for each in faults:
        desk.log.warning("request without an owner or a time", number=each.number, fault=each.fault)
    desk.log.info("open requests checked", open=count, faults=len(faults))
    return Checked(count, tuple(faults))


def _compare(desk: Desk) -> tuple[int, set[Found]]:
    now = desk.now()
    marked = {mark.number: _since(mark) for shard in SHARDS for mark in desk.requests.next(shard, now + _FAR)}
    listed: set[str] = set()
    found: set[Found] = set()
    for unit in desk.city.units:
        for number in _numbers_of(desk, unit):
            if number in listed:
                found.add(Found(number, "in two lists"))
            listed.add(number)
    found |= {Found(number, "never looked at") for number in listed - marked.keys()}
    found |= {Found(number, "in no list") for number in marked.keys() - listed}
    found |= {Found(number, "forgotten") for number, since in marked.items() if since < now - FORGOTTEN}
    return len(listed), found


def _stands(desk: Desk, found: Found) -> bool:
    """By the request's own row; an answered one is in no unit's list and yet looked at, to be closed."""
    request = desk.requests.read(found.number)
    return request is not None and (request.state.open or found.fault == "forgotten")


def _since(mark: Mark) -> datetime:
    return datetime.fromisoformat(mark.value.partition("#")[0])


def _numbers_of(desk: Desk, unit: str) -> Iterator[str]:
    after = ""
    while True:
        page = desk.requests.of_unit(unit, PAGE, after)
        yield from (entry.number for entry in page.entries)
        if not page.cursor:
            return
        after = page.cursor
