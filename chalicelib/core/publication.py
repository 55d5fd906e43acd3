"""What of a request may be public: nothing, its service and place, or also a text and photos that staff released.

The one place that decides it: lists, near-me, tracking without proof, maps and open data show a Public, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.core.case import Case
from chalicelib.core.city import City, Publish
from chalicelib.core.geo import generalise
from chalicelib.core.request import Request

# Whoever asked for an answer by law, or for help, did not ask for an audience.
PUBLIC_BASIS = "service"
TIP = "report"
# What an event changes that can be seen from outside: these fields, or a promise or a release by one of these moves.
SEEN_FIELDS = frozenset({"status", "unit", "service", "basis", "confidential", "body", "result"})
SEEN_MOVES = ("release", "unrelease", "extend", "legal_date", "recompute")


@dataclass(frozen=True, slots=True)
class Public:
    """A request as anybody may see it. Moments are aware UTC, `opened` in whole seconds. `lat` and `long` are the
    middle of the cell that it lies in, not its place. `text` and `photos` (ids of files) only where staff released
    them."""

    number: str
    service: str
    status: str
    opened: datetime
    changed: datetime
    promise: datetime | None
    unit: str
    body: str = ""
    outcome: str = ""
    result: str = ""
    district: str = ""
    lat: float | None = None
    long: float | None = None
    text: str = ""
    photos: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.promise is not None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Some of a list, and the cursor of the next page, "" at the end."""

    entries: tuple[Public, ...]
    cursor: str = ""


def public_of(case: Case, city: City) -> Public | None:
    """What of the case is public now, with the words and photos that were released of it; none for nothing."""
    event = case.event(case.state.released)
    photos = tuple(event.facts.get("photos", ())) if event else ()
    found = publication(case.request, city, text=case.texts(case.state.released).get("text", ""), photos=photos)
    return replace(found, changed=_changed(case)) if found else None


def publication(request: Request, city: City, *, text: str = "", photos: tuple[str, ...] = ()) -> Public | None:
    """What of the request is public now; none for nothing. `text` and `photos` are what staff released of it."""
    state = request.state
    grade = grade_of(request, city)
    if grade == "nothing":
        return None
    point = generalise(request.draft.lat, request.draft.long)
    districts = {district.name for district in city.districts}
    found = Public(
        number=request.number,
        service=state.service,
        status=state.status,
        opened=request.opened.replace(microsecond=0),  # as it is shown: lists are sorted by it
        changed=max(state.changed, request.opened),
        promise=state.promise if state.open else None,
        unit=state.unit,
        body=state.body,
        outcome=state.outcome,
        result=state.result,
        district=request.draft.district if request.draft.district in districts else "",
        lat=point[0] if point else None,
        long=point[1] if point else None,
    )
    return replace(found, text=text, photos=photos) if grade == "released" and state.released else found


def _changed(case: Case) -> datetime:
    """When anything of it last changed that anybody may see: what staff do among themselves is nobody's to guess."""
    seen = (
        event.at
        for event in case.events
        if event.move in SEEN_MOVES or not SEEN_FIELDS.isdisjoint(event.facts.get("changed", {}))
    )
    return max((case.request.opened, *seen))


def grade_of(request: Request, city: City) -> Publish:
    """How much of the request its service makes public: never anything of a tip, of what is confidential, of a hidden
    identity, of a legal application, or of what was erased."""
    state, draft = request.state, request.draft
    service = city.services.get(state.service)
    hidden = draft.kind == TIP or draft.hide_identity or state.confidential or state.basis != PUBLIC_BASIS
    if service is None or service.confidential or service.private or hidden or state.erased:
        return "nothing"
    return service.publish


def is_releasable(move: str, request: Request, city: City) -> bool:
    """Whether `release` finds words to make public, and `unrelease` something to take back; True for other moves."""
    if move == "unrelease":
        return bool(request.state.released)
    return move != "release" or grade_of(request, city) == "released"


def still(public: Public, city: City) -> Public | None:
    """What was public when it was written, as far as its service still makes it public now."""
    service = city.services.get(public.service)
    grade = service.publish if service and not service.private and not service.confidential else "nothing"
    if grade == "nothing":
        return None
    return public if grade == "released" else replace(public, text="", photos=())


def written(public: Public) -> dict[str, Any]:
    """As JSON; what is empty is left out."""
    told = {name: getattr(public, name) for name in Public.__dataclass_fields__}
    moments = {name: told[name].isoformat() for name in ("opened", "changed", "promise") if told[name]}
    return {name: value for name, value in (told | moments).items() if value not in (None, "", ())}


def read(told: Mapping[str, Any]) -> Public:
    """Back from JSON."""
    moments = {name: datetime.fromisoformat(told[name]) for name in ("opened", "changed", "promise") if name in told}
    return Public(**{"promise": None, **told, **moments, "photos": tuple(told.get("photos", ()))})
