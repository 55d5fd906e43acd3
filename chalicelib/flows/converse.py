"""A message that was kept is thought about: who wrote it, what follows, what is said; once, whoever else is at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.core import conversation
from chalicelib.core.chat import WINDOW, Kept, Reply, Thread
from chalicelib.core.chat_promise import promise_of
from chalicelib.core.contacts import Contact, channel_of, citizen_key
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import CHATS, Item
from chalicelib.core.people import on_duty
from chalicelib.core.routing import danger_in
from chalicelib.core.text import fold
from chalicelib.core.tracking import key_hash
from chalicelib.core.turn import Hand, Opened
from chalicelib.flows.acts import chat_of, perform
from chalicelib.flows.chat_keep import PLACES, ours
from chalicelib.flows.chat_media import bring
from chalicelib.flows.deliver import address_key
from chalicelib.flows.desk import Desk
from chalicelib.flows.identify import Person, identify
from chalicelib.flows.listen import message_id
from chalicelib.flows.mail import mail_turn
from chalicelib.flows.replies import put_down
from chalicelib.flows.window import thread_id

TRIES = 8
MOST_ACTS = 6
BEHIND = timedelta(seconds=30)
"""How long an answer waits behind one that could not go."""

SILENT = ("echo", "edited", "deleted", "moved")
"""Kinds after which nobody is said to have written."""

NUMBERS = 20
"""So many requests a thread remembers as its person's own."""

# Who asked for a person because of a danger goes on talking to the bot until somebody has taken the conversation.
_BOT_STAYS = "danger"


class _Thought(NamedTuple):
    """The thread as it is from now on, what is said to the person, and whether the staff are alarmed."""

    thread: Thread
    replies: tuple[Reply, ...] = ()
    alarm: str = ""


def converse(desk: Desk, id: str) -> str:
    """Work off one message of the contacts table; what it was: "done" before, "unknown", "sent" (one of ours), "kept"
    (nothing was answered) or "answered".

    A get; the reads of `identify`; a get of the thread; what the acts cost; one transaction; and the delivery of each
    reply. Raises TryLater; then the queue or the sweep brings it again.
    """
    kept = desk.chats.message(id)
    if kept is None:
        return "unknown"
    if kept.item is None:
        thread = desk.chats.thread(kept.thread)
        if thread:
            put_down(desk, thread, kept)
        return "sent"
    if kept.thread:
        return "done"
    item, person = kept.item, identify(desk, kept.item)
    if item.about and item.kind in ("edited", "deleted"):
        fate = "hidden" if item.choice == "hidden" else item.kind
        desk.chats.set_fate(message_id(desk, item.who.network, item.about), fate)
    for _ in range(TRIES):
        before = _thread_of(desk, item, person)
        item = replace(item, media=bring(desk, before, item.media)) if item.media else item
        thought = _think(desk, before, kept, item, person)
        stored = _counted(desk, before, replace(thought.thread, version=before.version + 1))
        if stored.contact != before.contact:
            _log_contact(desk, stored)  # by the version's id: whoever is quicker has logged the same
        out = list(_written(desk, before, thought))
        if store(desk, stored, out, done=id):
            break
        again = desk.chats.message(id)
        if again is None or again.thread:
            return "done"
    else:
        raise TryLater("others write in this conversation", wait=1)
    _say(desk, stored, out)
    desk.log.info("message heard", kept=id, thread=stored.id, kind=item.kind, mode=stored.mode, replies=len(out))
    return "answered" if out else "kept"


def store(desk: Desk, thread: Thread, outgoing: Sequence[Kept] = (), *, done: str = "") -> bool:
    """Store a thread's next version with what goes out; False if another was quicker. One transaction."""
    expires = desk.now() + timedelta(days=desk.city.contact_days)
    return desk.chats.save(thread, expires, outgoing=outgoing, done=done)


def _thread_of(desk: Desk, item: Item, person: Person) -> Thread:
    """The person's thread as it stands, or a new one of version 0, with what this item tells of them."""
    who, now = item.who, desk.now()
    place = f"{person.id}\n{item.thread}" if item.kind == "comment" else person.id
    id = thread_id(desk, who.network, place)
    standing = desk.chats.thread(id)
    address = who.id or who.phone
    if standing is None:
        standing = Thread(id, who.network, person.id, "", opened=now, public=item.kind == "comment")
    phone = person.phone or ("" if person.lost else standing.phone)
    merged = desk.chats.thread(thread_id(desk, who.network, person.merged)) if person.merged else None
    earlier = merged.numbers if merged else ()
    return replace(
        standing,
        numbers=(*(each for each in earlier if each not in standing.numbers), *standing.numbers),
        address=standing.address if standing.public else address or standing.address,
        account=item.account or standing.account,
        name=who.name or standing.name,
        phone=phone,
    )


def _think(desk: Desk, thread: Thread, kept: Kept, item: Item, person: Person) -> _Thought:
    now = desk.now()
    if item.kind in SILENT or kept.fate == "deleted":
        return _Thought(thread)
    if item.choice in ("blocked", "unblocked") and item.kind == "unsupported":
        _note_block(desk, thread, item.choice == "blocked")
        return _Thought(thread)
    heard = max(kept.at, thread.heard) if thread.heard else kept.at
    if not item.group and item.kind != "comment":
        thread = replace(thread, heard=heard)
    if item.group or item.quiet or item.automatic or item.kind in ("sticker", "reaction"):
        return _Thought(thread)
    if item.kind == "comment":
        return _Thought(_wait(desk, thread, "comment", now))
    if item.who.network not in CHATS:
        return _by_letter(desk, thread, item, person, now)
    if not (item.who.id or item.who.phone):
        return _Thought(_wait(desk, thread, "other", now))
    bot = thread.mode in ("bot", "closed") or (thread.mode == "waiting" and thread.why == _BOT_STAYS)
    return _by_bot(desk, thread, item, person, now) if bot else _beside(desk, thread, item, now)


def _by_bot(desk: Desk, thread: Thread, item: Item, person: Person, now: datetime) -> _Thought:
    """The bot's turn, with what comes of what it has done."""
    if thread.mode == "closed":
        thread = replace(thread, mode="bot")
    turn = conversation.step(thread.session, item, thread, desk.city, desk.wording, now)
    session, replies, left, alarm = turn.session, list(turn.replies), list(turn.acts), ""
    for _ in range(MOST_ACTS):
        if not left:
            break
        act = left.pop(0)
        thread = replace(thread, language=str(session.get("language") or thread.language))
        done = perform(desk, act, thread, person)
        if isinstance(done, Opened) and done.request.number not in thread.numbers:
            thread = replace(thread, numbers=(*thread.numbers, done.request.number)[-NUMBERS:])
        if isinstance(act, Hand):
            thread = _wait(desk, thread, act.why, now, alarm=act.alarm)
            alarm = act.why if act.alarm else alarm
        more = conversation.after(session, act, done, thread, desk.city, desk.wording, now)
        session = more.session
        replies += more.replies
        left += more.acts
    language = str(session.get("language") or thread.language)
    return _Thought(replace(thread, session=session, language=language), tuple(replies), alarm)


def _beside(desk: Desk, thread: Thread, item: Item, now: datetime) -> _Thought:
    """Somebody of the staff has the word; only a danger to life is answered at once."""
    danger = desk.city.dangers.get(danger_in(fold(item.text), desk.city) or "")
    if danger is None:
        waits = replace(thread, promise=thread.promise or promise_of(now, desk.city)) if thread.owner else thread
        return _Thought(waits)
    said = (Reply(danger.text.say(thread.language), "danger"),)
    if thread.alarm:  # the phone has rung for this conversation
        return _Thought(thread, said)
    return _Thought(replace(thread, alarm=True, promise=promise_of(now, desk.city, alarm=True)), said, "danger")


def _by_letter(desk: Desk, thread: Thread, item: Item, person: Person, now: datetime) -> _Thought:
    """SMS, mails and messages of X are a person's to answer, but for what is added to a request that is named."""
    why = "mail" if item.who.network == "email" else item.who.network if item.who.network == "sms" else "other"
    if item.who.network == "sms" and not item.who.phone:  # a title or a short code, which nobody can answer
        return _Thought(thread)
    danger = desk.city.dangers.get(danger_in(fold(f"{item.subject} {item.text}"), desk.city) or "")
    if danger:
        alarm = "" if thread.alarm else "danger"
        said = (Reply(danger.text.say(thread.language), "danger"),) if item.trusted and item.who.network != "x" else ()
        return _Thought(_wait(desk, thread, "danger", now, alarm=True), said, alarm)
    if item.kind == "unsupported" or not item.text:
        return _Thought(_wait(desk, thread, why, now))
    if mail_turn(desk, thread, item, person):
        return _Thought(thread)
    return _Thought(_wait(desk, thread, why, now))


def _wait(desk: Desk, thread: Thread, why: str, now: datetime, *, alarm: bool = False) -> Thread:
    """A person is asked for; who waits already keeps their place."""
    if thread.mode in ("waiting", "human") and not (alarm and not thread.alarm):
        return replace(thread, promise=thread.promise or promise_of(now, desk.city, alarm=alarm))
    return replace(
        thread,
        mode="human" if thread.owner else "waiting",
        since=thread.since or now,
        promise=promise_of(now, desk.city, alarm=alarm),
        why=why,
        alarm=thread.alarm or alarm,
        rung=0,
    )


def _note_block(desk: Desk, thread: Thread, blocked: bool) -> None:
    key = address_key(desk, thread.address)
    if blocked:
        desk.ledger.suppress(key, thread.network, "blocked", desk.now())
    else:
        desk.ledger.allow(key, thread.network)


def _written(desk: Desk, before: Thread, thought: _Thought) -> Iterator[Kept]:
    """What is said, in its order, and the alarm first: a life may hang on it."""
    texts = list(thought.replies[: PLACES - 2])
    if thought.alarm:
        duty = on_duty(desk.city, desk.city.desk, desk.now())
        role = f"unit:{desk.city.desk}:duty" if duty else f"unit:{desk.city.desk}"
        url = f"{desk.public_url}/personel/sohbet/{thought.thread.id}"
        way, why = "sms" if duty else "email", desk.wording.say(f"chats.why.{thought.alarm}", "tr")
        text = desk.wording.say(f"chats.now.{way}", "tr", why=why, centre=desk.city.centre.tr, url=url)
        yield ours(desk, before, Reply(text, "chat_alarm"), "", place=PLACES - 2, role=role)
    for place, reply in enumerate(texts):
        yield ours(desk, before, reply, "bot", place=place)


def _say(desk: Desk, thread: Thread, out: Sequence[Kept]) -> None:
    """One after the other; what stands behind an answer that could not go yet waits for it."""
    later: timedelta | None = None
    for each in out:
        outcome = put_down(desk, thread, each, later=later if each.role == "chat" else None)
        if each.role == "chat" and outcome in ("waits", "unknown"):
            later = BEHIND


def _counted(desk: Desk, before: Thread, stored: Thread) -> Thread:
    """Every contact is counted once: the first message of a conversation, and one after a day of silence."""
    goes_on = before.version and before.contact and before.heard and desk.now() - before.heard < WINDOW
    if stored.heard is None or goes_on:
        return stored
    return replace(stored, contact=key_hash(desk.secret, "contact", f"{stored.id}\n{stored.version}"))


def _log_contact(desk: Desk, thread: Thread) -> None:
    now, channel = desk.now(), channel_of(thread.network)
    contact = Contact(thread.contact, now, channel, "other", "informed", "bot", desk.city.desk)
    citizen = citizen_key(desk.secret, thread.phone or chat_of(thread))
    desk.contacts.add(contact, citizen, now + timedelta(days=desk.city.contact_days))
