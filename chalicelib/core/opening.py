"""Opens a request: event 1, with its unit, its due date and what the citizen must know at once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.city import City
from chalicelib.core.deadlines import Due, add_working_days, internal_due, legal_due
from chalicelib.core.moments import local_day
from chalicelib.core.request import Draft, Request, way_to_reach
from chalicelib.core.routing import Route, route


def open_request(
    draft: Draft, city: City, *, number: str, channel: str, source: str, body: str, now: datetime
) -> Request:
    """The Request that `draft` becomes at `now` (aware UTC) under `number`; `source` and `body` are keyed hashes."""
    way = route(draft, city)
    return Request(
        number=number,
        opened=now,
        channel=channel,
        source=source,
        body=body,
        draft=draft,
        route=way,
        due=due_date(draft, way, city, now),
        reach=way_to_reach(draft),
        notice=city.notice_version,
        check_back=add_working_days(local_day(now), city.check_back_days, city.holidays) if way.body else None,
        status="referred" if is_sent_on(way, city) else "received",
        changed=now,
    )


def is_sent_on(way: Route, city: City) -> bool:
    """Whether the other body is told by us; without its address the referral is the desk's task until it is done."""
    body = city.bodies.get(way.body)
    return bool(body and body.email)


def due_date(draft: Draft, way: Route, city: City, now: datetime) -> Due:
    """The promised date: the clock of the legal basis where there is one, else the target of the priority in the
    working time of the accountable unit."""
    calendar = city.calendars[city.units[way.unit].calendar]
    if draft.basis != "service":
        return legal_due(draft.basis, now, calendar, city.holidays)
    return internal_due(now, city.targets[way.priority], calendar, city.holidays)
