"""Listens at the front door: who wrote in a webhook that the product took may be sent free words by the stand-ins."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infrastructure.local.refusal import part

_PATHS = ("/webhooks/whatsapp", "/webhooks/meta")


class Overheard:
    """Hands every call on to `behind`, and tells `hear` the addresses in a webhook of Meta's that was answered 200.

    Any tool can play Meta so, and not the telephone alone.
    """

    def __init__(self, behind: ASGIApp, hear: Callable[[Iterable[str]], None]) -> None:
        self._behind = behind
        self._hear = hear

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one call."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] not in _PATHS:
            await self._behind(scope, receive, send)
            return
        chunks: list[bytes] = []

        async def listen() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        async def answer(message: Message) -> None:
            # Before the answer is out, so that whoever waits for it finds the window open.
            if message["type"] == "http.response.start" and message["status"] == 200:
                self._hear(who_wrote(b"".join(chunks)))
            await send(message)

        await self._behind(scope, listen, answer)


def who_wrote(raw: bytes) -> list[str]:
    """The numbers and ids of everybody who wrote, in a webhook of Meta's; none in whatever else it may be."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return []
    return [address for entry in _each(body, "entry") for address in _in_entry(entry)]


def _in_entry(entry: object) -> Iterator[str]:
    for item in _each(entry, "messaging"):
        yield from _texts(part(item, "sender", "id"))
    for change in _each(entry, "changes"):
        for message in _each(part(change, "value"), "messages"):
            yield from (f"+{number.removeprefix('+')}" for number in _texts(part(message, "from")))
            yield from _texts(part(message, "from_user_id"))


def _each(body: object, name: str) -> list[Any]:
    found = part(body, name)
    return found if isinstance(found, list) else []


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) and value else []
