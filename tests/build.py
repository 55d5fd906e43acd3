"""One builder per noun: what a test does not say is ordinary."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from chalicelib import wire
from chalicelib.core.city import City
from chalicelib.core.notices import Errand
from chalicelib.core.opening import open_request
from chalicelib.core.request import Draft, Request
from chalicelib.core.understand import understand
from chalicelib.core.wording import Wording

# A Monday morning on which every office is open: 10.30 in Turkish time.
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
SECRET = b"a secret of the tests, and of nothing else"


@cache
def a_city(code: str = "izmir-him") -> City:
    return wire.load_city(code)


def the_wording() -> Wording:
    return wire.wording()


def what_is_said(**fields: Any) -> dict[str, Any]:
    """What a citizen's form or app would send: a pothole, with a mobile."""
    said = {
        "service_code": "road.pothole",
        "description": "Büyük bir çukur var, arabalar zarar görüyor.",
        "address": "Ankara Caddesi no 12",
        "district": "Bornova",
        "first_name": "Ayşe",
        "last_name": "Yılmaz",
        "phone": "0532 111 22 33",
    } | fields
    return {name: value for name, value in said.items() if value is not None}


def a_draft(city: City | None = None, **fields: Any) -> Draft:
    return understand(what_is_said(**fields), city or a_city())


def a_request(
    *,
    city: City | None = None,
    number: str = "261148173052",
    now: datetime = MONDAY,
    channel: str = "web",
    **fields: Any,
) -> Request:
    city = city or a_city()
    return open_request(
        a_draft(city, **fields), city, number=number, channel=channel, source="source", body="body", now=now
    )


def an_errand(**fields: Any) -> Errand:
    return Errand(
        **{
            "number": "261148173052",
            "event": 1,
            "role": "unit:fen-isleri",
            "purpose": "alert",
            "channel": "email",
            "queue": "unit-alerts",
            "at": MONDAY,
        }
        | fields
    )
