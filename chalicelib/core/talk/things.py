"""What is neither words nor a tap: a place on the map, a photo, a voice, a card, and what nobody can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.core.geo import inside
from chalicelib.core.inbound import Item
from chalicelib.core.talk.answers import is_recent
from chalicelib.core.talk.matter import next_question, take_up
from chalicelib.core.talk.memory import MOST_PHOTOS, Memory
from chalicelib.core.talk.menu import ask_menu
from chalicelib.core.talk.questions import ask_again, ask_to_send
from chalicelib.core.talk.scene import Said, Scene, ask
from chalicelib.core.talk.sense import make_sense
from chalicelib.core.turn import Add, Hand

Thing = Callable[[Scene, Memory, Item], Said]


def hear_location(scene: Scene, memory: Memory, item: Item) -> Said:
    """A place on the map: of the matter at hand, of the request before, or the beginning of a matter. One outside of
    the city is not taken, and nothing else is lost."""
    lat, long = item.lat, item.long
    if lat is None or long is None:
        return hear_unreadable(scene, memory, item)
    if not -90 <= lat <= 90 or not -180 <= long <= 180:
        return hear_unreadable(scene, memory, item)
    if scene.city.bounds and not inside(scene.city.bounds, lat, long):
        return _outside(scene, memory)
    if not memory.has_matter and is_recent(memory, scene.now):
        words = scene.say("add.place", place=", ".join(filter(None, (item.place[:200], f"{lat:.6f}, {long:.6f}"))))
        return Said(memory, acts=(Add(memory.last, words),))
    begun = memory.has_matter
    memory = memory if begun else memory.fresh(item.key)
    address = memory.address or " ".join(item.place.split())[:300]
    memory = replace(memory, lat=round(lat, 6), long=round(long, 6), placed=True, address=address)
    if not begun:
        return ask_menu(scene, memory, "menu.place")
    return next_question(scene, memory) if memory.agreed else ask_again(scene, memory)


def hear_photo(scene: Scene, memory: Memory, item: Item) -> Said:
    """A photo, a video or a file: of the request before, where one was just opened and nothing else is under way; else
    of the matter at hand. The later ones of an album are taken without a word."""
    again = bool(item.album) and item.album == memory.album
    memory = replace(memory, album=item.album, hushed=again)
    if not memory.has_matter and is_recent(memory, scene.now) and not _another_matter(scene, memory, item.text):
        return Said(memory, acts=(Add(memory.last, item.text, item.media),))
    begun = memory.has_matter
    memory = memory if begun else replace(memory.fresh(item.key), album=item.album)
    memory = replace(memory, photos=(*memory.photos, *item.media)[:MOST_PHOTOS])
    if item.text and not memory.agreed:
        return take_up(scene, memory, item.text)
    memory = memory.with_words(item.text)
    if again and not item.text:
        return Said(memory)
    if not begun or not memory.step:
        return ask_menu(scene, memory, "menu.photo")
    if memory.step == "confirm":
        return ask_to_send(scene, memory)
    return ask_again(scene, memory).after(scene.reply("photo.kept"))


def hear_voice(_: Scene, memory: Memory, __: Item) -> Said:
    """A voice: a person listens to it."""
    return Said(memory, acts=(Hand("voice"),))


def hear_card(scene: Scene, memory: Memory, item: Item) -> Said:
    """A contact card: a phone to call back only where it is proved to be the sender's own."""
    if item.card_own and item.card_phone:
        memory = replace(memory, phone=item.card_phone)
        return next_question(scene, memory) if memory.agreed else ask_again(scene, memory)
    return ask_again(scene, memory).after(scene.reply("card"))


def hear_unreadable(scene: Scene, memory: Memory, _: Item) -> Said:
    """What cannot be read here: said so, and the open question again."""
    return ask_again(scene, memory).after(scene.reply("unreadable"))


def _outside(scene: Scene, memory: Memory) -> Said:
    area = scene.city.name.say(scene.language)
    if memory.step == "place":
        return ask(memory, "place", scene.reply("outside", area=area, ask_place=True))
    outside = scene.reply("outside", area=area)
    return ask_again(scene, memory).after(outside) if memory.step else Said(memory, (outside,))


def _another_matter(scene: Scene, memory: Memory, caption: str) -> bool:
    found = make_sense(scene, caption)
    return found.sure and memory.last_service not in found.services


THINGS: Mapping[str, Thing] = {
    "location": hear_location,
    "photo": hear_photo,
    "video": hear_photo,
    "file": hear_photo,
    "voice": hear_voice,
    "contact": hear_card,
    "unsupported": hear_unreadable,
}
"""Each kind of item that has no words, and what it does."""
