"""One builder per noun: what a test does not say is ordinary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.moments import local_day
from chalicelib.core.moves import Wanted, make
from chalicelib.core.notices import Errand
from chalicelib.core.opening import open_request
from chalicelib.core.people import Person
from chalicelib.core.request import Draft, Request
from chalicelib.core.rights import CITIZEN, SYSTEM, Actor, staff
from chalicelib.core.understand import understand
from chalicelib.core.wording import Wording
from chalicelib.flows.move import after

# A Monday morning on which every office is open: 10.30 in Turkish time.
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
SECRET = b"a secret of the tests, and of nothing else"

# One of each role, and of two units that a pothole may lie with; the username says which.
STAFF = {
    "operator": ("operator", "cagri-merkezi"),
    "aid": ("aid_line", "sosyal-yardimlar-hatti"),
    "switchboard": ("switchboard", "santral"),
    "supervisor": ("supervisor", "cagri-merkezi"),
    "admin": ("admin", None),
    "auditor": ("auditor", None),
    "officer": ("unit_officer", "fen-isleri"),
    "head": ("unit_head", "fen-isleri"),
    "izsu": ("unit_officer", "izsu"),
}

# How a pothole comes to each state: moves, by whom, with what.
Step = tuple[str, str, dict[str, str]]
START: Step = ("start", "officer", {})
RESOLVE: Step = ("resolve", "officer", {"outcome": "repaired", "answer": "Çukur kapatıldı."})
ROADS: dict[str, tuple[Step, ...]] = {
    "received": (),
    "triaged": (("assign", "operator", {"unit": "cagri-merkezi"}),),
    "assigned": (("accept", "officer", {}),),
    "in_progress": (START,),
    "waiting_citizen": (START, ("ask", "officer", {"question": "Hangi kapının önünde?"})),
    "referred": (
        ("refer", "operator", {"body": "bornova-belediyesi", "check_back": "2026-12-07", "receipt": "E-1905"}),
    ),
    "reopened": (RESOLVE, ("not_solved", "citizen", {"text": "Çukur yerinde duruyor."})),
    "resolved": (RESOLVE,),
    "rejected": (("reject", "operator", {"answer": "Yol özel mülkiyette."}),),
    "duplicate": (("merge", "operator", {"into": "261148173062"}),),
    "withdrawn": (("withdraw", "citizen", {"reason": "Gerek kalmadı."}),),
    "closed": (RESOLVE, ("solved", "citizen", {})),
}


@cache
def a_city(code: str = "izmir-him") -> City:
    return wire.load_city(code)


def the_wording() -> Wording:
    """Every sentence of texts/; one that lacks a value fails the test."""
    return wire.wording().strictly()


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


@cache
def a_staffed_city(code: str = "izmir-him") -> City:
    """The city with the people of STAFF."""
    people = {name: Person(name, name.title(), role, unit) for name, (role, unit) in STAFF.items()}
    return replace(a_city(code), people=people)


def an_actor(who: str, city: City | None = None, now: datetime = MONDAY) -> Actor:
    """Somebody of STAFF, "citizen" or "system"."""
    if who in ("citizen", "system"):
        return CITIZEN if who == "citizen" else SYSTEM
    actor = staff(city or a_staffed_city(), who, (STAFF[who][0],), local_day(now))
    assert actor
    return actor


def moved(
    case: Case,
    move: str,
    who: str,
    *,
    now: datetime,
    city: City | None = None,
    other: Request | None = None,
    **said: Any,
) -> Case:
    """The case after one more move."""
    city = city or a_staffed_city()
    wanted = Wanted(move, said, an_actor(who, city, now), f"{case.state.version:032x}")
    return after(case, make(wanted, case, city, now, Case(other) if other else None)[0])


def a_case(
    state: str = "received", *, now: datetime = MONDAY, step: timedelta = timedelta(hours=1), **fields: Any
) -> Case:
    """A request that real moves brought into this state, one `step` of time apart."""
    city = fields.get("city") or a_staffed_city()
    told: dict[str, Any] = {"city": city} | fields
    case = Case(a_request(now=now, **told))
    for place, (move, who, said) in enumerate(ROADS[state], start=1):
        other = a_request(now=now, **told | {"number": said["into"]}) if "into" in said else None
        case = moved(case, move, who, now=now + place * step, city=city, other=other, **said)
    assert case.state.status == state
    return case
