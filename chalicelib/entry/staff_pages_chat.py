"""The page of one conversation: what was said, and everything that can be done in it as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.canned import LONGEST
from chalicelib.core.chat_public import HIDING
from chalicelib.core.chat_rights import may_take_away
from chalicelib.core.contacts import OUTCOMES, subject_words, subjects
from chalicelib.core.errors import Conflict, Fault, Invalid, KeyReused, NotAllowed, NotFound, TryLater
from chalicelib.core.inbound import CHATS
from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show as show_number
from chalicelib.entry import staff_words
from chalicelib.entry.form_page import Shown
from chalicelib.entry.rim import read_error, say_error, say_fault
from chalicelib.entry.staff_chat_said import Line, lines
from chalicelib.entry.staff_chats import ACTS, TAKES
from chalicelib.entry.staff_facts import path_of as request_path
from chalicelib.entry.staff_pages_chats import PATH, done_words, path_of, promise_words, why_words, window_words
from chalicelib.entry.staff_visit import Visit, redirect, show
from chalicelib.flows import chat_desk, chat_request

PICKED = "m_"
"""What a message's box is called, before its id: a form gives the last of each name only."""

# After these the conversation is somebody else's again: the list is what comes next.
LEAVING = ("release", "bot", "close")
LABELS = {"text": "chats.field.text", "comment": "chats.field.comment", "reason": "chats.field.reason",
          "outcome": "contact.field.outcome", "subject": "contact.field.subject", "messages": "chats.field.messages",
          "service_code": "console.record.service", "description": "console.record.text",
          "address": "web.form.address", "district": "web.form.district", "neighbourhood": "web.form.neighbourhood",
          "first_name": "web.form.first-name", "last_name": "web.form.last-name",
          "phone": "web.form.phone"}  # fmt: skip
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an act was not done: of which form, the status, what to say, and the faults of its fields."""

    act: str
    status: int
    heading: str
    lead: str
    faults: tuple[Shown, ...] = ()


def show_chat(visit: Visit, thread: str) -> Response:
    """The conversation with its newest messages, or those before a cursor."""
    return _page(visit, thread, {})


def act(visit: Visit, thread: str, name: str, fields: Typed) -> Response:
    """Do it and see the conversation again; with a fault the same page, everything typed kept."""
    if name not in TAKES:
        raise NotFound("no-such-move")
    if name == "request" and fields.get("ne") != "ac":
        return _page(visit, thread, _prefilled(visit, thread, fields), opened="request")
    try:
        return _done(visit, thread, name, fields)
    except Invalid as error:
        faults = tuple(_shown(name, fault, visit) for fault in error.faults)
        trouble = Trouble(name, 400, visit.say("console.errors"), visit.say("console.errors-lead"), faults)
    except Conflict:
        trouble = Trouble(name, 409, visit.say("console.errors"), visit.say("chats.changed"))
    except NotAllowed as error:
        trouble = Trouble(name, 409, visit.say("console.errors"), say_error(error.code, visit.language))
    except KeyReused as error:
        words = visit.say("chats.reused", number=show_number(error.number))
        trouble = Trouble(name, 422, visit.say("console.errors"), words)
    except TryLater as error:
        trouble = Trouble(name, read_error(error)[0], visit.say("console.errors"), visit.say("console.later"))
    return _page(visit, thread, fields, trouble=trouble, opened=name)


def _done(visit: Visit, thread: str, name: str, fields: Typed) -> Response:
    desk, said = wire.desk(), {field: fields[field] for field in TAKES[name] if fields.get(field)}
    if name == "request":
        chat_request.open_from(desk, visit.actor, thread, _picked(fields), said)
    else:
        ACTS[name](desk, visit.actor, thread, _version(fields), said)
    return redirect(visit.go(PATH if name in LEAVING else path_of(thread), oldu=name))


def _prefilled(visit: Visit, thread: str, fields: Typed) -> dict[str, str]:
    """The request's form with what the chosen messages say; what was typed into it beats them."""
    desk = wire.desk()
    standing = chat_desk.thread_for(desk, visit.actor, thread)
    found = [desk.chats.message(each) for each in _picked(fields)[: chat_request.MOST]]
    said = chat_request.prefill(standing, [each for each in found if each and each.thread == thread])
    filled = {name: str(value) for name, value in said.items() if name in chat_request.FIELDS}
    typed = {name: value for name, value in fields.items() if value and name != "description"}
    return filled | typed


def _page(visit: Visit, id: str, typed: Typed, *, trouble: Trouble | None = None, opened: str = "") -> Response:
    desk, language, city = wire.desk(), visit.language, wire.city()
    chat = chat_desk.open_chat(desk, visit.actor, id, visit.query.get("devam", ""))
    thread, now = chat.thread, desk.now()
    said = lines(thread, chat.messages, visit, city)
    left, tone = promise_words(thread.promise, now, visit)
    services = staff_words.services(city, language)
    values: dict[str, Any] = {name: "" for takes in TAKES.values() for name in takes} | dict(typed)
    errors = {fault.anchor: fault.message for fault in trouble.faults} if trouble else {}
    return show(
        "chat.html",
        visit,
        path_of(id),
        visit.say("chats.chat-title", network=visit.say(f"chats.network.{thread.network}")),
        status=trouble.status if trouble else 200,
        failed=trouble is not None,
        current="chats",
        trouble=trouble,
        open=opened,
        done=done_words(visit) if not trouble else "",
        thread=thread,
        typed=values,
        errors=errors,
        picked=_picked(typed),
        lines=said,
        comments=_comments(said) if thread.public else [],
        cursor=chat.cursor,
        paged=bool(visit.query.get("devam")),
        way=chat.way,
        window=window_words(thread, now, visit),
        promise=say_moment(thread.promise, language) if thread.promise else "",
        promise_left=left,
        tone=tone,
        why=why_words(thread.why, visit) if thread.mode in ("waiting", "human") else "",
        owner=staff_words.person(thread.owner, city) if thread.owner else "",
        mine=thread.owner == visit.actor.name,
        may_release=bool(thread.owner) and may_take_away(visit.actor),
        has_bot=thread.network in CHATS and not thread.public,
        requests=[(show_number(number), visit.go(request_path(number))) for number in thread.numbers],
        longest=LONGEST,
        canned=[each.text.say(thread.language) for each in chat_desk.canned_for(city, _services(thread.numbers))],
        outcomes=[(code, visit.say(f"contact.outcome.{code}")) for code in OUTCOMES],
        subjects=[(code, subject_words(code, city, desk.wording, language)) for code in subjects(city)],
        reasons=[(code, visit.say(f"chats.reason.{code}")) for code in HIDING],
        services=services,
    )


def _services(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """What the last request of a conversation is about: its ready answers come first."""
    found = wire.desk().requests.read(numbers[-1]) if numbers else None
    return (found.state.service,) if found else ()


def _comments(said: list[Line]) -> list[tuple[str, str]]:
    """The comments that can be answered or hidden, the newest first, each with how it begins."""
    open_ones = [each for each in said if each.comment and each.fate_code not in ("deleted",)]
    return [(each.id, f"{each.moment} · {each.text[:60]}") for each in reversed(open_ones)]


def _picked(fields: Typed) -> list[str]:
    return [name.removeprefix(PICKED) for name, value in fields.items() if name.startswith(PICKED) and value]


def _version(fields: Typed) -> int:
    given = fields.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _shown(name: str, fault: Fault, visit: Visit) -> Shown:
    known = fault.field in TAKES[name]
    label = visit.say(LABELS[fault.field]) if fault.field in LABELS else ""
    return Shown(label, f"{name}-{fault.field}" if known else "", say_fault(fault, visit.language))
