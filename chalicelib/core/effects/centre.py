"""The centre decides whose task it is, and what else is said of a request as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.core.effects.scene import NO_CALL, NOBODY, Effect, Scene, asked_anew, running, to_be_called
from chalicelib.core.errors import NotAllowed, Refused
from chalicelib.core.routing import route
from chalicelib.core.workflow import RETURNS


def triage(scene: Scene) -> Effect:
    """Reclassify: the new service decides unit and priority where these are not said; a priority that was raised by a
    danger stays as soon as it was. The clock keeps its start, and a referral stands unless a unit gets it."""
    state, city, said = scene.state, scene.city, scene.values
    unit, body = said.get("unit", state.unit), "" if "unit" in said else state.body
    service = said.get("service_code", state.service)
    priority = said.get("priority", state.priority)
    if service != state.service:
        way = route(replace(scene.request.draft, service=service), city)
        priority = said.get("priority", way.priority)
        if "unit" not in said:
            unit, body = way.unit, way.body
    if unit != state.unit and state.returns >= RETURNS and "supervisor" not in scene.parts:
        raise Refused("refused")
    changes: dict[str, Any] = {"service": service, "priority": priority}
    stays_referred = state.status == "referred" and unit == state.unit and "unit" not in said
    if not stays_referred:
        changes |= {"body": body} | _handed_to(scene, unit)
    if unit != state.unit or (state.status == "referred" and not stays_referred):
        changes["status"] = "assigned" if unit != city.desk else "triaged"
    elif state.status in ("received", "reopened") and unit == city.desk:
        changes["status"] = "triaged"
    if priority != state.priority:
        changes["clock"] = replace(changes.get("clock", state.clock), target=city.targets[priority])
        changes |= {"take_round": 0, "alerted": scene.now, "call_now": None}
        if city.ladder[priority].take and not city.ladder[state.priority].take:
            changes |= NOBODY  # whoever has it has not taken it as this urgent
    return Effect(changes, reckons=True, tells=unit != state.unit or priority < state.priority)


def assign(scene: Scene) -> Effect:
    """A unit answers for it from now on; nothing restarts the clock."""
    unit = scene.values["unit"]
    chosen = unit != scene.city.desk or scene.state.returns >= RETURNS
    status = "assigned" if chosen else "triaged"
    return Effect({"status": status, "body": ""} | _handed_to(scene, unit), reckons=True)


def hand_back(scene: Scene) -> Effect:
    """Returned: the centre answers for it again; the second time only the supervisor can assign it."""
    changes = _handed_to(scene, scene.city.desk) | {"returns": scene.state.returns + 1}
    return Effect(changes, {"returns": changes["returns"], "from": scene.state.unit}, reckons=True)


def refer(scene: Scene) -> Effect:
    """Another body has it now; the centre answers for it and asks for the result on the day that was agreed."""
    own = date.fromisoformat(scene.values["check_back"])
    state, away = scene.state, scene.state.status == "referred"
    clock = replace(running(state.clock, scene.now), paused=scene.now, own=own)
    changes = {"body": scene.values["body"], "unit": scene.city.desk, "clock": clock, "taken_by": scene.actor.name}
    told = {} if away and state.body == scene.values["body"] else to_be_called(scene)
    return Effect(changes | {"call_now": None} | told, reckons=True)


def called(scene: Scene) -> Effect:
    """Somebody called the citizen; who was reached is off the list, and knows the outcome. Who hears of a fee only now
    has the law's days to pay it from now on."""
    state = scene.state
    if not scene.values.get("reached"):
        return Effect({"call_back": scene.now} if state.call_back else {})
    knows: dict[str, Any] = {"told": True} if state.answered else {}
    if state.call_back and state.open:
        knows["legal"] = asked_anew(state.legal, scene.now)
    return Effect({"call_back": None} | knows)


def new_pin(scene: Scene) -> Effect:
    """A new takip şifresi; the old one is void. Who left a phone has none."""
    if scene.request.draft.phone:
        raise NotAllowed("pin-not", version=scene.state.version)
    return Effect({"pin_edition": scene.state.pin_edition + 1})


def mark_confidential(scene: Scene) -> Effect:
    """From now on only those entitled see it."""
    return Effect({"confidential": True})


def disclose(scene: Scene) -> Effect:
    """No longer confidential by anybody's mark."""
    return Effect({"confidential": False})


def erase(scene: Scene) -> Effect:
    """What is a person's own goes, with its numbers in other registers; the number, the dates and the chain stay."""
    return Effect(NO_CALL | {"references": (), "erased": True}, erases=True)


def _handed_to(scene: Scene, unit: str) -> dict[str, Any]:
    """What changes with the accountable unit: nobody there has taken it yet, and another body has it no more."""
    if unit == scene.state.unit and scene.state.status != "referred":
        return {}
    clock = running(scene.state.clock, scene.now)
    return {"unit": unit, "clock": clock, "alerted": scene.now, "call_now": None} | NOBODY
