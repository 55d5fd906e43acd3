"""What an effect looks at and gives, and what several effects have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.core.case import Clock, State
from chalicelib.core.city import City
from chalicelib.core.law import Legal
from chalicelib.core.request import Request
from chalicelib.core.rights import Actor, Part

NOBODY: dict[str, Any] = {"taken_by": "", "take_round": 0}
NO_CALL: dict[str, Any] = {"call_now": None, "call_back": None}


@dataclass(frozen=True, slots=True)
class Scene:
    """What an effect looks at. `other` is the request it is merged into, or was; `files` are the ids of its own."""

    request: Request
    state: State
    values: Mapping[str, Any]
    actor: Actor
    parts: frozenset[Part]
    city: City
    now: datetime
    other: Request | None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Changes of the state; facts and texts for the event beyond what the move carried; changes of the citizen's own
    part and of the `other` request; whether the dates are reckoned anew, errands follow, and the own part goes."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    draft: Mapping[str, Any] = field(default_factory=dict)
    other: Mapping[str, Any] = field(default_factory=dict)
    reckons: bool = False
    tells: bool = True
    erases: bool = False


def running(clock: Clock, now: datetime) -> Clock:
    """The clock running again; the time in which it stood still does not count."""
    if clock.paused is None:
        return clock
    return replace(clock, pauses=(*clock.pauses, (clock.paused, now)), paused=None, own=None)


def to_be_called(scene: Scene) -> dict[str, Any]:
    """Who has a phone that takes no SMS, and no e-mail, stands on the centre's list."""
    if scene.request.reach != "call" or scene.request.draft.do_not_call:
        return {}
    return {"call_back": scene.state.call_back or scene.now}


def has_the_page_alone(scene: Scene) -> bool:
    """Whether nothing but the tracking page can tell the citizen: they left no contact, or want no call."""
    request = scene.request
    return request.reach == "none" or (request.reach == "call" and request.draft.do_not_call)


def remedy(scene: Scene, result: str) -> dict[str, str]:
    """The law whose remedy a negative answer names."""
    legal = scene.state.basis != "service" and result in ("negative", "rejected")
    return {"remedy": scene.state.basis} if legal else {}


def asked_anew(legal: Legal | None, now: datetime) -> Legal | None:
    """With an unpaid fee asked for again: the days to pay it count from `now`."""
    return replace(legal, cut=now) if legal and legal.cut and not legal.resumed else legal
