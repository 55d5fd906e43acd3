"""What a person's words mean, by the question that is open: one function a step."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core.contact import read_phone
from chalicelib.core.errors import Invalid
from chalicelib.core.places import read_place, take_place
from chalicelib.core.talk.consent import GREETINGS, NO, YES, is_one_of, number_in
from chalicelib.core.talk.law import WAYS, way_of
from chalicelib.core.talk.matter import begin, choose, next_question, send, take_up, with_place
from chalicelib.core.talk.memory import Memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.questions import ask_again, ask_name, ask_phone, ask_to_send, ask_what_to_fix
from chalicelib.core.talk.scene import Said, Scene, ask
from chalicelib.core.talk.sense import make_sense
from chalicelib.core.text import fold
from chalicelib.core.turn import Add, Hand, Look

BELONGS = timedelta(hours=24)
"""How long after its number words and photos belong to a request."""

COURTESY = 6
"""Words up to which thanks are thanks, and no matter of their own."""

ASIDE = ("words", "place", "name", "phone", "confirm")
"""Steps at which any words are an answer, but for a few."""

Answer = Callable[[Scene, Memory, str, str], Said]

_PHONE = re.compile(r"\+?\d[\d\s().-]{8,}\d")


def hear(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    """The turn for some words: first what goes at every step, then the answer to the open question."""
    if not fold(text):
        return ask_again(scene, memory) if memory.step or not memory.greeted else Said(memory)
    number = number_in(text) if memory.step not in ("name", "phone") else ""
    if number:
        return Said(replace(memory, step="" if memory.step == "number" else memory.step), acts=(Look(number),))
    if memory.offered and fold(text).isdigit() and len(fold(text)) <= 2:  # a row that is not there
        return ask_again(scene, memory)
    aside = _aside(scene, memory, text) if memory.step in ASIDE else None
    return aside or ANSWERS.get(memory.step, _idle)(scene, memory, text, key)


def add_or_begin(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    """Words soon after a number belong to that request; if they clearly tell of another matter, they are asked."""
    if not is_recent(memory, scene.now):
        return begin(scene, memory, text, key)
    found = make_sense(scene, text)
    if found.sure and memory.last_service not in found.services:
        return ask_more(scene, replace(memory, extra=text))
    return Said(memory, acts=(Add(memory.last, text),))


def ask_more(scene: Scene, memory: Memory) -> Said:
    """Whether the words that came are added to the last request, or a new matter."""
    buttons = (scene.button(f"add:{memory.last}", "add"), scene.button(f"new:{memory.last}", "new"))
    return ask(memory, "more", replace(scene.reply("more"), buttons=buttons))


def is_recent(memory: Memory, now: datetime) -> bool:
    """Whether what comes now belongs to the request that was opened last."""
    try:
        return bool(memory.last) and now < datetime.fromisoformat(memory.last_at) + BELONGS
    except (ValueError, TypeError):
        return False


def _aside(scene: Scene, memory: Memory, text: str) -> Said | None:
    """A few words that are no answer to a question for something: a person is asked for, or how a request stands."""
    found = make_sense(scene, text)
    if found.services or len(fold(text).split()) > COURTESY or read_place(text, scene.city).is_exact:
        return None
    if found.intent in ("human", "status"):
        return _idle(scene, memory, text, "")
    return ask_again(scene, memory) if found.intent in ("thanks", "greeting") else None


def _idle(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    found = make_sense(scene, text)
    short = len(fold(text).split()) <= COURTESY
    if found.intent == "human":
        return Said(memory, acts=(Hand("human"),))
    if found.intent == "status":
        return Said(memory, acts=(Look(),))
    if found.intent in WAYS:
        return Said(memory, (way_of(scene, found.intent),))
    if found.intent == "thanks" and (short or not found.services):
        return Said(memory) if memory.thanked else Said(replace(memory, thanked=True), (scene.reply("thanks"),))
    if is_one_of(text, GREETINGS) or (found.intent in ("greeting", "menu") and not found.services):
        return ask_menu(scene, memory)
    if is_one_of(text, YES) or is_one_of(text, NO):
        return Said(memory) if is_recent(memory, scene.now) else ask_menu(scene, memory)
    return add_or_begin(scene, memory, text, key)


def _choosing(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    """Words where a service was to be chosen: they are the matter, or more of it."""
    found = make_sense(scene, text)
    if not found.services and found.intent in ("human", "status", *WAYS):
        return _idle(scene, memory, text, key)
    if is_one_of(text, GREETINGS) or (not found.services and found.intent in ("thanks", "greeting", "menu")):
        return ask_again(scene, memory)
    if memory.step == "service" and is_one_of(text, YES):
        return choose(scene, memory, memory.service)
    if is_one_of(text, NO):
        return ask_menu(scene, replace(memory, service=""), "menu.other")
    if memory.words or memory.agreed:
        return take_up(scene, memory, text)
    return (begin if memory.has_matter else add_or_begin)(scene, memory, text, key)


def _words(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    return take_up(scene, memory, text)


def _place(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    place = take_place(text, scene.city)
    if is_one_of(text, YES) or is_one_of(text, NO):
        return ask_again(scene, memory)
    if len(text) > len(place.address):
        memory = memory.with_words(text)
    return next_question(scene, replace(with_place(memory, place), placed=True))


def _name(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    phone = _phone_in(text)
    name = " ".join(_PHONE.sub(" ", text).replace("•", "").split())[:80].strip(" ,.;:-")
    memory = replace(memory, phone=phone or memory.phone)
    if not any(mark.isalpha() for mark in name):
        return ask_name(scene, memory)
    return next_question(scene, replace(memory, name=name))


def _phone(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    phone = _phone_in(text)
    return next_question(scene, replace(memory, phone=phone)) if phone else ask_phone(scene, memory, "phone.wrong")


def _confirm(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    if is_one_of(text, YES):
        return send(scene, memory)
    if is_one_of(text, NO):
        return ask_what_to_fix(scene, memory)
    return ask_to_send(scene, memory.with_words(text), "confirm.more")


def _fix(scene: Scene, memory: Memory, text: str, _: str) -> Said:
    if is_one_of(text, YES) or is_one_of(text, NO):
        return ask_to_send(scene, memory)
    return ask_to_send(scene, memory.with_words(text), "confirm.more")


def _more(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    extra = f"{memory.extra}\n{text}".strip()
    if is_one_of(text, YES):
        return Said(replace(memory, step="", offered=(), extra=""), acts=(Add(memory.last, memory.extra),))
    if is_one_of(text, NO):
        return begin(scene, memory, memory.extra or text, key)
    return ask_more(scene, replace(memory, extra=extra[:5000]))


def _number(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    if sum(mark.isdigit() for mark in text) >= 6:  # they tried, and it is not one
        return ask(memory, "number", scene.reply("number.wrong"))
    return _idle(scene, replace(memory, step=""), text, key)


def _phone_in(text: str) -> str:
    for found in _PHONE.finditer(text):
        try:
            return read_phone(found[0]).e164
        except Invalid:
            continue
    return ""


ANSWERS: Mapping[str, Answer] = {
    "": _idle,
    "service": _choosing,
    "which": _choosing,
    "menu": _choosing,
    "group": _choosing,
    "words": _words,
    "place": _place,
    "name": _name,
    "phone": _phone,
    "confirm": _confirm,
    "fix": _fix,
    "more": _more,
    "number": _number,
}
"""The table of steps: which question is open, and what an answer in words to it does."""
