"""The chain of events: each holds the hash of the one before, so that nothing can be changed or left out unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from chalicelib.core.case import Case, Event, Said
from chalicelib.core.request import Request
from chalicelib.core.tracking import same


def genesis(request: Request) -> str:
    """The hash of the opening: its number, time, channel, writer, route and promise, and the keyed hash of what was
    said, which stays when the words themselves are erased."""
    return _digest(
        request.number,
        _stamp(request.opened),
        request.channel,
        request.source,
        request.body,
        request.by,
        request.route.unit,
        request.route.priority,
        _stamp(request.due.at),
    )


def said_hash(said: Said) -> str:
    """The hash by which an event knows its texts."""
    return _digest(said.n, said.salt, dict(sorted(said.texts.items())))


def link(event: Event, before: str) -> Event:
    """The event with its place in the chain."""
    linked = replace(event, before=before)
    return replace(linked, hash=event_hash(linked))


def event_hash(event: Event) -> str:
    """The hash of an event, over everything in it but itself."""
    return _digest(
        event.number, event.n, _stamp(event.at), event.move, event.actor, event.facts, event.said, event.before
    )


def verify(case: Case) -> tuple[str, ...]:
    """What is wrong with the chain of a case, a line each; nothing if it holds, also after an erasure."""
    wrong: list[str] = []
    before = genesis(case.request)
    for place, event in enumerate(case.events, start=2):
        if event.n != place:
            wrong.append(f"event {place} is missing")
        if not same(event.before, before):
            wrong.append(f"event {event.n} does not follow the one before it")
        if not same(event.hash, event_hash(event)):
            wrong.append(f"event {event.n} was changed")
        said = case.said.get(event.n)
        if event.said and said is None:
            wrong.append(f"the texts of event {event.n} are missing")
        elif said and not said.erased and not same(event.said, said_hash(said)):
            wrong.append(f"the texts of event {event.n} were changed")
        before = event.hash
    if not same(case.state.chain, case.events[-1].hash if case.events else ""):
        wrong.append("the last event is missing")
    if case.state.version != 1 + len(case.events):
        wrong.append(f"version {case.state.version} does not match {len(case.events)} events")
    return tuple(wrong)


def _digest(*parts: str | int | Mapping[str, Any]) -> str:
    told = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
