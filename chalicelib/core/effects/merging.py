"""Several requests on one matter: joined, parted, and told of the outcome."""

from __future__ import annotations

from typing import Any

from chalicelib.core.case import State
from chalicelib.core.effects.scene import Effect, Scene, asked_anew, has_the_page_alone, remedy, to_be_called
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.following import may_join
from chalicelib.core.request import Request
from chalicelib.core.rights import is_confidential, parts


def merge(scene: Scene) -> Effect:
    """Joined with another request on the same matter, whose outcome its reporters hear as well: one that as many may
    see, and that the law wants answered no later. By the system only with what its reporter said they follow, who hears
    of that with the acknowledgement."""
    main, by_system = scene.other, scene.actor.kind == "system"
    if main is None or main.number == scene.request.number:
        raise Invalid(Fault("into", "merge-self"))
    theirs = may_join(scene.request, main, scene.city) if by_system else _is_the_centres(main, scene)
    if not theirs:
        raise Invalid(Fault("into", "not-found"))
    if not main.state.open:
        raise Invalid(Fault("into", "merge-ended"))
    if is_confidential(main, scene.city) != is_confidential(scene.request, scene.city):
        raise Invalid(Fault("into", "merge-confidential"))
    if not _in_time_for(scene.state, main.state):
        raise Invalid(Fault("into", "merge-legal"))
    changes = {"resume": scene.state.status, "into": main.number, "call_now": None}
    return Effect(
        changes | ({} if by_system else to_be_called(scene)),
        {"into": main.number},
        other={"merged": (*main.state.merged, scene.request.number)},
        tells=not by_system,
    )


def unmerge(scene: Scene) -> Effect:
    """A request of its own again, as it was before, with whoever was merged into it."""
    changes: dict[str, Any] = {"into": "", "resume": "", "outcome": "", "result": "", "answered": None, "told": False}
    changes |= {"alerted": scene.now, "call_now": None, "legal": asked_anew(scene.state.legal, scene.now)}
    return Effect(changes | to_be_called(scene), other=without(scene), reckons=True)


def follow(scene: Scene) -> Effect:
    """The request it was merged into has its outcome: its own reporter is told the same."""
    changes: dict[str, Any] = {name: scene.values[name] for name in ("outcome", "result")}
    changes |= {"answered": scene.now, "outcome_event": scene.state.version + 1, "told": has_the_page_alone(scene)}
    texts = {"answer": scene.values["answer"]} if scene.values.get("answer") else {}
    facts = {"of": scene.values["of"]} | remedy(scene, scene.values["result"])
    return Effect(changes | to_be_called(scene), facts, texts)


def _is_the_centres(main: Request, scene: Scene) -> bool:
    return "centre" in parts(scene.actor, main, scene.city)


def _in_time_for(state: State, main: State) -> bool:
    """Whether the answer to `main` is due by law no later than the one that is to be merged into it."""
    if state.legal is None:
        return True
    return main.legal_due is not None and (state.legal_due is None or main.legal_due <= state.legal_due)


def without(scene: Scene) -> dict[str, Any]:
    """What the other request loses when this one is its own again."""
    if scene.other is None:
        return {}
    mine = scene.request.number
    return {"merged": tuple(number for number in scene.other.state.merged if number != mine)}
