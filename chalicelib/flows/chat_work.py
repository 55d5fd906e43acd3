"""One of the staff takes a conversation, answers, notes, hands it back to the bot, or ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.core.canned import LONGEST
from chalicelib.core.chat import Kept, Mode, Reply, Thread
from chalicelib.core.chat_rights import may_take_away
from chalicelib.core.contacts import OUTCOMES, Contact, channel_of, citizen_key, subjects
from chalicelib.core.errors import Conflict, Fault, Invalid, NotAllowed
from chalicelib.core.inbound import CHATS
from chalicelib.core.rights import Actor
from chalicelib.core.text import clean
from chalicelib.core.tracking import key_hash
from chalicelib.flows.chat_desk import answered, check_own, thread_for, way_of
from chalicelib.flows.chat_keep import keep, note, ours
from chalicelib.flows.desk import Desk

REFUSED = {"window": "chat-window", "no-way": "chat-no-way", "public": "chat-is-public"}
"""Why no answer goes this way, by the ways of flows/chat_desk.way_of."""


def claim(desk: Desk, actor: Actor, id: str, version: int) -> Thread:
    """Take a conversation; the promise runs on until it is answered. Nothing where it is theirs already.

    As all below: one get, one transaction, and a get for each of its last requests. Raises Refused, NotFound, Conflict
    where another was quicker, NotAllowed ("chat-taken") where somebody has it, TryLater.
    """
    thread = thread_for(desk, actor, id)
    if thread.owner == actor.name:
        return thread
    if thread.owner:
        raise NotAllowed("chat-taken", thread.version)
    _check(thread, version)
    taken = replace(thread, mode="human", owner=actor.name, since=thread.since or desk.now())
    return _did(desk, thread, taken, actor, "claim")


def release(desk: Desk, actor: Actor, id: str, version: int) -> Thread:
    """Put it back among those that wait; a supervisor also what somebody else has. Raises as claim does, NotAllowed
    ("chat-not-yours")."""
    thread = thread_for(desk, actor, id)
    if thread.mode == "waiting":
        return thread
    _check(thread, version)
    if not thread.owner or not (thread.owner == actor.name or may_take_away(actor)):
        raise NotAllowed("chat-not-yours", thread.version)
    return _did(desk, thread, replace(thread, mode="waiting", owner=""), actor, "release")


def answer(desk: Desk, actor: Actor, id: str, version: int, text: object) -> Thread:
    """Write to the person: free words, or a template where WhatsApp's window is closed. The same form sent twice says
    it once. Raises as release does, NotAllowed ("chat-window", "chat-no-way", "chat-is-public"), Invalid ("text")."""
    written = read_text("text", text)
    thread = thread_for(desk, actor, id)
    if thread.version != version and said_before(desk, thread, version, actor, written):
        return thread
    check_own(thread, actor, version)
    way = way_of(thread, desk.now())
    if way in REFUSED:
        raise NotAllowed(REFUSED[way], thread.version)
    return keep(desk, answered(thread), ours(desk, thread, Reply(written, "desk"), actor.name))


def add_note(desk: Desk, actor: Actor, id: str, version: int, text: object) -> Thread:
    """Write down something for colleagues; whoever may see the conversation can. Raises as claim does, Invalid."""
    written = read_text("text", text)
    thread = thread_for(desk, actor, id)
    _check(thread, version)
    return keep(desk, thread, note(desk, thread, written, actor.name))


def hand_back(desk: Desk, actor: Actor, id: str, version: int) -> Thread:
    """The bot has the word again, from the person's next message on. Raises as release does, NotAllowed
    ("chat-no-bot") where the bot does not talk."""
    thread = thread_for(desk, actor, id)
    check_own(thread, actor, version)
    if thread.network not in CHATS or thread.public:
        raise NotAllowed("chat-no-bot", thread.version)
    return _did(desk, thread, _done(thread, mode="bot"), actor, "bot")


def close(desk: Desk, actor: Actor, id: str, version: int, outcome: object, subject: object = "other") -> Thread:
    """End it with an outcome of core/contacts. A comment is logged as a contact (temas) now; conversations are counted
    as they begin (flows/converse.py).

    One put more. Raises as release does, Invalid ("outcome", "subject").
    """
    faults = [Fault("outcome", "required" if not outcome else "contact-outcome")] if outcome not in OUTCOMES else []
    faults += [Fault("subject", "contact-subject")] if subject not in subjects(desk.city) else []
    if faults:
        raise Invalid(*faults)
    thread = thread_for(desk, actor, id)
    check_own(thread, actor, version)
    contact = thread.contact or (_log(desk, actor, thread, str(outcome), str(subject)) if thread.public else "")
    ended = replace(_done(thread, mode="closed"), contact=contact, session={})
    return keep(desk, ended, note(desk, thread, str(outcome), actor.name, code="chats.did.close"))


def _done(thread: Thread, *, mode: Mode) -> Thread:
    """Nobody is asked for any more."""
    return replace(thread, mode=mode, owner="", since=None, promise=None, why="", alarm=False, rung=0)


def _did(desk: Desk, before: Thread, after: Thread, actor: Actor, what: str) -> Thread:
    stored = keep(desk, after, note(desk, before, "", actor.name, code=f"chats.did.{what}"))
    desk.log.info("chat handled", thread=stored.id, staff=actor.name, what=what)
    return stored


def _check(thread: Thread, version: int) -> None:
    if thread.version != version:
        raise Conflict(thread.version)


def said_before(desk: Desk, thread: Thread, version: int, actor: Actor, text: str) -> bool:
    """Whether the same form was sent before: the version that it made says exactly this."""
    made: Kept = ours(desk, replace(thread, version=version), Reply(text, "desk"), actor.name)
    standing = desk.chats.message(made.id)
    return standing is not None and (standing.author, standing.reply) == (made.author, made.reply)


def _log(desk: Desk, actor: Actor, thread: Thread, outcome: str, subject: str) -> str:
    now = desk.now()
    unit = next((hat.unit for hat in actor.hats if hat.unit), desk.city.desk)
    id = key_hash(desk.secret, "contact", f"{thread.id}\n{thread.version}")
    contact = Contact(id, now, channel_of(thread.network), subject, outcome, actor.name, unit)
    expires = now + timedelta(days=desk.city.contact_days)
    desk.contacts.add(contact, citizen_key(desk.secret, thread.phone), expires)
    return id


def read_text(field: str, value: object) -> str:
    """What somebody of the staff wrote. Raises Invalid ("required", "must-be-text", "too-long")."""
    if not isinstance(value, str):
        raise Invalid(Fault(field, "required" if value is None else "must-be-text"))
    text = clean(value[: 4 * LONGEST], lines=True)
    if not text:
        raise Invalid(Fault(field, "required"))
    if len(value) > 4 * LONGEST or len(text) > LONGEST:
        raise Invalid(Fault(field, "too-long", (("limit", str(LONGEST)),)))
    return text
