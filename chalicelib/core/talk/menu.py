"""The menu: the headings of the catalogue, then the services of one of them, in lists of at most ten rows."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.chat import Button, Reply
from chalicelib.core.city import Group, Service
from chalicelib.core.talk.memory import Memory
from chalicelib.core.talk.scene import ROW, Said, Scene, ask, distinct

ROWS = 10
"""Rows of a list, in all its sections (WhatsApp)."""


def ask_menu(scene: Scene, memory: Memory, code: str = "menu") -> Said:
    """What it is about, as the headings of the catalogue; the sentence `code` goes before them."""
    *others, last = scene.city.groups
    rows = [_row_of(group, scene) for group in others[: ROWS - 2]]
    rows += [scene.button("status", "status"), _row_of(last, scene)]
    reply = Reply(scene.say(code), code, rows=distinct(rows, ROWS, ROW), open_rows=scene.say("button.menu"))
    return ask(memory, "menu", reply)


def ask_group(scene: Scene, memory: Memory, group: Group, page: int) -> Said:
    """Which service of a heading; `page` counts from 0. The last heading also offers a person."""
    services = [service for service in scene.city.services.values() if service.listed and service.group == group.code]
    rows = [scene.button("human", "human")] if group == scene.city.groups[-1] else []
    rows += [_row_for(service, scene) for service in services]
    rows = _page(rows, page, Button(f"g:{group.code}:{page + 1}", scene.say("button.more")))
    if not rows:
        return ask_menu(scene, memory)
    reply = Reply(
        scene.say("group", group=_name_of(group, scene)),
        "group",
        rows=distinct(rows, ROWS, ROW),
        open_rows=scene.say("button.menu"),
    )
    return ask(memory, "group", reply)


def open_group(scene: Scene, memory: Memory, id: str) -> Said:
    """The rows behind a row "g:<heading>" or "g:<heading>:<page>"; the menu where there is no such heading."""
    _, code, page = (*id.split(":"), "0")[:3]
    group = next((each for each in scene.city.groups if each.code == code), None)
    if group is None or not page.isascii() or not page.isdigit():
        return ask_menu(scene, memory)
    return ask_group(scene, memory, group, int(page[:3]))


def _page(rows: Sequence[Button], page: int, more: Button) -> list[Button]:
    start = page * (ROWS - 1)
    rest = list(rows[start:])
    return rest if len(rest) <= ROWS else [*rest[: ROWS - 1], more]


def _row_of(group: Group, scene: Scene) -> Button:
    return Button(f"g:{group.code}", _name_of(group, scene))


def _name_of(group: Group, scene: Scene) -> str:
    """The short label; in a language that presets do not speak, that of the texts."""
    code = f"group.{group.code}"
    foreign = scene.language not in ("tr", "en") and scene.wording.knows(f"talk.{code}")
    return scene.say(code) if foreign else group.short.say(scene.language)


def _row_for(service: Service, scene: Scene) -> Button:
    return Button(f"s:{service.code}", service.short.say(scene.language), service.label.say(scene.language))
