"""What a provider tells of a message after it took it, and how that reaches the product."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from infrastructure.local.credentials import META_SECRET, NETGSM_WEBHOOK
from infrastructure.local.outbox import Outbox

AT_ONCE = 10
"""Events handed over in one call: the most that SNS takes, and a webhook of Meta's may hold as many."""

TRIES = 6
_ACCOUNT = "1027000000000001"
Publish = Callable[[list[str]], bool]


@dataclass(frozen=True)
class Event:
    """`way` is how it travels: "topic" (`body` is the notification), "whatsapp" (the `value` of a webhook's change),
    "netgsm" (the webhook's body) or "report" (nothing travels: the product asks). `state` and `code` are what it makes
    of the message, "" where it changes nothing."""

    way: str
    body: Mapping[str, Any]
    state: str = ""
    code: str = ""


def code_of(states: Mapping[str, tuple[str, ...]], state: str, code: str, fault: str) -> str:
    """The code by which a provider says `state`, of those that it has by state: this one, else its first, or "" where
    it has none. Raises ValueError, with `fault`, for a state or code that it never tells."""
    if state not in states or code not in ("", *states[state]):
        raise ValueError(f"{state} {code}: {fault}")
    return code or next(iter(states[state]), "")


class Teller:
    """Tells events in the order they were handed over, a few at a time; what fails is tried again, as providers do.

    `publish` hands notifications to the topic, says whether it could, and may block; `door` is the product's address.
    Lives in one event loop.
    """

    def __init__(self, outbox: Outbox, publish: Publish, door: str) -> None:
        self._outbox = outbox
        self._publish = publish
        self._door = door
        self._waiting: dict[str, list[Event]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: httpx.AsyncClient | None = None

    def tell(self, message_id: str, events: Iterable[Event], delay: float = 0) -> None:
        """Tells the events of a message, each `delay` seconds after the one before."""
        self._start(self._tell(message_id, events, delay))

    async def publish(self, texts: list[str]) -> bool:
        """Notifications as JSON texts to the topic, now; whether it took them."""
        return await asyncio.to_thread(self._publish, texts)

    async def _tell(self, message_id: str, events: Iterable[Event], delay: float) -> None:
        for event in events:
            await asyncio.sleep(delay)
            if event.state:
                self._outbox.mark(message_id, event.state, event.code)
            if event.way == "report":
                continue
            waiting = self._waiting.get(event.way)
            if waiting is None:
                self._waiting[event.way] = [event]
                self._start(self._drain(event.way))
            else:
                waiting.append(event)

    async def _drain(self, way: str) -> None:
        waiting = self._waiting[way]
        most = 1 if way == "netgsm" else AT_ONCE
        try:
            while waiting:
                batch, waiting[:most] = waiting[:most], []
                if not await self._carry(way, batch):
                    self._start(self._again(way, batch))
        finally:
            del self._waiting[way]

    async def _again(self, way: str, batch: list[Event]) -> None:
        for tried in range(1, TRIES):
            await asyncio.sleep(2**tried / 2)
            if await self._carry(way, batch):
                return

    async def _carry(self, way: str, batch: list[Event]) -> bool:
        if way == "topic":
            texts = [json.dumps(event.body, ensure_ascii=False) for event in batch]
            return await self.publish(texts)
        if way == "whatsapp":
            # Meta escapes what is not ASCII in the body it signs.
            raw = json.dumps(envelope([event.body for event in batch])).encode()
            return await self._post("/webhooks/whatsapp", raw, {"X-Hub-Signature-256": signature(raw, META_SECRET)})
        return await self._post("/webhooks/netgsm", json.dumps(batch[0].body).encode(), {"xapi-key": NETGSM_WEBHOOK})

    async def _post(self, path: str, raw: bytes, headers: Mapping[str, str]) -> bool:
        if self._http is None:
            self._http = httpx.AsyncClient(base_url=self._door, timeout=10, trust_env=False)
        try:
            answer = await self._http.post(path, content=raw, headers={"Content-Type": "application/json", **headers})
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def envelope(values: list[Mapping[str, Any]]) -> dict[str, Any]:
    """A webhook of the WhatsApp Cloud API: every value is a change of one account."""
    changes = [{"field": "messages", "value": value} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": _ACCOUNT, "changes": changes}]}


def signature(raw: bytes, secret: str) -> str:
    """What Meta puts into X-Hub-Signature-256: HMAC-SHA256 of the body as it is sent."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
