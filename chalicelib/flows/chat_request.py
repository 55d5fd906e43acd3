"""Messages of a conversation become a request, and its number is the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.chat import Kept, Reply, Thread
from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.core.heard import MOST_FILES
from chalicelib.core.moments import say_moment
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.rights import Actor
from chalicelib.core.tracking import show
from chalicelib.flows.acts import chat_of
from chalicelib.flows.chat_desk import answered, check_own, thread_for, way_of
from chalicelib.flows.chat_keep import keep, note, ours
from chalicelib.flows.chat_media import bring, session_of
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Opened, Source, hear
from chalicelib.flows.track import expected_proof

FIELDS = (
    "service_code", "description", "kind", "address", "district", "neighbourhood", "first_name", "last_name", "phone",
)  # fmt: skip
"""What the desk says of the request; all else follows from the conversation."""

MOST = 50
TRIES = 5


def prefill(thread: Thread, messages: Sequence[Kept]) -> dict[str, object]:
    """What these messages of the person say of a request already: their words in the order in which they came, the last
    place that they showed, the phone that is proved, and their language."""
    items = [each.item for each in sorted(messages, key=lambda each: each.at) if each.item]
    words = [item.text or item.place for item in items if item.text or item.place]
    said: dict[str, object] = {"description": "\n".join(words), "language": thread.language}
    places = [item for item in items if item.lat is not None and item.long is not None]
    if places:
        said |= {"lat": places[-1].lat, "long": places[-1].long}
    return said | ({"phone": thread.phone} if thread.phone else {})


def open_from(
    desk: Desk, actor: Actor, id: str, ids: Sequence[str], said: Mapping[str, object]
) -> tuple[Opened, Thread]:
    """Open the request of the chosen messages (their ids), and tell the person its number; in public nobody is told.

    `said` are FIELDS, over what `prefill` gives. The same messages of a conversation open one request, and what is
    written meanwhile changes nothing. Costs a get per message, those of intake.hear, and those of an answer. Raises
    Refused, NotFound, NotAllowed ("chat-not-yours"), Invalid ("messages" and those of intake.hear), KeyReused, Conflict
    where others were quicker TRIES times, TryLater.
    """
    thread = thread_for(desk, actor, id)
    chosen = _chosen(desk, thread, ids)
    source = Source(thread.network, f"desk\n{thread.id}\n{','.join(sorted(set(ids)))}", by=actor.name)
    check_own(thread, actor, thread.version)
    faults = [Fault(str(name)[:40], "unknown-field") for name in said if name not in FIELDS]
    if faults:
        raise Invalid(*faults)
    asked = prefill(thread, chosen) | {name: value for name, value in said.items() if value not in (None, "")}
    media = bring(desk, thread, tuple(each for kept in chosen if kept.item for each in kept.item.media))
    files = [each.file for each in media if each.file][:MOST_FILES]
    asked |= {"files": files, "upload_session": session_of(thread)} if files else {}
    opened = hear(desk, asked, source, thread.language, chat=chat_of(thread))
    for _ in range(TRIES):
        if opened.request.number in thread.numbers:
            return opened, thread
        try:
            return opened, _tell(desk, actor, thread, opened.request)
        except Conflict:  # they wrote meanwhile, and what was opened must be told all the same
            thread = thread_for(desk, actor, id)
    raise Conflict(thread.version)


def _tell(desk: Desk, actor: Actor, thread: Thread, request: Request) -> Thread:
    known = replace(thread, numbers=(*thread.numbers, request.number))
    done = note(desk, thread, request.number, actor.name, code="chats.did.request")
    if way_of(thread, desk.now()) not in ("free", "template"):
        return keep(desk, known, done)
    return keep(desk, answered(known), ours(desk, thread, _said(desk, thread, request), actor.name), done)


def _said(desk: Desk, thread: Thread, request: Request) -> Reply:
    language = thread.language
    values: dict[str, Any] = {
        "number": show(request.number),
        "due": say_moment(request.state.promise, language),
        "url": desk.tracking_url(request.number),
    }
    text = desk.wording.say("chats.said.number", language, **values)
    if needs_pin(request):
        text += " " + desk.wording.say("chats.said.pin", language, pin=expected_proof(desk, request))
    return Reply(text, "chats.said.number")


def _chosen(desk: Desk, thread: Thread, ids: Sequence[str]) -> list[Kept]:
    """The messages, all of this conversation and of the person's own."""
    if not ids:
        raise Invalid(Fault("messages", "required"))
    if len(set(ids)) > MOST:
        raise Invalid(Fault("messages", "chat-messages"))
    found = [desk.chats.message(each) for each in dict.fromkeys(ids)]
    chosen = [each for each in found if each and each.thread == thread.id and each.item]
    if len(chosen) != len(found):
        raise Invalid(Fault("messages", "chat-messages"))
    return chosen
