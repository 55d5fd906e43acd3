"""The stories that are put to the proof: what people do, in which city, and how each message goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

from chalicelib.core.city import City
from chalicelib.core.inbound import Item, Who
from chalicelib.core.providers import Delivery
from chalicelib.core.tracking import derive
from tests.build import SECRET, a_staffed_city, what_is_said

BY = {"email": ("ses",), "sms": ("aws-sms",), "whatsapp": ("whatsapp-cloud",)}
MAIL = "ayse@example.org"
AYSE = Who("whatsapp", "TR.1349", "+905321112233", "Ayşe")
CAN = Who("telegram", "110201543", name="Can")


@dataclass(frozen=True)
class Story:
    """`acts` are done one after the other, `before` went well and lies behind; `providers` are the city's, by channel.
    With `heard` off nothing is said of a message after it was taken, or only if we know its id; then a second copy may
    be unavoidable. The feed is of use only if its `lag` is shorter than the hold. What is not `sampled` is proved as a
    whole alone."""

    name: str
    acts: tuple[Mapping[str, Any], ...]
    providers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: BY)
    heard: bool = True
    silenced: bool = True
    lag: timedelta = timedelta(minutes=5)
    gone: frozenset[str] = frozenset()
    before: tuple[Mapping[str, Any], ...] = ()
    stream_on: bool = True
    queues_on: bool = True
    sampled: bool = True

    @property
    def city(self) -> City:
        """İzmir with the story's providers."""
        return _city(tuple(sorted(self.providers.items())))


@cache
def _city(providers: tuple[tuple[str, tuple[str, ...]], ...]) -> City:
    return replace(a_staffed_city(), delivery={channel: Delivery(names, 50) for channel, names in providers})


def opens(key: str = "key-1", **fields: Any) -> Mapping[str, Any]:
    """Somebody opens a request: a pothole, with a mobile."""
    return {"does": "intake", "key": key, "said": what_is_said(**fields)}


def does(move: str, who: str, version: int, **said: Any) -> Mapping[str, Any]:
    """Somebody of the staff makes a move in the first request, of which they saw this version."""
    told = {"move": move, "who": who, "said": said, "version": version}
    return {"does": "move", "key": move, "of": "key-1"} | told


def writes(n: int, text: str, who: Who = AYSE) -> Mapping[str, Any]:
    """Somebody writes their n-th message in a chat; they are known by where they are answered."""
    key = f"{who.network}.{n}"
    return {"does": "write", "key": key, "item": Item(key, who, text=text), "to": (who.phone or who.id).strip("+")}


GAS = "apartmanda gaz kokusu var çok kötü"
RUBBISH = "cöp alınmadi 3 gundur kokudan duramiyoruz"
SUMMARY = (writes(1, RUBBISH), writes(2, "evet"), writes(3, "Konak Eşrefpaşa Caddesi no 12"))
YES = writes(4, "Evet")
BY_MAIL = opens(phone=None, email=MAIL)
URGENT = (opens(service_code="road.collapse"), does("start", "officer", 1))
FOLLOWED = opens(description="Bu sorun bende de var.", follows=derive(SECRET, "web", "main", 2026, 0))
RESOLVED = (
    opens(),
    does("start", "officer", 1),
    does("resolve", "officer", 2, outcome="repaired", answer="Çukur kapatıldı."),
)

STORIES = (
    Story("e-mail", (BY_MAIL,), {"email": ("ses",)}),
    Story("SMS by AWS", (opens(),)),
    Story("SMS by NetGSM", (opens(),), BY | {"sms": ("netgsm",)}, heard=False, silenced=False),
    Story("WhatsApp by Meta", (opens(notify_by="whatsapp"),)),
    Story("WhatsApp by AWS", (opens(notify_by="whatsapp"),), BY | {"whatsapp": ("whatsapp-aws",)}),
    Story("own mail server", (BY_MAIL,), {"email": ("smtp",)}, heard=False, silenced=False),
    Story("mail comes back", (opens(notify_by="email", email=MAIL),), gone=frozenset({MAIL}), silenced=False),
    Story("a phone must ring", URGENT, lag=timedelta(seconds=20)),
    Story("alerts told together", tuple(opens(f"key-{n}", phone=None) for n in range(1, 5)), {"email": ("ses",)}),
    Story("resolved", RESOLVED),
    Story("somebody follows a public one", (FOLLOWED,), before=(opens("main", phone=None),)),
    Story("a chat's first message", (writes(1, RUBBISH),)),
    Story("a chat's last message", (YES,), before=SUMMARY),
    Story("a danger in a chat", (writes(1, GAS),), lag=timedelta(seconds=20)),
    Story(
        "a chat by Telegram", (writes(1, RUBBISH, CAN),), BY | {"telegram": ("telegram",)}, heard=False, silenced=False
    ),
    Story(
        "a chat without queues",
        (YES,),
        before=SUMMARY,
        stream_on=False,
        queues_on=False,
        heard=False,
        silenced=False,
        sampled=False,  # Meta's word comes by a queue
    ),
    Story("stream and queues off", (BY_MAIL,), {"email": ("ses",)}, stream_on=False, queues_on=False),
)
