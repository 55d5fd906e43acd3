"""Matters of the information and data protection laws: a chat cannot take them, so it shows the right way."""

from __future__ import annotations

from chalicelib.core.chat import Reply
from chalicelib.core.talk.scene import Scene

WAYS = {"foi": "law.foi", "privacy": "law.privacy"}
"""The sentence of each legal basis. Law 4982 art. 6 wants name, address and signature; an application to the controller
is made in writing or by a way built for it (communiqué of 10.03.2018, art. 5)."""


def way_of(scene: Scene, basis: str) -> Reply:
    """How to apply under this basis; nothing is filed."""
    city = scene.city
    return scene.reply(WAYS[basis], centre=city.centre.say(scene.language), line=city.line)
