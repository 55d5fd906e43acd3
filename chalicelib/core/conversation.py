"""The conversation of the bot: what came and what it remembers make a turn; what was then done makes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.core.chat import Thread
from chalicelib.core.city import City
from chalicelib.core.inbound import Item
from chalicelib.core.lexicon import danger_told
from chalicelib.core.talk.answers import hear
from chalicelib.core.talk.consent import COVERED, HUMAN, LANGUAGES, MENU, chosen_number, hide_identity, is_one_of
from chalicelib.core.talk.danger import SELF_HARM, warn_of
from chalicelib.core.talk.memory import Memory, read_memory, write_memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.questions import ask_again
from chalicelib.core.talk.results import mend, tell_added, tell_number, tell_status, tell_who_answers
from chalicelib.core.talk.scene import Said, Scene
from chalicelib.core.talk.taps import tap
from chalicelib.core.talk.things import THINGS
from chalicelib.core.talk.tongue import tongue
from chalicelib.core.text import clean
from chalicelib.core.turn import Act, Add, Done, Found, Hand, Handed, Look, Opened, Turn, Wrong
from chalicelib.core.wording import Wording

UNANSWERED = frozenset(("sticker", "reaction", "edited", "deleted", "moved", "echo", "comment"))
"""Kinds of items that say nothing to the bot; nor does what others read as well, or a machine wrote."""


def step(session: Mapping[str, Any], item: Item, thread: Thread, city: City, wording: Wording, now: datetime) -> Turn:
    """The turn for what came at the aware moment `now`: what is remembered from now on, what is said, what is to be
    done. The first of a turn is the sentence of a danger to life, then the opening, once in a conversation, then the
    answer. `session["language"]` is the language that the person is answered in. Never raises for what people send."""
    memory = _in_this_city(read_memory(session), city)
    if item.kind in UNANSWERED or item.quiet or item.group or item.automatic:
        return Turn(dict(session))
    text = hide_identity(clean(item.text, lines=True))
    hidden = COVERED in text and COVERED not in item.text
    language = memory.language or thread.language
    memory = replace(memory, hushed=False, language=tongue(text, language, city) if text else language)
    scene = Scene(city, wording, thread, now, memory.language)
    danger = danger_told(text, city)
    if danger == SELF_HARM:
        return _turn(warn_of(scene, replace(memory, warned=""), danger))
    warning = warn_of(scene, memory, danger)
    said = _answer(scene, warning.memory, replace(item, text=text))
    if hidden and not said.memory.id_told:
        said = replace(said, memory=replace(said.memory, id_told=True)).after(scene.reply("identity"))
    if not said.memory.greeted and (said.replies or said.acts):
        opening = scene.reply("opening", centre=city.centre.say(scene.language))
        said = replace(said, memory=replace(said.memory, greeted=True)).after(opening)
    return _turn(said.after(*warning.replies, acts=warning.acts))


def after(
    session: Mapping[str, Any], act: Act, done: Done, thread: Thread, city: City, wording: Wording, now: datetime
) -> Turn:
    """The turn for what an act of the turn before has come to; `session` is what that turn left."""
    memory = read_memory(session)
    scene = Scene(city, wording, thread, now, memory.language or thread.language)
    return _turn(_result(scene, memory, act, done))


def _in_this_city(memory: Memory, city: City) -> Memory:
    """The memory, without a service that citizens can no longer ask for: then it is chosen anew."""
    service = city.services.get(memory.service)
    if not memory.service or (service and service.listed):
        return memory
    return replace(memory, service="", agreed=False, step="menu", offered=())


def _answer(scene: Scene, memory: Memory, item: Item) -> Said:
    if thing := THINGS.get(item.kind):
        return thing(scene, memory, item)
    if item.kind == "choice" and item.choice:
        return tap(scene, memory, item.choice, item.key)
    if number := chosen_number(item.text, memory.offered):
        return tap(scene, memory, number, item.key)
    if is_one_of(item.text, HUMAN):
        return Said(memory, acts=(Hand("human"),))
    if is_one_of(item.text, MENU):
        return ask_menu(scene, memory)
    if is_one_of(item.text, LANGUAGES):
        return ask_again(scene, memory)
    return hear(scene, memory, item.text, item.key)


def _result(scene: Scene, memory: Memory, act: Act, done: Done) -> Said:
    match act, done:
        case _, Opened():
            return tell_number(scene, memory, done)
        case _, Wrong():
            return mend(scene, memory, done)
        case Look(), Found():
            return tell_status(scene, memory, act, done)
        case Add(), Found():
            return tell_added(scene, memory, act, done)
        case Hand(), Handed():
            return tell_who_answers(scene, memory, act, done)
        case _:
            return Said(memory)


def _turn(said: Said) -> Turn:
    return Turn(write_memory(said.memory), said.replies, said.acts)
