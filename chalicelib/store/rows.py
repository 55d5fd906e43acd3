"""A Request as a row holds it, and back: the opening without, the person with what an erasure takes out."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from chalicelib.core.case import Clock, Event, Said, State
from chalicelib.core.city import Target
from chalicelib.core.due import Due, Line
from chalicelib.core.law import Legal
from chalicelib.core.request import Draft, Request
from chalicelib.core.routing import Route
from chalicelib.store import keys
from chalicelib.store.request_row import Row

# What is a person's own: contact, name, words and place.
PERSONAL = (
    "text", "address", "district", "neighbourhood", "lat", "long", "first_name", "last_name", "phone", "email",
    "on_behalf_of", "chat", "answers", "extras", "files",
)  # fmt: skip
PLAIN = tuple(field.name for field in fields(Draft) if field.name not in PERSONAL)
ROUTE = tuple(field.name for field in fields(Route))
# What of the state has an attribute of its own, because an index or a condition needs it.
APART = ("status", "version", "changed", "service", "priority", "taken_by", "chain")
MOMENTS = ("due", "legal_due", "alerted", "waits", "answered", "call_now", "call_back")
REST = tuple(
    field.name for field in fields(State) if field.name not in (*APART, *MOMENTS, "clock", "legal", "references")
)


def opening_of(request: Request) -> dict[str, Any]:
    """Event 1 as JSON, without anything personal; what is empty is left out."""
    said = {name: getattr(request.draft, name) for name in PLAIN}
    way = {name: getattr(request.route, name) for name in ROUTE}
    target, inside = request.state.clock.target, request.state.due
    return _told(
        channel=request.channel,
        source=request.source,
        body=request.body,
        by=request.by,
        draft=_told(**said),
        route=_told(**way),
        due=keys.stamp(request.due.at),
        due_lines=[[line.code, dict(line.values)] for line in request.due.lines],
        target=[target.unit_of_time, target.amount],
        inside=keys.stamp(inside) if inside != request.due.at else None,
        reach=request.reach,
        notice=request.notice,
        check_back=request.check_back.isoformat() if request.check_back else None,
    )


def person_of(draft: Draft) -> dict[str, Any]:
    """What an erasure takes out, as JSON."""
    return _told(**{name: getattr(draft, name) for name in PERSONAL})


def state_of(state: State) -> dict[str, Any]:
    """What of the state has no attribute of its own, as JSON; what is empty is left out."""
    clock, legal = state.clock, state.legal
    return _told(
        **{name: getattr(state, name) for name in REST},
        **{name: _stamp(getattr(state, name)) for name in MOMENTS},
        references=dict(state.references),
        clock=_told(
            start=keys.stamp(clock.start),
            target=[clock.target.unit_of_time, clock.target.amount],
            pauses=[[keys.stamp(since), keys.stamp(until)] for since, until in clock.pauses],
            paused=_stamp(clock.paused),
            own=clock.own.isoformat() if clock.own else None,
        ),
        legal=_told(
            basis=legal.basis,
            start=keys.stamp(legal.start),
            extended=legal.extended,
            cut=_stamp(legal.cut),
            resumed=_stamp(legal.resumed),
            own=legal.own.isoformat() if legal.own else None,
        )
        if legal
        else None,
    )


def request_of(row: Row) -> Request:
    """The Request of a stored row."""
    opening: dict[str, Any] = row.opening
    person: dict[str, Any] = row.person or {"text": ""}
    way = dict(opening["route"])
    way["also"] = tuple(way.get("also", ()))
    check_back = opening.get("check_back")
    person = person | {name: _pairs(person[name]) for name in ("answers", "extras") if name in person}
    if "files" in person:
        person = person | {"files": tuple(person["files"])}
    draft, route = Draft(**opening["draft"], **person), Route(**way)
    return Request(
        number=row.number,
        opened=keys.moment(row.opened),
        channel=opening["channel"],
        source=opening["source"],
        body=opening["body"],
        draft=draft,
        route=route,
        due=Due(
            keys.moment(opening["due"]),
            tuple(Line(code, tuple(values.items())) for code, values in opening["due_lines"]),
        ),
        reach=opening["reach"],
        notice=opening["notice"],
        citizen=row.citizen or "",
        by=opening.get("by", ""),
        check_back=date.fromisoformat(check_back) if check_back else None,
        state=_moved(row, row.state) if row.state else _first(row, opening, draft, route),
    )


def event_of(row: Row) -> Event:
    """The Event of a stored row."""
    return Event(
        number=row.number,
        n=keys.count(row.part),
        at=keys.moment(row.happened),
        move=row.move,
        actor=row.actor,
        facts=row.facts or {},
        said=row.said or "",
        before=row.before,
        hash=row.hash,
    )


def said_of(row: Row) -> Said:
    """The Said of a stored row."""
    return Said(keys.count(row.part), row.salt or "", row.texts or {}, erased=row.texts is None)


def _first(row: Row, opening: dict[str, Any], draft: Draft, route: Route) -> State:
    """The state of a request that nobody has moved yet, from its opening."""
    opened, due = keys.moment(row.opened), keys.moment(opening["due"])
    unit_of_time, amount = opening["target"]
    legal = Legal(draft.basis, opened) if draft.basis != "service" else None
    return State(
        status=row.status,
        version=int(row.version),
        changed=opened,
        unit=route.unit,
        service=draft.service,
        priority=route.priority,
        basis=draft.basis,
        clock=Clock(opened, Target(unit_of_time, amount)),
        due=keys.moment(opening["inside"]) if "inside" in opening else due,
        legal=legal,
        legal_due=due if legal else None,
        alerted=opened,
        body=route.body,
    )


def _moved(row: Row, rest: dict[str, Any]) -> State:
    clock, legal = rest["clock"], rest.get("legal")
    plain = {name: rest[name] for name in REST if name in rest and name != "merged"}
    moments = {name: keys.moment(rest[name]) for name in MOMENTS if name in rest}
    return State(
        status=row.status,
        version=int(row.version),
        changed=keys.moment(row.changed),
        service=row.service,
        priority=row.priority,
        taken_by=row.taken_by or "",
        chain=row.chain or "",
        merged=tuple(rest.get("merged", ())),
        references=tuple(sorted(rest.get("references", {}).items())),
        clock=Clock(
            start=keys.moment(clock["start"]),
            target=Target(*clock["target"]),
            pauses=tuple((keys.moment(since), keys.moment(until)) for since, until in clock.get("pauses", ())),
            paused=_moment(clock.get("paused")),
            own=_day(clock.get("own")),
        ),
        legal=Legal(
            basis=legal["basis"],
            start=keys.moment(legal["start"]),
            extended=legal.get("extended", False),
            cut=_moment(legal.get("cut")),
            resumed=_moment(legal.get("resumed")),
            own=_day(legal.get("own")),
        )
        if legal
        else None,
        **plain,
        **moments,
    )


def _pairs(told: list[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(values)) for code, values in told)


def _stamp(at: datetime | None) -> str | None:
    return keys.stamp(at) if at else None


def _moment(text: str | None) -> datetime | None:
    return keys.moment(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _told(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", False, (), [], {})}
