"""What the bot remembers of a conversation between two messages, as a value and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from chalicelib.core.inbound import Media

EDITION = 1
"""Of the shape below; a memory of another is forgotten."""

MOST_MATTERS = 5
MOST_PHOTOS = 10
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Memory:
    """The question that is open (`step`, "" for none) and the ids of what could be tapped (`offered`), so that a number
    that is typed does as a tap does.

    Of the matter at hand: `n` which one of the conversation it is, `key` its idempotency key, `words` all that was said
    of it, `service` with `agreed` once the person said that it is this one, the place with `placed` once that was told
    or asked, `name` and `phone` for who is called back, `photos`, and `rest`, the words of the matters after it.
    Of the one before: `last` its number, `last_at` when, `last_service` what. `warned` and `warned_at` are the danger
    that was answered last, `extra` words that are either added to the last request or a matter of their own."""

    step: str = ""
    offered: tuple[str, ...] = ()
    greeted: bool = False
    language: str = ""
    n: int = 0
    key: str = ""
    words: str = ""
    service: str = ""
    agreed: bool = False
    placed: bool = False
    address: str = ""
    district: str = ""
    neighbourhood: str = ""
    lat: float | None = None
    long: float | None = None
    name: str = ""
    phone: str = ""
    photos: tuple[Media, ...] = ()
    album: str = ""
    rest: tuple[str, ...] = ()
    last: str = ""
    last_at: str = ""
    last_service: str = ""
    thanked: bool = False
    warned: str = ""
    warned_at: str = ""
    id_told: bool = False
    extra: str = ""
    hushed: bool = False
    failed: bool = False

    @property
    def has_matter(self) -> bool:
        """Whether there is something at hand that a request could be made of."""
        return bool(self.words or self.service or self.photos or self.placed)

    def fresh(self, key: str, *, keep_place: bool = False) -> Memory:
        """The memory at the beginning of the next matter; its place is that of the one before with `keep_place`."""
        place = {name: getattr(self, name) for name in PLACE} if keep_place else {}
        kept = {name: getattr(self, name) for name in KEPT}
        return Memory(**kept, **place, n=self.n + 1, key=key)

    def with_words(self, text: str) -> Memory:
        """The memory with some more words on the matter."""
        return replace(self, words="\n".join(part for part in (self.words, text) if part)[:LONGEST])


KEPT = (
    "greeted", "language", "name", "phone", "last", "last_at", "last_service", "warned", "warned_at", "id_told",
)  # fmt: skip
"""What outlives a matter."""

PLACE = ("placed", "address", "district", "neighbourhood", "lat", "long")


def read_memory(session: Mapping[str, Any]) -> Memory:
    """The memory in a thread's session; a new one where it is empty, of another edition, or not what we wrote."""
    if session.get("edition") != EDITION:
        return Memory()
    blank = Memory()
    told: dict[str, Any] = {}
    try:
        for field in fields(Memory):
            value, usual = session.get(field.name), getattr(blank, field.name)
            if value is not None:
                told[field.name] = _read(field.name, value, usual)
    except (TypeError, ValueError, AttributeError):
        return blank
    return Memory(**told)


def write_memory(memory: Memory) -> dict[str, Any]:
    """The memory as a JSON object: what is as usual is left out."""
    usual = asdict(Memory())
    said = {name: value for name, value in asdict(memory).items() if value != usual[name]}
    return {"edition": EDITION} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in said.items()
    }


def _read(name: str, value: object, usual: object) -> object:
    if name == "photos":
        return tuple(Media(**{key: str(part) for key, part in each.items()}) for each in _items(value))
    if isinstance(usual, tuple):
        return tuple(str(each) for each in _items(value))
    if usual is None or (isinstance(usual, int) and not isinstance(usual, bool)):
        if isinstance(value, bool | str):
            raise TypeError(name)
        return float(str(value)) if usual is None else int(str(value))
    if type(value) is not type(usual):
        raise TypeError(name)
    return value


def _items(value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("no list")
    return list(value)
