"""The page of the conversations that wait for a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.chat import Thread, Waiting
from chalicelib.core.city import City
from chalicelib.core.moments import say_moment
from chalicelib.entry import staff_words
from chalicelib.entry.staff_visit import Visit, show
from chalicelib.flows import chat_desk
from chalicelib.flows.chat_promise import minutes

PATH = "/personel/sohbetler"


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation as the list shows it; `tone` is how pressing its promise is, as Badge has it."""

    path: str
    network: str
    why: str
    alarm: bool
    waits: str
    promise: str
    promise_left: str
    tone: str
    window: str
    who: str


def show_queue(visit: Visit) -> Response:
    """Alarms first, then the longest waiting; without a word of anybody and without a name."""
    desk = wire.desk()
    found, cursor = chat_desk.queue(desk, visit.actor, cursor=visit.query.get("devam", ""))
    return show(
        "chats.html",
        visit,
        PATH,
        visit.say("chats.title"),
        current="chats",
        rows=[_line(each, desk.now(), desk.city, visit) for each in found],
        cursor=cursor,
        paged=bool(visit.query.get("devam")),
        done=done_words(visit),
        promise_minutes=desk.city.chat_promise_minutes,
    )


def path_of(thread: str) -> str:
    """The address of a conversation's page."""
    return f"/personel/sohbet/{thread}"


def why_words(why: str, visit: Visit) -> str:
    """Why a person is asked for."""
    code = f"chats.why.{why}"
    return visit.say(code if why and wire.wording().knows(code) else "chats.why.other")


def window_words(each: Waiting | Thread, now: datetime, visit: Visit) -> str:
    """How long free words may still be sent; "" where the network has no such rule."""
    ends = chat_desk.window_ends(each)
    if ends is None:
        return ""
    left = _minutes_until(ends, now)
    return visit.say("chats.window.left", left=span(left, visit)) if left > 0 else visit.say("chats.window.closed")


def span(of_minutes: int, visit: Visit) -> str:
    """A span of time in words: minutes, or hours and minutes."""
    hours, rest = divmod(max(of_minutes, 0), 60)
    if hours and not rest:
        return visit.say("chats.span.full", hours=hours)
    return visit.say("chats.span.hours", hours=hours, minutes=rest) if hours else visit.say("chats.span", minutes=rest)


def promise_words(promise: datetime | None, now: datetime, visit: Visit) -> tuple[str, str]:
    """How far the promise is away, and how pressing that is: "calm", "soon" or "late"."""
    if promise is None:
        return "", "calm"
    left = _minutes_until(promise, now)
    if promise <= now:
        return visit.say("chats.promise.late", late=span(-left, visit)), "late"
    return visit.say("chats.promise.left", left=span(left, visit)), "soon" if left < 10 else "calm"


def _minutes_until(at: datetime, now: datetime) -> int:
    return math.ceil((at - now).total_seconds() / 60)


def done_words(visit: Visit) -> str:
    """What was just done, by the code that the address carries."""
    code = f"chats.did.{visit.query.get('oldu', '')}"
    return visit.say("chats.done", what=visit.say(code)) if wire.wording().knows(code) else ""


def _line(each: Waiting, now: datetime, city: City, visit: Visit) -> Line:
    left, tone = promise_words(each.promise, now, visit)
    return Line(
        path=path_of(each.id),
        network=visit.say(f"chats.network.{each.network}"),
        why=why_words(each.why, visit),
        alarm=each.alarm,
        waits=span(minutes(now, each), visit),
        promise=say_moment(each.promise, visit.language) if each.promise else "",
        promise_left=left,
        tone=tone,
        window=window_words(each, now, visit),
        who=staff_words.person(each.owner, city) if each.owner else visit.say("console.nobody"),
    )
