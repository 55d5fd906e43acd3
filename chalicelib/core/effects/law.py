"""What the law has to do with a request: its basis, its dates, a fee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.core.effects.scene import Effect, Scene, to_be_called
from chalicelib.core.errors import Fault, Invalid, NotAllowed, Refused
from chalicelib.core.law import Legal, may_extend
from chalicelib.core.understand import REQUIRED


def set_legal(scene: Scene) -> Effect:
    """The legal basis, with what the law wants for it and the numbers of other registers. What the law runs on already
    is changed by the supervisor alone, who says why; what has happened to its clock stays."""
    said, draft, request, state = scene.values, scene.request.draft, scene.request, scene.state
    basis, same = said["legal_basis"], said["legal_basis"] == state.basis
    completed = {name: said[name] for name in ("first_name", "last_name", "address") if name in said}
    missing = [name for name in REQUIRED.get(basis, ()) if not (said.get(name) or getattr(draft, name))]
    known = dict(state.references) | {name: said[name] for name in ("cimer", "record") if name in said}
    has = {*known, *said, *(("date",) if same else ())}
    missing += [name for name in {"cimer": ("cimer",), "body": ("date", "record")}.get(basis, ()) if name not in has]
    if missing:
        raise Invalid(*(Fault(name, "required-by-law") for name in missing))
    own = date.fromisoformat(said["date"]) if "date" in said else None
    if state.basis != "service" and (not same or own):
        if "supervisor" not in scene.parts:
            raise Refused("refused")
        if not said.get("reason"):
            raise Invalid(Fault("reason", "required"))
    if same:
        legal = replace(state.legal, own=own or state.legal.own) if state.legal else None
    else:
        legal = None if basis == "service" else Legal(basis, request.opened, own=own)
    return Effect(
        {"basis": basis, "legal": legal, "references": tuple(sorted(known.items()))}, draft=completed, reckons=True
    )


def extend(scene: Scene) -> Effect:
    """More time, told before the first time is over: only where the law allows it (Law 4982 art. 11)."""
    legal = scene.state.legal
    if legal is None or not may_extend(legal, scene.now, scene.city.public_holidays):
        raise NotAllowed("extend-not", version=scene.state.version)
    return Effect({"legal": replace(legal, extended=True)} | _to_be_told(scene), reckons=True)


def fee(scene: Scene) -> Effect:
    """The cost was told: the clock of an information request is cut until it is paid (Law 4982)."""
    legal = scene.state.legal
    if legal is None or legal.basis != "foi" or legal.cut:
        raise NotAllowed("fee-not", version=scene.state.version)
    return Effect({"legal": replace(legal, cut=scene.now)} | _to_be_told(scene), reckons=True)


def paid(scene: Scene) -> Effect:
    """The proof of payment is there: the clock runs anew."""
    legal = scene.state.legal
    if legal is None or not legal.cut or legal.resumed:
        raise NotAllowed("fee-not", version=scene.state.version)
    return Effect({"legal": replace(legal, resumed=scene.now)}, reckons=True)


def set_legal_date(scene: Scene) -> Effect:
    """An admin's own legal date, with a reason."""
    legal = scene.state.legal
    if legal is None:
        raise NotAllowed("legal-not", version=scene.state.version)
    own = date.fromisoformat(scene.values["date"])
    return Effect({"legal": Legal("body", legal.start, own=own)}, reckons=True)


def _to_be_told(scene: Scene) -> dict[str, Any]:
    """What has consequences by law must reach whom the page alone would tell, too: they gave their address."""
    if scene.request.reach == "none" and not scene.request.draft.do_not_call:
        return {"call_back": scene.state.call_back or scene.now}
    return to_be_called(scene)
