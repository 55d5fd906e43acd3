"""The work itself: taken, begun, asked about, brought to an outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.core.city import Outcome
from chalicelib.core.clocks import waits_until
from chalicelib.core.effects.scene import NO_CALL, Effect, Scene, has_the_page_alone, remedy, running, to_be_called
from chalicelib.core.errors import Fault, Invalid


def accept(scene: Scene) -> Effect:
    """Taken (alındı): by a person of the unit, or told to the centre on the phone."""
    own = bool(scene.parts & {"unit", "desk"})
    who = scene.actor.name if own else f"unit:{scene.state.unit}"
    status = scene.state.status if scene.state.status == "in_progress" else "assigned"
    changes: dict[str, Any] = {"status": status, "taken_by": who, "call_now": None}
    return Effect(changes, {} if own else {"by_phone": True})


def start(scene: Scene) -> Effect:
    """Work has begun."""
    return Effect({"taken_by": scene.state.taken_by or scene.actor.name, "call_now": None})


def ask(scene: Scene) -> Effect:
    """The citizen is asked: the internal clock stands still, the legal one does not."""
    changes: dict[str, Any] = {
        "resume": scene.state.status,
        "waits": waits_until(scene.now, scene.state, scene.city),
        "clock": replace(scene.state.clock, paused=scene.now),
    }
    return Effect(changes | to_be_called(scene))


def answer(scene: Scene) -> Effect:
    """The citizen has answered, or the time for it is over: the clock runs on."""
    changes: dict[str, Any] = {"waits": None, "resume": "", "clock": running(scene.state.clock, scene.now)}
    return Effect(changes | {"call_back": None}, reckons=True)


def resolve(scene: Scene) -> Effect:
    """The outcome, short and whole; where the service demands it, with its evidence: a photo, or a reference to a
    record."""
    service = scene.city.services.get(scene.state.service)
    outcome = _outcome(scene, scene.values["outcome"])
    proved = scene.values.get("evidence") or scene.values.get("files")
    if service and service.evidence and outcome.kind != "negative" and not proved:
        raise Invalid(Fault("evidence", "evidence"))
    return _answered(scene, outcome.code, outcome.kind)


def reject(scene: Scene) -> Effect:
    """It cannot be taken up; a reasoned answer like any other."""
    return _answered(scene, scene.values.get("outcome", ""), "rejected")


def write_to_citizen(scene: Scene) -> Effect:
    """A message; who cannot be written to is called."""
    return Effect(to_be_called(scene))


def nothing_more(scene: Scene) -> Effect:
    """The words are all there is to it."""
    return Effect()


def _answered(scene: Scene, outcome: str, result: str) -> Effect:
    state = scene.state
    changes: dict[str, Any] = {
        "outcome": outcome,
        "result": result,
        "answered": scene.now,
        "outcome_event": state.version + 1,
        "told": has_the_page_alone(scene),
        "clock": running(state.clock, scene.now),
        "waits": None,
        "legal": None,
        "legal_due": None,
    }
    return Effect(changes | NO_CALL | to_be_called(scene), remedy(scene, result))


def _outcome(scene: Scene, code: str) -> Outcome:
    service = scene.city.services.get(scene.state.service)
    found = next((outcome for outcome in service.outcomes if outcome.code == code), None) if service else None
    if found is None:
        raise Invalid(Fault("outcome", "choice"))
    return found
