"""How a request ends, and how it begins anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.core.case import Clock
from chalicelib.core.effects.merging import without
from chalicelib.core.effects.scene import NO_CALL, NOBODY, Effect, Scene, asked_anew, to_be_called
from chalicelib.core.errors import NotAllowed


def reopen(scene: Scene) -> Effect:
    """Not solved: work begins anew, with a new clock. Within the city's days after the outcome; the supervisor may
    always. The law's clock runs on until an answer was given, and never anew."""
    state, city = scene.state, scene.city
    if state.status == "duplicate" and not state.answered:
        raise NotAllowed(version=state.version)  # no outcome yet: the centre takes it out by unmerging
    since = state.answered or state.changed
    late = scene.now > since + timedelta(days=city.reopen_days)
    if late and "supervisor" not in scene.parts and state.status != "duplicate":
        raise NotAllowed("reopen-late", version=state.version)
    changes: dict[str, Any] = {
        "clock": Clock(scene.now, city.targets[state.priority]),
        "due_level": 0,
        "legal": None if state.result else asked_anew(state.legal, scene.now),
        "alerted": scene.now,
        "call_now": None,
        "outcome": "",
        "result": "",
        "answered": None,
        "told": False,
        "waits": None,
        "into": "",
        "resume": "",
    }
    heard = {"call_back": None} if scene.actor.kind == "citizen" else to_be_called(scene)
    return Effect(changes | NOBODY | heard, other=without(scene), reckons=True)


def end(scene: Scene) -> Effect:
    """It has ended."""
    return Effect({"waits": None, "answered": scene.state.answered or scene.now, "told": True} | NO_CALL)


def withdraw(scene: Scene) -> Effect:
    """It has ended at the citizen's wish, or because the fee was not paid; who did not do so themselves hears of it."""
    told = {} if scene.actor.kind == "citizen" else to_be_called(scene)
    return Effect(dict(end(scene).changes) | told)
