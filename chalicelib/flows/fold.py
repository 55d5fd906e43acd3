"""The same matter of the same person, sent again under another key within a day, is the same request."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from chalicelib.core.request import Request
from chalicelib.flows.admit import key_of, settle
from chalicelib.flows.desk import Desk

WITHIN = timedelta(hours=24)

# How often the first may turn out to be over, or to have been taken by somebody else meanwhile.
LOOKS = 4


class Place(NamedTuple):
    """Under which number, and as which source's (its keyed hash), a matter is opened."""

    number: str
    origin: str


def first_of(desk: Desk, citizen: str, body: str, own: Place) -> Request | Place:
    """The open request that `citizen` (keyed hash) opened for the matter `body` (its hash) within a day; else the place
    under which it is to be opened.

    The first who comes puts their own place down, and whoever comes after opens the request there, as the first would:
    so there is one, however many come at once, and also where the first died before opening it. Counts against the
    contact's limit in the same update; two gets more where somebody was first. Raises Refused ("limit-contact"),
    TryLater.
    """
    key = key_of(desk, "contact", citizen)
    grant, firsts = desk.limits.take_for(key, desk.quotas["contact"], desk.now(), body, _written(own))
    settle(desk, "contact", grant)
    told = list(firsts)
    for _ in range(LOOKS):
        if not told:
            return own
        place = _read(told.pop(0))
        if place == own:
            return own
        standing = desk.requests.read(place.number)
        if standing is None:
            return place
        if _is_same(desk, standing, citizen, body):
            return own if _stands(desk, own) else standing
        if not told:  # today's is over: the next who sends it shall find this one
            told.append(desk.limits.put_instead(key, body, _written(place), _written(own)))
    return own


def _is_same(desk: Desk, standing: Request, citizen: str, body: str) -> bool:
    """Whether a request is that citizen's, of that matter, young and open; a merged one has ended."""
    young = desk.now() - standing.opened < WITHIN
    return standing.citizen == citizen and standing.body == body and young and standing.state.open


def _stands(desk: Desk, own: Place) -> bool:
    """Whether this source opened a request of its own before: its key stands for that one, ended or not."""
    standing = desk.requests.read(own.number)
    return standing is not None and standing.source == own.origin


def _written(place: Place) -> str:
    return f"{place.number} {place.origin}"


def _read(text: str) -> Place:
    number, _, origin = text.partition(" ")
    return Place(number, origin)
