"""The questions of a matter, each in one message; they say nothing twice, and can all be asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.core.chat import Button, Reply
from chalicelib.core.contact import spell_phone
from chalicelib.core.talk.memory import Memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.needs import is_called_back, needs_place
from chalicelib.core.talk.scene import BUTTON, Said, Scene, ask, distinct, shorten
from chalicelib.core.talk.sense import can_be_asked_for
from chalicelib.core.text import fold


def ask_service(scene: Scene, memory: Memory) -> Said:
    """Whether it is this service."""
    code = memory.service
    service = scene.city.services[code].label.say(scene.language)
    buttons = (scene.button(f"yes:{code}", "yes"), scene.button(f"no:{code}", "not-it"))
    return ask(memory, "service", replace(scene.reply("service", service=service), buttons=buttons))


def ask_which(scene: Scene, memory: Memory, codes: tuple[str, ...]) -> Said:
    """Which of two or three services it is; with two, "something else" is the third."""
    services = [scene.city.services[code] for code in codes[:3]]
    buttons = [Button(f"s:{each.code}", each.short.say(scene.language)) for each in services]
    buttons.append(scene.button("menu", "other"))
    return ask(memory, "which", replace(scene.reply("which"), buttons=distinct(buttons, 3, BUTTON)))


def ask_words(scene: Scene, memory: Memory) -> Said:
    """What is the matter, in their own words."""
    return ask(memory, "words", scene.reply("words", service=_label(scene, memory)))


def ask_place(scene: Scene, memory: Memory) -> Said:
    """Where it is; where exactly, if the district is all that was said."""
    if memory.district:
        return ask(memory, "place", scene.reply("place.exactly", district=memory.district, ask_place=True))
    return ask(memory, "place", scene.reply("place", ask_place=True))


def ask_name(scene: Scene, memory: Memory) -> Said:
    """The name, and the phone if it is not known, of who is called back; never an identity number, never a word on
    their health."""
    code = "name" if memory.phone or scene.thread.phone else "name.phone"
    return ask(memory, "name", scene.reply(code))


def ask_phone(scene: Scene, memory: Memory, code: str = "phone") -> Said:
    """The phone of who is called back."""
    return ask(memory, "phone", scene.reply(code))


def ask_to_send(scene: Scene, memory: Memory, code: str = "confirm") -> Said:
    """Everything as it would be sent, and whether to send it; a photo is welcome, and never waited for."""
    service = scene.city.services[memory.service]
    place = _place_words(scene, memory)
    lines = [
        scene.say("confirm.service", service=service.label.say(scene.language)),
        scene.say("confirm.place", place=shorten(place, 160)) if place and needs_place(service) else "",
        scene.say("confirm.name", name=memory.name) if memory.name and is_called_back(service) else "",
        scene.say("confirm.phone", phone=_phone(scene, memory)) if is_called_back(service) else "",
        scene.say("confirm.words", words=shorten(memory.words, 200)),
        scene.say("confirm.photos", count=len(memory.photos)) if memory.photos else "",
    ]
    end = scene.say("confirm.call" if is_called_back(service) else code)
    text = "\n".join(line for line in lines if line) + "\n\n" + end
    mark = f":{memory.n}:{memory.service}"
    buttons = tuple(scene.button(name + mark, name) for name in ("send", "fix", "drop"))
    return ask(memory, "confirm", Reply(text, code, buttons=buttons))


def ask_what_to_fix(scene: Scene, memory: Memory) -> Said:
    """What of it is wrong."""
    service = scene.city.services.get(memory.service)
    names = ["fix-service", "fix-words"]
    if service and needs_place(service):
        names.insert(1, "fix-place")
    elif service and is_called_back(service):
        names.insert(1, "fix-name")
    buttons = tuple(scene.button(f"{name}:{memory.n}", name) for name in names)
    return ask(memory, "fix", replace(scene.reply("fix"), buttons=buttons))


def ask_again(scene: Scene, memory: Memory) -> Said:
    """The question that is open, once more; the menu where none is, or where it no longer can be."""
    question = QUESTIONS.get(memory.step)
    if memory.step == "which":
        codes = tuple(id[2:] for id in memory.offered if id.startswith("s:"))
        services = tuple(code for code in codes if can_be_asked_for(code, scene))
        return ask_which(scene, memory, services) if services else ask_menu(scene, memory)
    if question is None or (memory.service and not can_be_asked_for(memory.service, scene)):
        return ask_menu(scene, memory)
    if not memory.service:
        return ask_menu(scene, memory)
    return question(scene, memory)


def _place_words(scene: Scene, memory: Memory) -> str:
    """The place on one line, nothing of it twice."""
    parts: list[str] = []
    for part in (memory.address, memory.neighbourhood, memory.district):
        if part and fold(part) not in fold(", ".join(parts)):
            parts.append(part)
    if memory.lat is not None and memory.long is not None:
        parts.append(scene.say("pin"))
    return ", ".join(parts)


def _label(scene: Scene, memory: Memory) -> str:
    service = scene.city.services.get(memory.service)
    return service.label.say(scene.language) if service else ""


def _phone(scene: Scene, memory: Memory) -> str:
    return spell_phone(memory.phone or scene.thread.phone)


QUESTIONS: Mapping[str, Callable[[Scene, Memory], Said]] = {
    "service": ask_service,
    "words": ask_words,
    "place": ask_place,
    "name": ask_name,
    "phone": ask_phone,
    "confirm": ask_to_send,
    "fix": ask_what_to_fix,
}
"""The questions that can be asked again as they were."""
