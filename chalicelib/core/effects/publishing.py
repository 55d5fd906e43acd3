"""What of a request anybody may read: words and photos that staff release, and take back."""

from __future__ import annotations

from chalicelib.core.effects.scene import Effect, Scene
from chalicelib.core.errors import Fault, Invalid, NotAllowed
from chalicelib.core.publication import grade_of


def release(scene: Scene) -> Effect:
    """These words, else the citizen's own as they are, and these of its photos are public from now on, in place of what
    was released before."""
    if grade_of(scene.request, scene.city) != "released":
        raise NotAllowed("release-not", version=scene.state.version)
    if not set(scene.values.get("photos", ())) <= set(scene.files):
        raise Invalid(Fault("photos", "file-of-another"))
    words = scene.values.get("text") or scene.request.draft.text
    return Effect({"released": scene.state.version + 1}, texts={"text": words})


def unrelease(scene: Scene) -> Effect:
    """Neither words nor photos are public any more."""
    if not scene.state.released:
        raise NotAllowed("unrelease-not", version=scene.state.version)
    return Effect({"released": 0})
