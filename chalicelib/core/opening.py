"""Opens a request: event 1, with its unit, its due date and what the citizen must know at once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.case import Clock, State
from chalicelib.core.city import City
from chalicelib.core.deadlines import internal_due
from chalicelib.core.law import Legal, legal_due
from chalicelib.core.moments import local_day
from chalicelib.core.request import Draft, Request, way_to_reach
from chalicelib.core.routing import Route, route
from chalicelib.core.workdays import add_working_days


def open_request(
    draft: Draft,
    city: City,
    *,
    number: str,
    channel: str,
    source: str,
    body: str,
    now: datetime,
    citizen: str = "",
    by: str = "",
) -> Request:
    """The Request that `draft` becomes at `now` (aware UTC) under `number`; `source`, `body` and `citizen` are keyed
    hashes. It is promised by the law's date where the law has one for it, else by the city's own target."""
    way = route(draft, city)
    calendar = city.calendars[city.units[way.unit].calendar]
    target = city.targets[way.priority]
    inside = internal_due(now, target, calendar, city.holidays)
    legal = Legal(draft.basis, now) if draft.basis != "service" else None
    law = legal_due(legal, calendar, city.public_holidays) if legal else None
    return Request(
        number=number,
        opened=now,
        channel=channel,
        source=source,
        body=body,
        draft=draft,
        route=way,
        due=law or inside,
        reach=way_to_reach(draft),
        notice=city.notice_version,
        citizen=citizen,
        by=by,
        check_back=add_working_days(local_day(now), city.check_back_days, city.holidays) if way.body else None,
        state=State(
            status="referred" if is_sent_on(way, city) else "received",
            version=1,
            changed=now,
            unit=way.unit,
            service=draft.service,
            priority=way.priority,
            basis=draft.basis,
            clock=Clock(now, target),
            due=inside.at,
            legal=legal,
            legal_due=law.at if law else None,
            alerted=now,
            body=way.body,
        ),
    )


def is_sent_on(way: Route, city: City) -> bool:
    """Whether the other body is told by us; without its address the referral is the desk's task until it is done."""
    body = city.bodies.get(way.body)
    return bool(body and body.email)
