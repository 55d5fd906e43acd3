"""Simulated days on a Desk of lists: providers that go and come back, queues that lose everything, and every minute."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.city import City
from chalicelib.core.errors import KopruError, Lost, NotReached
from chalicelib.core.providers import Delivery
from chalicelib.flows.deliver import deliver
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.receipts import read, settle
from chalicelib.flows.sweep import late, overdue
from tests.build import a_city, what_is_said
from tests.fakes import Clock, Office, Provider
from tests.proof.postbox import Postbox

AWAY: dict[str, BaseException | Answer] = {
    "5xx": Answer(503, "ServiceUnavailable", {}),
    "throttled": Answer(429, "ThrottlingException", {}),
    "refused": NotReached("NewConnectionError"),
    "hanging": Lost("ReadTimeoutError"),
}
"""How a provider can be away."""


@dataclass
class Boxed(Provider):
    """All providers with their mailboxes behind them."""

    box: Postbox | None = None

    def carry(self, post: Post) -> Answer:
        failing = self.down.get(post.provider)
        if isinstance(failing, BaseException):
            raise failing
        assert self.box
        return failing or self.box.take(post)


@dataclass
class Days:
    """An office through time. With `queues` off whatever is put there is gone; with `clocks` on requests that nobody
    takes become late as time passes. `put_off` are messages that a queue keeps back."""

    office: Office
    box: Postbox
    queues: bool = True
    sweeps: bool = True
    clocks: bool = False
    put_off: list[tuple[datetime, str, str]] = field(default_factory=list)

    def open(self, key: str, **said: object) -> str:
        """A citizen opens a request by the web; the stream says nothing of it, so that the sweep must."""
        return hear(self.office.desk, what_is_said(**said), Source("web", key)).request.number

    def minute(self) -> None:
        """One minute passes, with a sweep at its end."""
        clock = self.office.clock
        end = clock() + timedelta(minutes=1)
        self._queues(end)
        clock.at = max(clock(), end)
        for _, _, event in self.box.ready():
            for receipt in read(event):
                settle(self.office.desk, receipt)
        if self.sweeps:
            desk = self.office.desk
            for _, job in chain(overdue(desk), late(desk) if self.clocks else ()):
                with suppress(KopruError):  # what broke off is due again
                    job()
                clock.move(seconds=0.02)

    def minutes(self, count: int) -> None:
        """So many of them."""
        for _ in range(count):
            self.minute()

    def _queues(self, until: datetime) -> None:
        clock, queues = self.office.clock, self.office.queues
        now = clock()
        self.put_off += [(now, number, errand) for _, number, errand in queues.woken]
        self.put_off += [
            (now + timedelta(seconds=delay), number, errand) for delay, _, number, errand in queues.delayed
        ]
        queues.woken.clear()
        queues.delayed.clear()
        if not self.queues:
            self.put_off.clear()
        while self.put_off and min(self.put_off)[0] <= until:
            at, number, errand = min(self.put_off)
            self.put_off.remove((at, number, errand))
            clock.at = max(clock(), at)
            with suppress(KopruError):
                deliver(self.office.desk, number, errand)
            self._queues(now)


def days(city: City | None = None, *, feed: bool = True, **providers: tuple[str, ...]) -> Days:
    """İzmir with these providers by channel; else with one for e-mail and one for SMS."""
    named = providers or {"email": ("ses",), "sms": ("aws-sms",)}
    clock = Clock()
    box = Postbox(clock, feed, timedelta(seconds=20))
    city = replace(city or a_city(), delivery={channel: Delivery(names, 50) for channel, names in named.items()})
    return Days(Office(clock=clock, provider=Boxed(box=box), city=city), box)


def a_place(n: int) -> dict[str, object]:
    """Where and by whom the n-th report is made, each far from the others."""
    return {"phone": f"0532 111 {n:04d}", "address": f"Ankara Caddesi no {n}", "email": f"k{n}@example.org"}
