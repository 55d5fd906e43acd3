"""What a turn is made with: the city, the sentences, the person's thread; and what has been said in it so far."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.core.chat import Button, Reply, Thread
from chalicelib.core.city import City
from chalicelib.core.talk.memory import Memory
from chalicelib.core.turn import Act
from chalicelib.core.wording import Wording

BUTTON, ROW, SECOND_LINE = 20, 24, 72
"""Characters of what stands on a button, of a row's title and of its second line (WhatsApp, the tightest of them)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The circumstances of a turn; `language` is that in which the person is answered."""

    city: City
    wording: Wording
    thread: Thread
    now: datetime
    language: str

    def say(self, code: str, **values: object) -> str:
        """The sentence `talk.<code>`."""
        return self.wording.say(f"talk.{code}", self.language, **values)

    def button(self, id: str, code: str) -> Button:
        """A button that says the sentence `talk.button.<code>`."""
        return Button(id, self.say(f"button.{code}"))

    def reply(self, code: str, *, ask_place: bool = False, **values: object) -> Reply:
        """A message that says one sentence."""
        return Reply(self.say(code, **values), code, ask_place=ask_place)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as far as it has come: what is remembered, said and to be done."""

    memory: Memory
    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()

    def after(self, *replies: Reply, acts: tuple[Act, ...] = ()) -> Said:
        """The same with something said, and done, before it."""
        return Said(self.memory, replies + self.replies, acts + self.acts)


def ask(memory: Memory, step: str, reply: Reply) -> Said:
    """The turn ends with a question: the answer is understood as one to `step`, and may be the number of a choice."""
    offered = tuple(choice.id for choice in (*reply.rows, *reply.buttons))
    return Said(replace(memory, step=step, offered=offered), (reply,))


def shorten(text: str, most: int) -> str:
    """The text on one line in at most `most` characters, cut between words; a word that is longer than that is cut."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return textwrap.shorten(words, most, placeholder="…") if " " in words[:most] else words[: most - 1] + "…"


def distinct(choices: Iterable[Button], most: int, longest: int) -> tuple[Button, ...]:
    """The first `most` of them, their titles cut to `longest` characters, and none whose title stands there already."""
    known: dict[str, Button] = {}
    for choice in choices:
        title = shorten(choice.title, longest)
        if len(choice.id) <= 60:
            about = shorten(choice.about, SECOND_LINE)
            known.setdefault(title, Button(choice.id, title, "" if about == title else about))
    return tuple(known.values())[:most]
