"""A public comment is answered below it, moved to a private conversation, or hidden for one of three reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.channels.messenger import COMMENT, PRIVATE, hide_comment
from chalicelib.core.chat import Kept, Reply, Thread
from chalicelib.core.chat_public import HIDING, leak
from chalicelib.core.errors import Fault, Invalid, Lost, NotAllowed, NotFound, NotReached, TryLater
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.rights import Actor
from chalicelib.core.tracking import key_hash
from chalicelib.flows.chat_desk import answered, check_own, thread_for
from chalicelib.flows.chat_keep import keep, note, ours
from chalicelib.flows.chat_work import read_text, said_before
from chalicelib.flows.desk import Desk

LATEST = timedelta(days=7)
"""How long after a comment its writer may be written to in private, once (Meta: private replies)."""


def answer_publicly(desk: Desk, actor: Actor, id: str, version: int, comment: str, text: object) -> Thread:
    """Answer below a comment (the message's id), where everybody reads it. The same form sent twice says it once.

    Raises Refused, NotFound, Conflict, NotAllowed ("chat-not-yours", "chat-not-public", "chat-no-way"), Invalid ("text"
    with the codes of core/chat_public.leak too, "comment"), TryLater.
    """
    written = read_text("text", text)
    standing = thread_for(desk, actor, id)
    if standing.version != version and said_before(desk, standing, version, actor, written):
        return standing
    thread, said = _comment(desk, actor, id, version, comment)
    if thread.network not in PROVIDERS:
        raise NotAllowed("chat-no-way", thread.version)
    code = leak(written, desk.city, thread.name)
    if code:
        raise Invalid(Fault("text", code))
    below = replace(answered(thread), address=f"{COMMENT}{_key(said)}")
    return keep(desk, below, ours(desk, thread, Reply(written, "desk"), actor.name))


def move_to_private(desk: Desk, actor: Actor, id: str, version: int, comment: str, text: object) -> Thread:
    """Write the first private message to whoever left this comment (the message's id); their answer begins a
    conversation of its own. Its words may name what a public answer may not. Once for each comment.

    Two transactions, a get, and the delivery. Raises Refused, NotFound, Conflict, NotAllowed ("chat-not-yours",
    "chat-not-public", "chat-private-late", "chat-private-once"), Invalid ("text", "comment"), TryLater.
    """
    written = read_text("text", text)
    thread, said = _comment(desk, actor, id, version, comment)
    if said.item is None or desk.now() >= said.at + LATEST:
        raise NotAllowed("chat-private-late", thread.version)
    private = _private(desk, thread, said)
    if desk.chats.thread(private.id):
        raise NotAllowed("chat-private-once", thread.version)
    keep(desk, private, ours(desk, private, Reply(written, "desk"), actor.name))
    return keep(desk, answered(thread), note(desk, thread, "", actor.name, code="chats.did.private"))


def hide(desk: Desk, actor: Actor, id: str, version: int, comment: str, reason: object) -> Thread:
    """Hide a comment (the message's id) from the public, for a reason of HIDING; who did it and why is written down
    first, that it is hidden when the network said so.

    One transaction, one call of the network, one update. Raises as move_to_private does, Invalid ("reason"), TryLater
    where the network did not take it: then it is not hidden, and can be tried again.
    """
    if not isinstance(reason, str) or reason not in HIDING:
        raise Invalid(Fault("reason", "chat-reason" if reason else "required"))
    thread, said = _comment(desk, actor, id, version, comment)
    stored = keep(desk, thread, note(desk, thread, reason, actor.name, code="chats.did.hide"))
    post = hide_comment("instagram" if thread.network == "instagram" else "messenger", _key(said))
    try:
        answer = desk.carry(post)
    except (NotReached, Lost) as error:
        raise TryLater("hide: not reached") from error
    if answer.status >= 300 or answer.code:
        desk.log.warning("comment not hidden", thread=thread.id, status=answer.status)
        raise TryLater("hide: refused")
    desk.chats.set_fate(said.id, "hidden")
    desk.log.info("comment hidden", thread=thread.id, staff=actor.name, reason=reason)
    return stored


def _comment(desk: Desk, actor: Actor, id: str, version: int, comment: str) -> tuple[Thread, Kept]:
    thread = thread_for(desk, actor, id)
    check_own(thread, actor, version)
    if not thread.public:
        raise NotAllowed("chat-not-public", thread.version)
    said = desk.chats.message(comment) if comment else None
    if said is None or said.thread != thread.id or said.item is None or said.item.kind != "comment":
        raise Invalid(Fault("comment", "chat-comment"))
    return thread, said


def _key(said: Kept) -> str:
    if said.item is None:
        raise NotFound("chat-not-found")
    return said.item.key


def _private(desk: Desk, thread: Thread, said: Kept) -> Thread:
    """The thread of the one private message that a comment allows; nobody waits in it."""
    id = "C" + key_hash(desk.secret, "thread", f"{thread.network}\nprivate\n{_key(said)}")[:24]
    return Thread(
        id, thread.network, thread.person, f"{PRIVATE}{_key(said)}", thread.account, thread.name,
        language=thread.language, opened=desk.now(), heard=said.at, mode="closed",
    )  # fmt: skip
