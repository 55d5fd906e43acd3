"""What the desk does in a conversation is stored with its thread, and what is for somebody is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.core.chat import Kept, Reply, Thread
from chalicelib.core.errors import Conflict
from chalicelib.core.tracking import key_hash
from chalicelib.flows import replies
from chalicelib.flows.desk import Desk

PLACES = 10
"""So many messages of ours have room in one version of a thread, each with an event number of its own."""


def keep(desk: Desk, thread: Thread, *said: Kept) -> Thread:
    """Store the thread as its next version with what was said in it, all or nothing, then send it.

    One transaction, and per message what its delivery costs. Raises Conflict where another was quicker, TryLater; what
    was stored before that is delivered by the sweep.
    """
    stored = replace(thread, version=thread.version + 1)
    expires = desk.now() + timedelta(days=desk.city.contact_days)
    if not desk.chats.save(stored, expires, outgoing=said):
        standing = desk.chats.thread(thread.id)
        raise Conflict(standing.version if standing else 0)
    for each in said:
        replies.put_down(desk, stored, each)
    return stored


def ours(desk: Desk, thread: Thread, reply: Reply, author: str, *, place: int = 0, role: str = "chat") -> Kept:
    """A message of ours for the next version of the thread: to the person, or with a role of staff to them."""
    n = (thread.version + 1) * PLACES + place
    return _named(desk, thread, Kept("", desk.now(), thread.id, reply=reply, author=author, n=n, role=role))


def note(desk: Desk, thread: Thread, text: str, author: str, *, code: str = "", place: int = PLACES - 1) -> Kept:
    """What only the staff read: words of `author`, or what they did, as the `code` of its sentence."""
    n = (thread.version + 1) * PLACES + place
    said = Reply(text, code)
    return _named(desk, thread, Kept("", desk.now(), thread.id, reply=said, author=author, n=n, role="note", note=True))


def _named(desk: Desk, thread: Thread, kept: Kept) -> Kept:
    """With an id that follows from its errand's, by which the errand finds its message."""
    return replace(kept, id=key_hash(desk.secret, "message", replies.errand_of(thread, kept).id))
