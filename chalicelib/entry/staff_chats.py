"""The staff API's conversations: which wait, one with its messages, and what is done in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.chat import Thread
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.rights import Actor
from chalicelib.core.tracking import show
from chalicelib.entry import staff_chat_answers as answers
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, language_of
from chalicelib.entry.staff_requests import query, read_limit, read_version
from chalicelib.flows import chat_desk, chat_public, chat_request, chat_work
from chalicelib.flows.desk import Desk

Said = Mapping[str, Any]
Act = Callable[[Desk, Actor, str, int, Said], Thread]

# What each act takes beside `act` and `version`.
TAKES: Mapping[str, tuple[str, ...]] = {
    "claim": (),
    "release": (),
    "reply": ("text",),
    "note": ("text",),
    "bot": (),
    "close": ("outcome", "subject"),
    "public": ("comment", "text"),
    "private": ("comment", "text"),
    "hide": ("comment", "reason"),
    "request": ("messages", *chat_request.FIELDS),
}
ACTS: Mapping[str, Act] = {
    "claim": lambda desk, actor, id, version, said: chat_work.claim(desk, actor, id, version),
    "release": lambda desk, actor, id, version, said: chat_work.release(desk, actor, id, version),
    "reply": lambda desk, actor, id, version, said: chat_work.answer(desk, actor, id, version, said.get("text")),
    "note": lambda desk, actor, id, version, said: chat_work.add_note(desk, actor, id, version, said.get("text")),
    "bot": lambda desk, actor, id, version, said: chat_work.hand_back(desk, actor, id, version),
    "close": lambda desk, actor, id, version, said: chat_work.close(
        desk, actor, id, version, said.get("outcome"), said.get("subject") or "other"
    ),
    "public": lambda desk, actor, id, version, said: chat_public.answer_publicly(
        desk, actor, id, version, _text(said, "comment"), said.get("text")
    ),
    "private": lambda desk, actor, id, version, said: chat_public.move_to_private(
        desk, actor, id, version, _text(said, "comment"), said.get("text")
    ),
    "hide": lambda desk, actor, id, version, said: chat_public.hide(
        desk, actor, id, version, _text(said, "comment"), said.get("reason")
    ),
}
"""What each act does; "request" gives a number besides and stands apart."""


def queue(request: Request, actor: Actor) -> Response:
    """The conversations that wait for a person."""
    desk, language = wire.desk(), language_of(request)
    asked = query(request, ("limit", "cursor"))
    found, cursor = chat_desk.queue(desk, actor, read_limit(asked("limit")), asked("cursor"))
    listed = [answers.waiting(each, desk.now()) for each in found]
    return told({"chats": listed, "cursor": cursor}, language)


def see(request: Request, actor: Actor, thread: str) -> Response:
    """One conversation, the newest message last; the cursor gives those before."""
    desk, language = wire.desk(), language_of(request)
    asked = query(request, ("limit", "cursor"))
    chat = chat_desk.open_chat(desk, actor, thread, asked("cursor"), read_limit(asked("limit")))
    said = {"messages": [answers.message(each) for each in chat.messages], "cursor": chat.cursor}
    return told(answers.thread(chat.thread, desk.now()) | said, language)


def act(request: Request, actor: Actor, thread: str) -> Response:
    """Do something in a conversation, as it was seen."""
    desk, language = wire.desk(), language_of(request)
    said = read_object(body_of(request))
    name, version = said.pop("act", None), read_version(said.pop("version", None))
    if not isinstance(name, str) or name not in TAKES:
        raise Invalid(Fault("act", "choice" if name else "required"))
    faults = [Fault(str(field)[:40], "unknown-field") for field in said if field not in TAKES[name]]
    if faults:
        raise Invalid(*faults)
    if name != "request":
        return told(answers.thread(ACTS[name](desk, actor, thread, version, said), desk.now()), language)
    ids = said.pop("messages", [])
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise Invalid(Fault("messages", "chat-messages"))
    opened, now_it_is = chat_request.open_from(desk, actor, thread, ids, said)
    answer = answers.thread(now_it_is, desk.now()) | {"number": show(opened.request.number)}
    return told(answer, language, status=201 if opened.new else 200)


def _text(said: Said, field: str) -> str:
    value = said.get(field)
    if not isinstance(value, str) or not value:
        raise Invalid(Fault(field, "must-be-text" if value else "required"))
    return value
