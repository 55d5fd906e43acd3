"""The desk of conversations: which wait for a person, and one of them with all that was said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.core.canned import Canned
from chalicelib.core.chat import WINDOW, Kept, Thread, Waiting
from chalicelib.core.chat_rights import may_see
from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, Fault, Invalid, NotAllowed, NotFound, Refused
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.rights import Actor, is_confidential
from chalicelib.flows.desk import Desk

PAGE = 50
MOST = 100
WINDOWED = ("whatsapp", "messenger", "instagram")
"""The networks that take free words for 24 hours only; of these WhatsApp alone takes a template after that."""

COMMENT = "comment"
"""Why a person is asked for, where it is a public comment."""

NUMBERS = 5
"""So many of a conversation's last requests are looked at, whether one of them is confidential."""

_THREAD = re.compile(r"C[0-9a-f]{24}")
_TURN = re.compile(r"[01]#[\x21-\x7e]{1,120}")
_PLACE = re.compile(r"[0-9T:.Z-]{20,32}#[\x21-\x7e]{1,120}")


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as the desk sees it: its messages, the newest last, and the cursor of those before ("" for none);
    `way` is how an answer goes now: "free", "template", "public", or "window" and "no-way" where none can."""

    thread: Thread
    messages: tuple[Kept, ...]
    cursor: str
    way: str


def queue(desk: Desk, actor: Actor, limit: int = PAGE, cursor: str = "") -> tuple[tuple[Waiting, ...], str]:
    """The conversations that wait for a person or have one, without a word or a name: alarms first, then the longest
    waiting; and the cursor of the next page. What is not theirs is left out, so that a page may hold fewer. One query.

    Raises Refused, Invalid ("cursor", "limit"), TryLater.
    """
    _need(actor)
    _check_page(limit, cursor, _TURN)
    found, after = desk.chats.waiting(limit, cursor)
    return tuple(each for each in found if may_see(actor, each.why)), after


def open_chat(desk: Desk, actor: Actor, id: str, cursor: str = "", limit: int = PAGE) -> Chat:
    """One conversation; the log says who looked. One get, one query, and a get for each of its last NUMBERS requests.

    Raises Refused, NotFound ("chat-not-found"), Invalid ("cursor", "limit"), TryLater.
    """
    _check_page(limit, cursor, _PLACE)
    thread = thread_for(desk, actor, id)
    newest_first, before = desk.chats.messages(thread.id, limit, cursor)
    desk.log.info("chat read", thread=thread.id, staff=actor.name)
    return Chat(thread, tuple(reversed(newest_first)), before, way_of(thread, desk.now()))


def thread_for(desk: Desk, actor: Actor, id: str) -> Thread:
    """The thread of this id, if it is theirs. Raises Refused ("refused", "chat-aid"), NotFound, TryLater."""
    _need(actor)
    thread = desk.chats.thread(id) if _THREAD.fullmatch(id) else None
    if thread is None:
        raise NotFound("chat-not-found")
    if not may_see(actor, thread.why, confidential=_has_confidential(desk, thread)):
        raise Refused("chat-aid")
    return thread


def check_own(thread: Thread, actor: Actor, version: int) -> None:
    """Raises Conflict unless the thread is as they saw it, NotAllowed ("chat-not-yours") unless they claimed it."""
    if thread.version != version:
        raise Conflict(thread.version)
    if thread.owner != actor.name:
        raise NotAllowed("chat-not-yours", thread.version)


def way_of(thread: Thread, now: datetime) -> str:
    """How an answer to it goes at `now`, as Chat says it."""
    if thread.network not in PROVIDERS or not (thread.address or thread.public):
        return "no-way"
    if thread.public:
        return "public"
    if thread.network not in WINDOWED or thread.is_open(now):
        return "free"
    return "template" if thread.network == "whatsapp" else "window"


def window_ends(thread: Thread | Waiting) -> datetime | None:
    """Until when free words may be sent; None where the network has no such rule, or for a comment."""
    public = thread.public if isinstance(thread, Thread) else thread.why == COMMENT
    return thread.heard + WINDOW if thread.heard and thread.network in WINDOWED and not public else None


def canned_for(city: City, services: tuple[str, ...]) -> tuple[Canned, ...]:
    """The ready answers, those about these services first, then those for all, then the others."""
    fits = {each.code: 0 if set(each.services) & set(services) else 2 if each.services else 1 for each in city.canned}
    return tuple(sorted(city.canned, key=lambda each: fits[each.code]))


def answered(thread: Thread) -> Thread:
    """The thread after somebody answered: the promise is kept."""
    return replace(thread, promise=None, rung=0)


def _has_confidential(desk: Desk, thread: Thread) -> bool:
    requests = (desk.requests.read(number) for number in thread.numbers[-NUMBERS:])
    return any(request is not None and is_confidential(request, desk.city) for request in requests)


def _check_page(limit: int, cursor: str, form: re.Pattern[str]) -> None:
    if not 1 <= limit <= MOST:
        raise Invalid(Fault("limit", "limit", (("most", str(MOST)),)))
    if cursor and not form.fullmatch(cursor):
        raise Invalid(Fault("cursor", "cursor"))


def _need(actor: Actor) -> None:
    if not actor.may("chats"):
        raise Refused("refused")
