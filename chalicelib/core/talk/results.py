"""What was done comes back, and is said: the number, how a request stands, what was added, who will answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.core.chat import Reply
from chalicelib.core.errors import Fault
from chalicelib.core.moments import say_moment
from chalicelib.core.talk.matter import begin, go_on
from chalicelib.core.talk.memory import LONGEST, Memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.needs import is_called_back
from chalicelib.core.talk.questions import ask_again, ask_name, ask_phone, ask_place, ask_words
from chalicelib.core.talk.scene import Said, Scene, ask
from chalicelib.core.tracking import show
from chalicelib.core.turn import Add, Brief, Found, Hand, Handed, Look, Opened, Wrong
from chalicelib.core.words import body_name, name_of_unit

MOST_BRIEFS = 3


def tell_number(scene: Scene, memory: Memory, done: Opened) -> Said:
    """The number, who answers and by when: this is the acknowledgement. Then the next matter, if there is one."""
    request = done.request
    service = scene.city.services.get(request.draft.service)
    lines = [
        scene.say("opened", number=show(request.number)),
        _who(scene, done),
        scene.say("opened.due", due=say_moment(request.due.at, scene.language)),
        scene.say("opened.pin", pin=done.pin) if done.pin else "",
        scene.say("opened.call" if service and is_called_back(service) else "opened.add"),
    ]
    reply = Reply("\n".join(line for line in lines if line), "opened")
    opened = replace(
        memory, last=request.number, last_at=scene.now.isoformat(), last_service=request.draft.service, failed=False
    )
    return go_on(scene, opened).after(reply)


def mend(scene: Scene, memory: Memory, done: Wrong) -> Said:
    """What is missing or wrong is asked for; a person is, where that did not help."""
    if memory.failed or not done.faults:
        return Said(replace(memory, step="", offered=(), failed=False), acts=(Hand("unsure"),))
    memory = replace(memory, failed=True)
    fault = done.faults[0]
    said = MENDING.get(fault.field, ask_menu)(scene, _without(memory, fault.field))
    return said.after(_complaint(scene, fault))


def tell_status(scene: Scene, memory: Memory, act: Look, done: Found) -> Said:
    """How the requests stand; where there is none, the number is asked for. What was open before is asked again."""
    if not done.briefs:
        code = "status.unknown" if act.number else "status.none"
        if memory.has_matter:
            return ask_again(scene, memory).after(scene.reply(code))
        return ask(memory, "number", scene.reply(code))
    texts = [_brief(scene, brief) for brief in done.briefs[:MOST_BRIEFS]]
    reply = Reply("\n\n".join(texts), "status")
    if memory.has_matter and memory.step:
        return ask_again(scene, memory).after(reply)
    return Said(replace(memory, step="", offered=()), (reply,))


def tell_added(scene: Scene, memory: Memory, act: Add, done: Found) -> Said:
    """That it was added, with a button for words that were meant as a new matter; to what is closed nothing can be
    added, so that they become one."""
    if done.briefs and done.briefs[0].may_add:
        if memory.hushed:
            return Said(memory)
        added = scene.reply("added", number=show(done.briefs[0].number))
        if not act.text:
            return Said(memory, (added,))
        new = (scene.button(f"new:{act.number}", "new"),)
        return ask(replace(memory, extra=act.text[:LONGEST]), "", replace(added, buttons=new))
    memory = replace(memory, last="", last_at="", last_service="")
    closed = scene.reply("add.closed")
    if act.text:
        said = begin(scene, memory, act.text, f"{act.number}:{memory.n}")
        return replace(said, memory=replace(said.memory, photos=act.media)).after(closed)
    memory = replace(memory.fresh(f"{act.number}:{memory.n}"), photos=act.media)
    return ask_menu(scene, memory).after(closed)


def tell_who_answers(scene: Scene, memory: Memory, act: Hand, done: Handed) -> Said:
    """That a person will answer, and when; after a danger its own sentence has said so."""
    if act.alarm:
        return Said(memory)
    code = f"handed.{act.why}" if scene.wording.knows(f"talk.handed.{act.why}") else "handed"
    when = scene.say("handed.later", opens=done.opens) if done.opens else scene.say("handed.now")
    return Said(memory, (Reply(f"{scene.say(code)} {when}", "handed"),))


def _who(scene: Scene, done: Opened) -> str:
    request = done.request
    if request.route.body:
        body = body_name(request, scene.city, scene.wording, scene.language)
        return scene.say("opened.body", body=body, centre=scene.city.centre.say(scene.language))
    return scene.say("opened.unit", unit=name_of_unit(request.route.unit, scene.city, scene.language))


def _brief(scene: Scene, brief: Brief) -> str:
    lines = [
        scene.say("status", number=show(brief.number), status=brief.status),
        scene.say("status.service", service=brief.service) if brief.service else "",
        scene.say("opened.due", due=brief.due) if brief.due else "",
    ]
    return "\n".join(line for line in lines if line)


def _complaint(scene: Scene, fault: Fault) -> Reply:
    code = f"error.{fault.code}"
    if scene.wording.knows(code):
        return Reply(scene.wording.say(code, scene.language, **dict(fault.values)), "wrong")
    return scene.reply("wrong")


def _without(memory: Memory, field: str) -> Memory:
    if field in ("lat", "long"):
        return replace(memory, lat=None, long=None, placed=False)
    return replace(memory, phone="") if field == "phone" else memory


MENDING: Mapping[str, Callable[[Scene, Memory], Said]] = {
    "description": ask_words,
    "address": ask_place,
    "district": ask_place,
    "neighbourhood": ask_place,
    "lat": ask_place,
    "long": ask_place,
    "first_name": ask_name,
    "last_name": ask_name,
    "phone": ask_phone,
    "email": ask_phone,
}
"""The question that mends each field."""
