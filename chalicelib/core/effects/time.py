"""What time alone brings: steps of the ladder, another phone, a call to make, dates reckoned anew."""

from __future__ import annotations

from typing import Any

from chalicelib.core.effects.scene import Effect, Scene
from chalicelib.core.people import on_duty


def escalate(scene: Scene) -> Effect:
    """A step of the ladder was raised; `clock` is "due" or "legal"."""
    return Effect({f"{scene.values['clock']}_level": scene.values["level"]})


def alert_again(scene: Scene) -> Effect:
    """Nobody has taken a P1: the next phone on duty, and after the last the centre calls."""
    turn = scene.state.take_round + 1
    phones = on_duty(scene.city, scene.state.unit, scene.now)
    changes: dict[str, Any] = {"take_round": turn, "alerted": scene.now}
    if turn < len(phones):
        return Effect(changes, {"turn": turn})
    return Effect(changes | {"call_now": scene.now}, {"turn": turn, "call": "now"})


def untold(scene: Scene) -> Effect:
    """What was to be told did not reach the citizen: somebody must call, and silence closes nothing. Who waits for a
    call already keeps their place; who wants no call has the tracking page, but the law's answer goes by letter."""
    if scene.request.draft.do_not_call and scene.state.basis == "service":
        return Effect({"told": True} if scene.state.answered else {}, tells=False)
    return Effect({"call_back": scene.state.call_back or scene.now})


def unreached(scene: Scene) -> Effect:
    """An alert reached nobody, or rang no phone: the centre calls whom it was for, once."""
    return Effect({"call_now": scene.state.call_now or scene.now})


def recompute(scene: Scene) -> Effect:
    """The working time has changed: only the dates."""
    return Effect(reckons=True)
