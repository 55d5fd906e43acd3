"""What a text is about, as far as citizens can ask for it here."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.lexicon import Guess, guess
from chalicelib.core.talk.scene import Scene

COURTEOUS = ("greeting", "thanks", "status", "yes", "no", "menu")
"""Intents that the catalogue also has services for; said in passing they are none."""


def make_sense(scene: Scene, text: str) -> Guess:
    """The lexicon's guess, with only the services that are listed; one word for social aid is its general service."""
    found = guess(text, scene.city)
    listed = [code for code in found.services if can_be_asked_for(code, scene)]
    if found.intent in COURTEOUS:
        listed = [code for code in listed if not code.startswith("meta.")]
    if not listed and found.intent == "aid" and can_be_asked_for("aid.other", scene):
        listed = ["aid.other"]
    return replace(found, services=tuple(listed), sure=found.sure and listed[:1] == list(found.services[:1]))


def can_be_asked_for(code: str, scene: Scene) -> bool:
    """Whether the city has this service, and citizens may choose it."""
    service = scene.city.services.get(code)
    return bool(service and service.listed)
