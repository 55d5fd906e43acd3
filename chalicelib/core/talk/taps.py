"""What a tap means: a button or a row, now or out of an old message; a number of the list does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.core.talk.matter import begin, choose, go_on, send
from chalicelib.core.talk.memory import Memory
from chalicelib.core.talk.menu import ask_menu, open_group
from chalicelib.core.talk.questions import ask_again, ask_name, ask_place, ask_what_to_fix, ask_words
from chalicelib.core.talk.scene import Said, Scene
from chalicelib.core.turn import Add, Hand, Look

Tap = Callable[[Scene, Memory, str, str], Said]


def tap(scene: Scene, memory: Memory, id: str, key: str) -> Said:
    """The turn for a tap. What leads somewhere may be old; what decides something counts only where it was just asked,
    and never for what was not: then the question of now is asked again, or the menu shown."""
    name, _, rest = id.partition(":")
    if name in LEADING:
        return LEADING[name](scene, memory, rest, key)
    if name in DECIDING and id in memory.offered:
        return DECIDING[name](scene, memory, rest, key)
    if name in DECIDING and memory.step and memory.has_matter:
        return ask_again(scene, memory).after(scene.reply("stale"))
    return ask_menu(scene, memory, "menu.stale")


def _menu(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return ask_menu(scene, replace(memory, service="", agreed=False))


def _group(scene: Scene, memory: Memory, rest: str, _: str) -> Said:
    return open_group(scene, memory, f"g:{rest}")


def _human(_: Scene, memory: Memory, __: str, ___: str) -> Said:
    return Said(memory, acts=(Hand("human"),))


def _status(_: Scene, memory: Memory, __: str, ___: str) -> Said:
    return Said(memory, acts=(Look(),))


def _service(scene: Scene, memory: Memory, code: str, key: str) -> Said:
    return choose(scene, memory if memory.has_matter else memory.fresh(key), code)


def _not_it(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return ask_menu(scene, replace(memory, service="", agreed=False), "menu.other")


def _send(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return send(scene, memory)


def _fix(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return ask_what_to_fix(scene, memory)


def _drop(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return go_on(scene, memory).after(scene.reply("dropped"))


def _fix_place(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    bare = replace(memory, placed=False, address="", district="", neighbourhood="", lat=None, long=None)
    return ask_place(scene, bare)


def _fix_words(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return ask_words(scene, replace(memory, words=""))


def _fix_name(scene: Scene, memory: Memory, _: str, __: str) -> Said:
    return ask_name(scene, replace(memory, name="", phone=""))


def _add(_: Scene, memory: Memory, __: str, ___: str) -> Said:
    return Said(replace(memory, step="", offered=(), extra=""), acts=(Add(memory.last, memory.extra),))


def _new(scene: Scene, memory: Memory, _: str, key: str) -> Said:
    return begin(scene, memory, memory.extra, key)


LEADING: Mapping[str, Tap] = {
    "menu": _menu,
    "g": _group,
    "s": _service,
    "human": _human,
    "status": _status,
}
"""What may be tapped in a message of any age."""

DECIDING: Mapping[str, Tap] = {
    "yes": _service,
    "no": _not_it,
    "send": _send,
    "fix": _fix,
    "drop": _drop,
    "fix-service": _not_it,
    "fix-place": _fix_place,
    "fix-words": _fix_words,
    "fix-name": _fix_name,
    "add": _add,
    "new": _new,
}
"""What counts only as the answer to the question that is open."""
