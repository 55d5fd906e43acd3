"""The stories that are put to the proof: what people do, in which city, and how each message goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

from chalicelib.core.city import City
from chalicelib.core.providers import Delivery
from tests.build import a_staffed_city, what_is_said

BY = {"email": ("ses",), "sms": ("aws-sms",), "whatsapp": ("whatsapp-cloud",)}
MAIL = "ayse@example.org"


@dataclass(frozen=True)
class Story:
    """`acts` are done one after the other; `providers` are the city's, by channel. With `heard` off nothing is said of
    a message after it was taken, or only if we know its id; then a second copy may be unavoidable. The feed is of use
    only if its `lag` is shorter than the hold."""

    name: str
    acts: tuple[Mapping[str, Any], ...]
    providers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: BY)
    heard: bool = True
    silenced: bool = True
    lag: timedelta = timedelta(minutes=5)
    gone: frozenset[str] = frozenset()
    stream_on: bool = True
    queues_on: bool = True

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


BY_MAIL = opens(phone=None, email=MAIL)
URGENT = (opens(service_code="road.collapse"), does("start", "officer", 1))
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
    Story("stream and queues off", (BY_MAIL,), {"email": ("ses",)}, stream_on=False, queues_on=False),
)
