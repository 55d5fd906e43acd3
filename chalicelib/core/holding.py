"""When an errand goes out: at once, when the city is awake, in the morning's digest, or in one message with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.city import City
from chalicelib.core.geo import geohash
from chalicelib.core.moments import local_day
from chalicelib.core.notices import Errand
from chalicelib.core.request import Draft
from chalicelib.core.text import fold
from chalicelib.core.workdays import OFFICE_WEEK, first_open_day, moment, to_local

ALONE: Mapping[str, int] = {"sms": 2, "whatsapp": 2, "email": 20}
"""So many similar alerts go out by themselves on a channel, ... A phone rings for each of them, a mailbox does not."""

WINDOW = timedelta(minutes=15)
"""... counted anew after this long; those that follow are held ..."""

EVERY = timedelta(minutes=3)
"""... for this long, and told in one message."""

DIGEST_MINUTE = 8 * 60 + 30
"""When the morning's digest goes out, in minutes of a working day."""

LATE_DIGEST = timedelta(minutes=15)
"""A digest that was not written by then is no reason to forget what it should have told."""

CELL = 6
"""Letters of the geohash that is one place: about 1.2 km by 0.6 km."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a list says of one request: no word of anybody, and of a confidential matter not even its name. `at` and
    `due` are aware, None where the list does not say them."""

    number: str
    service: str
    district: str
    priority: str
    purpose: str = ""
    confidential: bool = False
    at: datetime | None = None
    due: datetime | None = None


def written(line: Line) -> str:
    """The line as the ledger keeps it; codes and names of districts hold no bar."""
    opened = line.at.isoformat(timespec="minutes") if line.at else ""
    return "|".join((line.service, line.district, line.priority, line.purpose, "1" * line.confidential, opened))


def read_line(number: str, about: str) -> Line:
    """The line that `written` gave."""
    service, district, priority, purpose, confidential, opened = (about.split("|") + [""] * 6)[:6]
    at = datetime.fromisoformat(opened) if opened else None
    return Line(number, service, district, priority, purpose, bool(confidential), at)


def place(draft: Draft, district: str) -> str:
    """The cell of a request's place: by its coordinates, else its neighbourhood, its address or its district."""
    if draft.lat is not None and draft.long is not None:
        return geohash(draft.lat, draft.long, CELL)
    return fold(f"{district} {draft.neighbourhood or draft.address}")


def similar(errand: Errand, service: str, cell: str) -> str:
    """The key under which alerts are alike: same people, same occasion, same service, same place."""
    return f"{errand.role}|{errand.channel}|{errand.purpose}|{service}|{cell}"


def group_of(errand: Errand) -> str:
    """Whose messages may be told in one: the same people by the same channel."""
    return f"{errand.role}|{errand.channel}"


def awake(at: datetime, city: City) -> datetime:
    """`at` itself, or the end of the quiet hours that it falls into (no results to citizens at night)."""
    if city.quiet is None:
        return at
    start, end = city.quiet
    local = to_local(at)
    minute = local.hour * 60 + local.minute
    if start <= end:
        return moment(local.date(), end) if start <= minute < end else at
    if minute < end:
        return moment(local.date(), end)
    return moment(local.date() + timedelta(days=1), end) if minute >= start else at


def digest_at(after: datetime, city: City) -> datetime:
    """The first morning of a working day behind `after`, at DIGEST_MINUTE: Monday to Friday, no holiday or leave."""
    day = local_day(after)
    if after >= moment(day, DIGEST_MINUTE):
        day += timedelta(days=1)
    return moment(first_open_day(day, OFFICE_WEEK, city.holidays), DIGEST_MINUTE)
