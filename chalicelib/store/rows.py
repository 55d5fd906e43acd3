"""A Request as a row holds it, and back: the opening without, the person with what an erasure takes out."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.core.deadlines import Due, Line
from chalicelib.core.request import Draft, Request
from chalicelib.core.routing import Route
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.store.requests import Row

# What is a person's own: contact, name, words and place.
PERSONAL = (
    "text", "address", "district", "neighbourhood", "lat", "long", "first_name", "last_name", "phone", "email",
    "on_behalf_of",
)  # fmt: skip
PLAIN = tuple(field.name for field in fields(Draft) if field.name not in PERSONAL)
ROUTE = tuple(field.name for field in fields(Route))


def opening_of(request: Request) -> dict[str, Any]:
    """Event 1 as JSON, without anything personal; what is empty is left out."""
    said = {name: getattr(request.draft, name) for name in PLAIN}
    way = {name: getattr(request.route, name) for name in ROUTE}
    return _told(
        channel=request.channel,
        source=request.source,
        body=request.body,
        draft=_told(**said),
        route=_told(**way),
        due=keys.stamp(request.due.at),
        due_lines=[[line.code, dict(line.values)] for line in request.due.lines],
        reach=request.reach,
        notice=request.notice,
        check_back=request.check_back.isoformat() if request.check_back else None,
    )


def person_of(request: Request) -> dict[str, Any]:
    """What an erasure takes out, as JSON."""
    return _told(**{name: getattr(request.draft, name) for name in PERSONAL})


def request_of(row: Row) -> Request:
    """The Request of a stored row."""
    opening: dict[str, Any] = row.opening
    person: dict[str, Any] = row.person or {"text": ""}
    way = dict(opening["route"])
    way["also"] = tuple(way.get("also", ()))
    check_back = opening.get("check_back")
    return Request(
        number=row.number,
        opened=keys.moment(row.opened),
        channel=opening["channel"],
        source=opening["source"],
        body=opening["body"],
        draft=Draft(**opening["draft"], **person),
        route=Route(**way),
        due=Due(
            keys.moment(opening["due"]),
            tuple(Line(code, tuple(values.items())) for code, values in opening["due_lines"]),
        ),
        reach=opening["reach"],
        notice=opening["notice"],
        check_back=date.fromisoformat(check_back) if check_back else None,
        status=row.status,
        version=int(row.version),
        changed=keys.moment(row.changed),
    )


def _told(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", False, ())}
