"""A danger to life in a chat: the sentence of the danger table at once, and a person with an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.chat import Reply
from chalicelib.core.talk.memory import Memory
from chalicelib.core.talk.scene import Said, Scene
from chalicelib.core.turn import Hand

SELF_HARM = "self_harm"

AGAIN = timedelta(minutes=10)
"""How long the same danger is not answered again, so that somebody who writes in many short messages is heard out."""


def warn_of(scene: Scene, memory: Memory, code: str) -> Said:
    """The sentence of the danger of this code, and the alarm; nothing for "", or where it was said a moment ago."""
    danger = scene.city.dangers.get(code)
    if danger is None or (memory.warned == code and _lately(memory, scene.now)):
        return Said(memory)
    memory = replace(memory, warned=code, warned_at=scene.now.isoformat())
    text = danger.text.say(scene.language)
    if scene.language not in ("tr", "en"):
        text = f"{scene.say('danger', lines=', '.join(danger.lines))}\n\n{text}"
    why = SELF_HARM if code == SELF_HARM else "danger"
    return Said(memory, (Reply(text, f"danger.{code}"),), (Hand(why, alarm=True),))


def _lately(memory: Memory, now: datetime) -> bool:
    try:
        return now < datetime.fromisoformat(memory.warned_at) + AGAIN
    except (ValueError, TypeError):
        return False
