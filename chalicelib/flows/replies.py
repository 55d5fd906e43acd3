"""What the bot or the desk says in a conversation goes by the ledger, as every message: never lost, never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.channels.chat_text import plain as in_words
from chalicelib.channels.provider import Parcel
from chalicelib.core.chat import Kept, Reply, Thread
from chalicelib.core.chat_promise import promise_of
from chalicelib.core.delivery import State
from chalicelib.core.errors import TryLater, Undeliverable
from chalicelib.core.letter import Letter, safe
from chalicelib.core.marks import Claim
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS, Errand
from chalicelib.core.text import plain
from chalicelib.core.tracking import key_hash, show
from chalicelib.flows.address import address_of_staff
from chalicelib.flows.desk import Desk
from chalicelib.flows.send import Result, send

CHAT = ("reply", "chat_alarm")
"""The purposes of errands whose words stand in a conversation."""

LONGEST_SMS = 1000
"""Characters of an answer by SMS, as many as the desk may write."""

_STAFF = ("email", "sms")


def errand_of(thread: Thread, kept: Kept) -> Errand:
    """The errand of a message of ours in this thread."""
    if kept.role == "chat":
        return Errand(thread.id, kept.n, "chat:1", "reply", thread.network, CITIZEN_MESSAGES, kept.at)
    channel = "sms" if ":duty" in kept.role or kept.role.endswith(":phone") else "email"
    return Errand(thread.id, kept.n, kept.role, "chat_alarm", channel, UNIT_ALERTS, kept.at)


def put_down(desk: Desk, thread: Thread, kept: Kept, *, later: timedelta | None = None) -> str:
    """Put a message's errand into the ledger and carry it, or leave it to the sweep for `later`; how that went, as
    `deliver` says it. A repeat collides.

    One put, what the delivery costs, and one update. Raises TryLater; the sweep goes on with what was stored.
    """
    from chalicelib.flows.deliver import deliver  # which carries conversations too

    if kept.note:
        desk.chats.settled(kept.id)
        return "noted"
    errand = errand_of(thread, kept)
    desk.ledger.add(errand, desk.now() + later if later else None)
    outcome = "waits" if later else deliver(desk, errand.number, errand.id)
    desk.chats.settled(kept.id)
    return outcome


def carry_reply(desk: Desk, claim: Claim) -> str:
    """Send the message of a claimed errand; how it went, as `deliver` says it. Two gets, and what sending costs."""
    errand, now = claim.errand, desk.now()
    first = replace(errand, turn=0)
    kept = desk.chats.message(key_hash(desk.secret, "message", first.id))
    thread = desk.chats.thread(errand.number)
    if kept is None or kept.reply is None or thread is None:
        return _end(desk, claim, "cancelled", "no such message")
    if claim.was == "undeliverable":
        return _failed(desk, claim, thread, claim.reason or "undeliverable")
    try:
        to = _address(desk, errand, thread, kept)
    except Undeliverable as error:
        return _failed(desk, claim, thread, error.reason)
    key = key_hash(desk.secret, "contact", to)
    stop = desk.ledger.suppressed(key).get(errand.channel)
    asked_again = stop and thread.heard and thread.heard > stop.at  # who writes after that wants an answer
    if stop and not errand.to_staff and not asked_again:
        return _end(desk, claim, "cancelled", f"suppressed: {stop.reason}")
    result = send(desk, claim, _parcel(desk, errand, thread, kept.reply, to))
    if result.opted_out:
        desk.ledger.suppress(key, errand.channel, result.reason, now)
        desk.ledger.end(claim, "undeliverable", result.reason, now, result.attempts)
        return "undeliverable"
    if result.kind == "exhausted":
        return _failed(desk, claim, thread, result.reason, result)
    if result.kind == "gone" and claim.was == "created" and not claim.tried:
        waited = (desk.now() - errand.at).total_seconds()
        desk.meter.add("AcceptToSent", waited * 1000, "Milliseconds", channel=errand.channel)
    return result.kind


def _address(desk: Desk, errand: Errand, thread: Thread, kept: Kept) -> str:
    found = address_of_chat(thread) if errand.role == "chat:1" else address_of_staff(desk.city, errand)
    if not found:
        raise Undeliverable("no address")
    return found


def address_of_chat(thread: Thread) -> str:
    """Where a person is answered. WhatsApp shows a phone only while it is theirs, and any account can write to it."""
    return (thread.phone if thread.network == "whatsapp" else "") or thread.address


def _parcel(desk: Desk, errand: Errand, thread: Thread, reply: Reply, to: str) -> Parcel:
    if errand.channel == "email":
        letter = _letter(desk, errand, thread, reply)
        text, html = desk.render(letter)
        return Parcel(errand.id, to, text, subject=letter.subject, html=html, language=letter.language)
    if errand.channel == "sms":
        words = in_words(reply, LONGEST_SMS)
        return Parcel(errand.id, to, plain(words) if desk.city.sms_transliterate else words)
    number = show(thread.numbers[-1]) if thread.numbers else ""
    return Parcel(
        errand=errand.id,
        to=to,
        text=reply.text,
        language=thread.language if thread.language in ("tr", "en") else "tr",
        number=number,
        window_open=thread.is_open(desk.now()),
        reply=reply,
    )


def _letter(desk: Desk, errand: Errand, thread: Thread, reply: Reply) -> Letter:
    city, staff = desk.city, errand.to_staff
    language = "tr" if staff or thread.language != "en" else "en"
    centre = city.centre.say(language)
    code = "chats.mail.alarm" if staff else "chats.mail.answer"
    return Letter(
        language=language,
        subject=desk.wording.say(f"{code}.subject", language, centre=centre),
        heading=desk.wording.say(code, language, centre=centre),
        paragraphs=tuple(safe(reply.text).split("\n\n")),
        facts=(),
        quote="",
        link=f"{desk.public_url}/personel/sohbet/{thread.id}" if staff else desk.public_url,
        link_text=desk.wording.say(f"{code}.link", language),
        footer=desk.wording.say("mail.ack.footer", language, centre=centre, line=city.line),
    )


def _failed(desk: Desk, claim: Claim, thread: Thread, reason: str, result: Result | None = None) -> str:
    """By this channel it does not arrive. An alarm goes by the other one; whom the bot does not reach any more a person
    sees to."""
    errand = claim.errand
    if errand.to_staff:
        _alarm_otherwise(desk, errand)
    else:
        _ask_for_a_person(desk, thread)
    desk.ledger.end(claim, "undeliverable", reason, desk.now(), result.attempts if result else ())
    desk.meter.add("Undeliverable", channel=errand.channel)
    return "undeliverable"


def _alarm_otherwise(desk: Desk, errand: Errand) -> None:
    if errand.turn:
        desk.log.warning("alarm of a conversation could not be told", errand=errand.id)
        desk.meter.add("NotTold", channel=errand.channel)
        return
    other = next(channel for channel in _STAFF if channel != errand.channel)
    following = replace(errand, channel=other, turn=1)
    desk.ledger.add(following, desk.now())
    desk.wake(following.queue, [(following.number, following.id)], 0)


def _ask_for_a_person(desk: Desk, thread: Thread) -> None:
    """Where others write in it at the same time, what they wrote is looked at anew. Raises TryLater."""
    from chalicelib.flows.converse import TRIES, store

    standing: Thread | None = thread
    for _ in range(TRIES):
        if standing is None or standing.promise:  # somebody sees to it already
            return
        promise = promise_of(desk.now(), desk.city)
        asked = replace(standing, promise=promise, version=standing.version + 1)
        if standing.mode not in ("waiting", "human"):
            asked = replace(asked, mode="waiting", since=desk.now(), why="untold")
        if store(desk, asked):
            return
        standing = desk.chats.thread(thread.id)
    raise TryLater("others write in this conversation", wait=1)


def _end(desk: Desk, claim: Claim, state: State, reason: str) -> str:
    desk.ledger.end(claim, state, reason, desk.now())
    return state
