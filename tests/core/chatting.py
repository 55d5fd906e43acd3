"""A story told as a chat: what somebody sends, line by line, and what the bot answers and does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.chat import Reply, Thread
from chalicelib.core.city import City
from chalicelib.core.conversation import after, step
from chalicelib.core.errors import Invalid
from chalicelib.core.inbound import Item, Media, Who
from chalicelib.core.opening import open_request
from chalicelib.core.request import Request
from chalicelib.core.tracking import derive
from chalicelib.core.turn import Act, Add, Brief, Done, Found, Hand, Handed, Look, Open, Opened, Turn, Wrong
from chalicelib.core.understand import understand
from tests.build import MONDAY, SECRET, a_city, the_wording

CHAT = "whatsapp:TR.1349"


def an_item(line: str, key: str = "m1") -> Item:
    """What a line of a story says: words, or in brackets "[photo]", "[location 38.4 27.1]", "[voice]" and any other
    kind, "[kind: words]" with a caption, or "[yes:waste.collection]", the id of what was tapped."""
    who = Who("whatsapp", "TR.1349")
    if not line.startswith("["):
        return Item(key, who, text=line)
    inside, _, caption = line[1:-1].partition(": ")
    kind, *rest = inside.split()
    if kind == "location":
        return Item(key, who, kind="location", lat=float(rest[0]), long=float(rest[1]))
    if kind in ("photo", "video", "file"):
        return Item(key, who, kind=kind, text=caption, album="".join(rest), media=(Media(f"media-{key}"),))  # type: ignore[arg-type]  # one of the three
    if kind in ("voice", "contact", "sticker", "reaction", "edited", "deleted", "unsupported", "comment", "echo"):
        return Item(key, who, kind=kind, text=caption)  # type: ignore[arg-type]  # one of Kind
    return Item(key, who, kind="choice", choice=inside)


@dataclass
class Chat:
    """A chat with the bot, whose acts are done on the spot; requests are really understood and opened."""

    city: City = field(default_factory=a_city)
    thread: Thread = field(default_factory=lambda: Thread("C1", "whatsapp", "p1", "TR.1349"))
    now: datetime = MONDAY
    session: dict[str, Any] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    turns: list[tuple[Reply, ...]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    may_add: bool = True
    sent: int = 0

    def send(self, line: str | Item, later: timedelta = timedelta(minutes=1)) -> tuple[Reply, ...]:
        """What the bot answers to one line, all of it."""
        self.sent += 1
        self.now += later
        item = an_item(line, f"m{self.sent}") if isinstance(line, str) else line
        self.log.append(f"> {line if isinstance(line, str) else line.kind}")
        replies = self._take(step(self.session, item, self.thread, self.city, the_wording(), self.now))
        self.turns.append(replies)
        return replies

    def _take(self, turn: Turn) -> tuple[Reply, ...]:
        self.session = json.loads(json.dumps(turn.session))
        replies = turn.replies
        self.log += [show_reply(reply) for reply in turn.replies]
        for act in turn.acts:
            self.acts.append(act)
            self.log.append(f"! {type(act).__name__} {getattr(act, 'why', '') or getattr(act, 'number', '')}".rstrip())
            done = self._do(act)
            replies += self._take(after(self.session, act, done, self.thread, self.city, the_wording(), self.now))
        return replies

    def _do(self, act: Act) -> Done:
        match act:
            case Open():
                return self._open(act)
            case Hand():
                return Handed()
            case Look(number):
                found = [each for each in self.requests if number in ("", each.number)]
                return Found(tuple(Brief(each.number, "Alındı", own=True) for each in reversed(found)))
            case Add(number):
                known = [Brief(each.number, "Alındı", may_add=self.may_add) for each in self.requests]
                return Found(tuple(each for each in known if each.number == number))

    def _open(self, act: Open) -> Done:
        try:
            draft = understand(act.said, self.city, CHAT)
        except Invalid as error:
            return Wrong(error.faults)
        number = derive(SECRET, "whatsapp", act.key, 2026, 0)
        request = open_request(draft, self.city, number=number, channel="whatsapp", source="s", body="b", now=self.now)
        if request.number not in self.thread.numbers:
            self.requests.append(request)
            self.thread = replace(self.thread, numbers=(*self.thread.numbers, request.number))
        return Opened(request, "" if draft.phone else "123456")

    @property
    def text(self) -> str:
        """The whole chat."""
        return "\n".join(self.log)

    @property
    def last(self) -> Reply:
        """What the bot said last."""
        return [reply for turn in self.turns for reply in turn][-1]

    def codes(self) -> list[list[str]]:
        """The names of the sentences of each turn."""
        return [[reply.code for reply in turn] for turn in self.turns]


def play(lines: Iterable[str], **fields: Any) -> Chat:
    """The chat after these lines."""
    chat = Chat(**fields)
    for line in lines:
        chat.send(line)
    return chat


def show_reply(reply: Reply) -> str:
    """A reply as one reads it."""
    choices: Sequence[str] = [f"[{choice.title}]" for choice in (*reply.buttons, *reply.rows)]
    return "\n".join(["< " + reply.text.replace("\n", "\n  "), *(["  " + " ".join(choices)] if choices else [])])
