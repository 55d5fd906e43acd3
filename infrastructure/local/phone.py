"""The telephone itself: it sends what a citizen says, and remembers its side of every chat until the next restart."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from infrastructure.local.album import CDN
from infrastructure.local.outbox import Message, Outbox
from infrastructure.local.phone_people import Caller
from infrastructure.local.phone_post import Post, posts
from infrastructure.local.phone_shown import Tap, shown
from infrastructure.local.phone_words import Order, Word, pieces
from infrastructure.local.stand import Stand

TRIES = 4
"""How often a webhook is brought that the product answers with 5xx: after 1, 2 and 4 seconds again."""


@dataclass(frozen=True)
class Line:
    """One line of a chat: the citizen's own (`mine`) or the centre's. `answers` are the HTTP statuses of what was sent
    (200 and 503 where it went to the topic), none while it is held back; the rest is what can be tapped on it."""

    id: str
    at: str
    mine: bool
    kind: str
    text: str
    answers: tuple[int, ...] = ()
    taps: tuple[Tap, ...] = ()
    open_rows: str = ""
    asks_place: bool = False
    state: str = ""


class Phone:
    """The telephones of one run; `door` is the product's address. Lives in one event loop."""

    def __init__(self, outbox: Outbox, stand: Stand, door: str) -> None:
        self._outbox = outbox
        self._stand = stand
        self._door = door
        self._count = time.time_ns() // 1_000_000  # rises over restarts too: no id comes twice
        self._mine: list[tuple[str, frozenset[str], Line]] = []
        self._held: dict[frozenset[str], list[tuple[int, Post]]] = {}
        self._http: httpx.AsyncClient | None = None

    async def send(self, order: Order) -> dict[str, Any]:
        """Sends it; `{"posted": [{"path", "headers", "body"}, …], "answers": [200, …]}`, of which nothing is there for
        what is held back. Raises ValueError where the network knows no such thing."""
        now, who = datetime.now(UTC), order.caller.addresses
        words = [self._numbered(word) for word in (pieces(order.word) if "batch" in order.switches else [order.word])]
        at = self._write_down(order, words, now)
        going = [(at, post) for post in posts(order, words, now, f"{self._door}/_local/providers/{CDN}")]
        if "reorder" in order.switches and who not in self._held:
            self._held[who] = going
            return {"posted": [], "answers": []}
        going += self._held.pop(who, [])
        if "duplicate" in order.switches:
            going = [each for each in going for _ in range(2)]
        if order.network == "whatsapp-aws":
            self._stand.hear(who)  # what comes by the topic nobody overhears
        answers = await asyncio.gather(*(self._bring(post) for _, post in going))
        for (line, _), statuses in zip(going, answers, strict=True):
            self._answered(line, statuses)
        told = [{"path": post.path, "headers": post.headers, "body": post.raw.decode()} for _, post in going]
        return {"posted": told, "answers": [status for statuses in answers for status in statuses]}

    def chat(self, network: str, caller: Caller) -> list[Line]:
        """Both sides of a chat so far, oldest first; the two ways of WhatsApp are one."""
        channel, who = network.removesuffix("-aws"), caller.addresses
        mine = [line for way, theirs, line in self._mine if way == channel and theirs & who]
        sent = [message for message in self._outbox.messages(channel) if message.to in who]
        return sorted([*mine, *map(_line, sent)], key=lambda line: line.at)

    def tapped(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What `tap`, "<message>/<place of the button>", asks to send; raises ValueError where there is none such."""
        message_id, _, place = str(asked["tap"]).rpartition("/")
        message = self._outbox.find(message_id)
        taps = shown(message).taps if message else ()
        if not place.isascii() or not place.isdigit() or int(place) >= len(taps):
            raise ValueError("tap: there is no such button any more")
        tap = taps[int(place)]
        return {**asked, "kind": "choice", "choice": tap.choice, "title": tap.title, "row": tap.row,
                "about": message_id}  # fmt: skip

    async def _bring(self, post: Post) -> list[int]:
        """The answers, the last of them to the last try."""
        statuses: list[int] = []
        while len(statuses) < TRIES:
            if statuses:
                await asyncio.sleep(2 ** (len(statuses) - 1))
            statuses.append(await self._post(post))
            if statuses[-1] < 500:
                break
        return statuses

    async def _post(self, post: Post) -> int:
        if not post.path:
            return 200 if await self._stand.publish(post.raw.decode()) else 503
        if self._http is None:
            self._http = httpx.AsyncClient(base_url=self._door, timeout=60, trust_env=False)
        headers = {"Content-Type": "application/json", **post.headers}
        try:
            return (await self._http.post(post.path, content=post.raw, headers=headers)).status_code
        except httpx.TransportError:
            return 503

    def _numbered(self, word: Word) -> Word:
        self._count = max(self._count + 1, time.time_ns() // 1_000_000)
        return replace(word, n=self._count)

    def _write_down(self, order: Order, words: Sequence[Word], now: datetime) -> int:
        """Where the line stands; its answers are not known yet."""
        word = words[0]
        kind = f"{word.kind}_own" if word.kind == "contact" and word.own else word.kind
        text = word.place.name if word.place else " / ".join(filter(None, (each.text for each in words)))
        line = Line(f"mine-{word.n}", now.isoformat(timespec="milliseconds"), True, kind, text or word.card)
        self._mine.append((order.network.removesuffix("-aws"), order.caller.addresses, line))
        return len(self._mine) - 1

    def _answered(self, at: int, statuses: list[int]) -> None:
        network, who, line = self._mine[at]
        self._mine[at] = (network, who, replace(line, answers=(*line.answers, *statuses)))


def told(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines as JSON tells them."""
    return [asdict(line) for line in lines]


def _line(message: Message) -> Line:
    able = shown(message)
    return Line(
        id=message.id,
        at=message.at,
        mine=False,
        kind="text",
        text=message.text,
        taps=able.taps,
        open_rows=able.open_rows,
        asks_place=able.asks_place,
        state=message.state,
    )
