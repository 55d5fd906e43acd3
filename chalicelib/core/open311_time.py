"""Moments and windows as Open311 writes them: ISO 8601 with a zone, at most 90 days at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.moments import TURKEY

LONGEST = timedelta(days=90)
"""GeoReport v2, "GET Service Requests": the longest span of one answer, and the default."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)")
_LOST_PLUS = re.compile(r" (\d\d:?\d\d)")  # a "+" that arrived decoded as a space
# Moments are shown to the second: one that is shown as the end of a window lies in it.
_REST_OF_A_SECOND = timedelta(microseconds=999_999)
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, both ends included; aware UTC."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.since <= at <= self.until


def show_moment(at: datetime) -> str:
    """To the second, in Turkish time: `2026-11-23T10:30:00+03:00`."""
    return at.astimezone(TURKEY).isoformat(timespec="seconds")


def show_promise(at: datetime) -> str:
    """A promised date, to the minute as the citizen was told it: `2026-11-26T17:30:00+03:00`."""
    return show_moment(at.replace(second=0, microsecond=0))


def read_moment(field: str, text: str) -> datetime:
    """The moment in aware UTC. Raises Invalid ("bad-date") for anything but ISO 8601 with a zone; years from 1970 to
    2199."""
    written = _LOST_PLUS.sub(r"+\1", text)
    try:
        if not _MOMENT.fullmatch(written):
            raise ValueError(text)
        at = datetime.fromisoformat(written.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(Fault(field, "bad-date")) from error
    if not _EARLIEST <= at < _LATEST:
        raise Invalid(Fault(field, "bad-date"))
    return at


def read_window(start: tuple[str, str], end: tuple[str, str], now: datetime, unsaid: timedelta = LONGEST) -> Window:
    """The window between two dates, each as the name of its field and what was said ("" for nothing).

    Without both it is the last `unsaid`; a start alone reaches 90 days from there or until now, an end alone the 90
    days before it. Raises Invalid ("bad-date"; "date-order" where it ends before it starts; "date-span").
    """
    since = read_moment(*start) if start[1] else None
    until = read_moment(*end) if end[1] else None
    if since and until:
        if until < since:
            raise Invalid(Fault(end[0], "date-order"))
        if until - since > LONGEST:
            raise Invalid(Fault(end[0], "date-span"))
    elif since:
        until = max(since, min(since + LONGEST, now))
    elif until:
        since = until - LONGEST
    else:
        since, until = now - unsaid, now
    return Window(since, _whole(until))


def _whole(until: datetime) -> datetime:
    return until if until.microsecond else until + _REST_OF_A_SECOND
