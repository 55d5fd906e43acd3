"""One matter, from its first words to the request: which service, where, who is called back, and whether to send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.core.lexicon import matters
from chalicelib.core.places import Place, read_place
from chalicelib.core.talk.danger import warn_of
from chalicelib.core.talk.law import WAYS, way_of
from chalicelib.core.talk.memory import LONGEST, MOST_MATTERS, Memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.needs import is_called_back, needs_place
from chalicelib.core.talk.questions import (
    ask_name,
    ask_phone,
    ask_place,
    ask_service,
    ask_to_send,
    ask_which,
    ask_words,
)
from chalicelib.core.talk.scene import Said, Scene, shorten
from chalicelib.core.talk.sense import make_sense
from chalicelib.core.turn import Open


def begin(scene: Scene, memory: Memory, text: str, key: str) -> Said:
    """A person writes of something: one matter, or several, of which the first is taken up now."""
    parts = matters(text, scene.city) or (text,)
    first, *rest = (*parts[: MOST_MATTERS - 1], "\n".join(parts[MOST_MATTERS - 1 :])) if parts[MOST_MATTERS:] else parts
    if memory.words or not memory.has_matter:
        memory = memory.fresh(key)
    said = take_up(scene, replace(memory, rest=tuple(rest)), first)
    return said.after(scene.reply("several", count=1 + len(rest))) if rest else said


def go_on(scene: Scene, memory: Memory) -> Said:
    """This matter is over: the next one that they wrote of is taken up, at the same place unless it names another."""
    if not memory.rest:
        return Said(memory.fresh(memory.key))
    first, *rest = memory.rest
    elsewhere = read_place(first, scene.city) != Place()
    said = take_up(scene, replace(memory.fresh(memory.key, keep_place=not elsewhere), rest=tuple(rest)), first)
    return said.after(scene.reply("next", words=shorten(first, 80)))


def take_up(scene: Scene, memory: Memory, text: str) -> Said:
    """More words on the matter at hand: what it may be about is asked, and where it is remembered if they tell."""
    memory = with_place(memory.with_words(text), read_place(text, scene.city))
    if memory.agreed:
        return next_question(scene, memory)
    return propose(scene, memory, text)


def propose(scene: Scene, memory: Memory, text: str) -> Said:
    """What the words seem to be about: one service, two or three, or the menu."""
    for words in (text, memory.words):
        found = make_sense(scene, words)
        if found.intent in WAYS:
            return go_on(scene, memory).after(way_of(scene, found.intent))
        services = found.services
        if services and (found.sure or len(services) == 1):
            return ask_service(scene, replace(memory, service=services[0], agreed=False))
        if services:
            return ask_which(scene, memory, services)
    return ask_menu(scene, memory, "menu.unclear")


def choose(scene: Scene, memory: Memory, code: str) -> Said:
    """The person said which service it is."""
    service = scene.city.services.get(code)
    if service is None or not service.listed:
        return ask_menu(scene, memory, "menu.stale")
    memory = replace(memory, service=code, agreed=True, n=memory.n or 1)
    if service.basis in WAYS:
        return go_on(scene, memory).after(way_of(scene, service.basis))
    warning = warn_of(scene, memory, service.danger or "")
    return next_question(scene, warning.memory).after(*warning.replies, acts=warning.acts)


def next_question(scene: Scene, memory: Memory) -> Said:
    """The first thing that is not known yet; the confirmation where all is."""
    service = scene.city.services.get(memory.service)
    if service is None or not service.listed or not memory.agreed:
        return propose(scene, memory, memory.words) if memory.words else ask_menu(scene, memory)
    if not memory.words:
        return ask_words(scene, memory)
    if needs_place(service) and not memory.placed:
        return ask_place(scene, memory)
    if is_called_back(service) and not (memory.name and (memory.phone or scene.thread.phone)):
        return ask_name(scene, memory) if not memory.name else ask_phone(scene, memory)
    return ask_to_send(scene, memory)


def send(scene: Scene, memory: Memory) -> Said:
    """The person confirmed it: it is to be opened."""
    service = scene.city.services.get(memory.service)
    if service is None or not service.listed or not memory.agreed:
        return ask_menu(scene, memory, "menu.stale")
    first, _, last = memory.name.rpartition(" ")
    named = is_called_back(service) or memory.failed
    call = scene.say("callback") if is_called_back(service) and service.confidential else ""
    said: Mapping[str, object] = {
        "service_code": memory.service,
        "description": f"{call}\n{memory.words}".strip()[:LONGEST],
        "address": memory.address,
        "district": memory.district,
        "neighbourhood": memory.neighbourhood,
        "lat": memory.lat,
        "long": memory.long,
        "phone": (memory.phone if named else "") or scene.thread.phone,
        "first_name": (first or last) if named else "",
        "last_name": last if named and first else "",
        "language": "en" if scene.language == "en" else "tr",
    }
    told = {name: value for name, value in said.items() if value not in ("", None)}
    act = Open(f"{memory.key}:{memory.n}", told, memory.photos)
    return Said(replace(memory, step="sent", offered=()), acts=(act,))


def with_place(memory: Memory, place: Place) -> Memory:
    """The memory with what the words tell of the place; what is known is kept where they tell nothing."""
    if place.is_exact:
        known = (memory.address,) if memory.address and memory.address not in place.address else ()
        address = ", ".join((*known, place.address) if place.address else known)[:300]
        memory = replace(memory, address=address, placed=True)
    return replace(
        memory,
        district=place.district or memory.district,
        neighbourhood=place.neighbourhood or memory.neighbourhood,
    )
