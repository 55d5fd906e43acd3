"""The messages of a conversation in the words of the workplace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib import wire
from chalicelib.core.chat import Kept, Thread
from chalicelib.core.city import City
from chalicelib.core.inbound import Item
from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show as show_number
from chalicelib.entry import staff_words
from chalicelib.entry.photo_views import Photo, photo_of
from chalicelib.entry.staff_visit import Visit
from chalicelib.flows.chat_media import copies
from chalicelib.flows.files import Shown, shown


@dataclass(frozen=True, slots=True)
class Line:
    """One message: `side` is "theirs", "ours" or "inside" (for the staff alone), `facts` what came with the words,
    `fate` what became of it; `comment` where it can be answered in public."""

    id: str
    side: str
    who: str
    moment: str
    text: str
    facts: tuple[str, ...]
    fate: str
    fate_code: str
    comment: bool
    photos: tuple[Photo, ...] = ()


def lines(thread: Thread, messages: Sequence[Kept], visit: Visit, city: City) -> list[Line]:
    """The messages of a conversation in their order, with their photos. One batch get where there are any."""
    desk = wire.desk()
    ids = {each.id: copies(desk, thread, each.item.media) for each in messages if each.item and each.item.media}
    found = {file.id: file for file in shown(desk, [id for each in ids.values() for id in each])}
    return [
        _theirs(each, each.item, visit, tuple(found[id] for id in ids.get(each.id, ()) if id in found))
        if each.item
        else _ours(each, visit, city)
        for each in messages
    ]


def _theirs(each: Kept, item: Item, visit: Visit, files: tuple[Shown, ...]) -> Line:
    facts = [] if item.kind in ("text", "comment", "choice") else [visit.say(f"chats.kind.{item.kind}")]
    if item.place:
        facts.append(item.place)
    if item.lat is not None and item.long is not None:
        facts.append(f"{item.lat:.5f}, {item.long:.5f}")
    if len(item.media) > len(files):
        facts.append(visit.say("chats.files", count=len(item.media) - len(files)))
    side, who = ("ours", "chats.by.echo") if item.kind == "echo" else ("theirs", "chats.by.person")
    return Line(
        each.id, side, visit.say(who), say_moment(each.at, visit.language), item.text, tuple(facts),
        _fate(each, visit), each.fate, item.kind == "comment",
        tuple(photo_of(file, visit.say("chats.kind.photo"), visit.language) for file in files),
    )  # fmt: skip


def _ours(each: Kept, visit: Visit, city: City) -> Line:
    reply = each.reply
    text, code = (reply.text, reply.code) if reply else ("", "")
    inside = each.note or each.role != "chat"
    facts: list[str] = []
    if each.note and code:
        text, facts = _did(code, text, visit), []
    elif inside:
        facts = [visit.say("chats.by.note" if each.note else "chats.by.alarm")]
    offered = [button.title for button in (*reply.buttons, *reply.rows)] if reply else []
    if offered:
        facts.append(visit.say("chats.offered", titles=" · ".join(offered)))
    who = staff_words.person(each.author, city) if each.author not in ("", "bot") else visit.say("chats.by.bot")
    return Line(
        each.id, "inside" if inside else "ours", who, say_moment(each.at, visit.language), text, tuple(facts),
        _fate(each, visit), each.fate, False,
    )  # fmt: skip


def _did(code: str, text: str, visit: Visit) -> str:
    """What a colleague did, with its outcome, reason or number."""
    words = visit.say(code) if wire.wording().knows(code) else code
    more = {"chats.did.close": f"contact.outcome.{text}", "chats.did.hide": f"chats.reason.{text}"}.get(code, "")
    if more and wire.wording().knows(more):
        return f"{words}: {visit.say(more)}"
    return f"{words}: {show_number(text)}" if code == "chats.did.request" and text else words


def _fate(each: Kept, visit: Visit) -> str:
    code = f"chats.fate.{each.fate}"
    return visit.say(code) if each.fate and wire.wording().knows(code) else ""
