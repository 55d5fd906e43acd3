"""What can become of an errand: its states, how long each step may take, and what an error asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal[
    "created",  # put down, not tried yet
    "claimed",  # a worker has it, or died with it
    "retry_at",  # surely not sent; due again
    "accepted",  # the provider has it
    "delivered",  # the provider says that it arrived, or was read
    "undeliverable",  # it will not arrive by this channel
    "settled_elsewhere",  # another channel of the same message told them
    "bundled",  # told in one message with others; that message has a row of its own
    "superseded",  # a newer notice was out before it
    "cancelled",  # not to be sent at all: a daily cap, a request that is gone
]

Reaction = Literal["retry", "wait", "stop", "switch", "opted_out", "alarm"]
"""What a provider's refusal asks for. All of them mean: surely not sent.

retry: may succeed in a while, and counts against the provider; wait: too much at once, slow down, nobody's fault;
stop: never to this address or with these words; switch: only as an approved template; opted_out: the person wants no
more by this channel; alarm: our account or configuration is wrong, a person must look, the message is kept."""

AFTER: Mapping[State, tuple[State, ...]] = {
    "accepted": ("created", "claimed", "retry_at"),
    "delivered": ("created", "claimed", "retry_at", "accepted", "undeliverable"),
    "undeliverable": ("created", "claimed", "retry_at", "accepted"),
    "settled_elsewhere": ("created", "claimed", "retry_at", "accepted", "undeliverable"),
    "bundled": ("created",),
    "superseded": ("created", "claimed", "retry_at"),
    "cancelled": ("created", "claimed", "retry_at"),
}
"""The states that each state may follow; what a provider says late or twice changes nothing."""

BOUNCES_LATE = ("email",)
"""Channels where a message can come back after it was delivered; elsewhere a late failure is no news."""

HOLD = timedelta(seconds=900)
"""How long a claim whose worker died stands before anybody sends again: longer than the providers' events lag, so that
a death costs a delay and not a second message."""

URGENT_HOLD = timedelta(seconds=60)
"""The same for a phone that must ring: late is worse than twice."""

PATIENCE = timedelta(hours=24)
"""How long a message is tried by one channel before it counts as undeliverable there (Notify: 4 hours)."""

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=3)

SILENCE: Mapping[str, timedelta] = {
    "email": timedelta(hours=24),
    "sms": timedelta(hours=72),  # carriers may report for 72 hours (AWS End User Messaging)
    "whatsapp": timedelta(hours=24),
    "telegram": timedelta(hours=24),
    "messenger": timedelta(hours=24),
    "instagram": timedelta(hours=24),
}
"""How long an accepted message may stay without word of it before the next channel is used."""

URGENT_SILENCE = timedelta(minutes=10)

MOST_ATTEMPTS = 20
"""So many attempts a row keeps."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, by which provider, and what it said: its own code, "accepted", or "unknown" where no answer came
    and it may have been sent."""

    at: datetime
    provider: str
    code: str


def kept(tried: tuple[Attempt, ...], more: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """The attempts that a row keeps when `more` join those it has: the first, since patience is reckoned from it, and
    the newest."""
    every = (*tried, *more)
    return every if len(every) <= MOST_ATTEMPTS else (every[0], *every[1 - MOST_ATTEMPTS :])


def may_follow(new: State, channel: str) -> tuple[State, ...]:
    """The states after which `new` is news on this channel."""
    before = AFTER[new]
    return (*before, "delivered") if new == "undeliverable" and channel in BOUNCES_LATE else before


def next_wait(tried: int, chance: float) -> timedelta:
    """How long to wait after `tried` failed attempts (1 and more): twice as long each time from FIRST_WAIT up to
    LONGEST_WAIT, of which `chance` (0 to 1) takes away up to half, so that not all come back at once.

    The longest wait is short, because a provider that is back must have everything within five minutes; what it costs
    while it is away the breaker saves.
    """
    full: timedelta = min(FIRST_WAIT * 2 ** min(tried - 1, 10), LONGEST_WAIT)
    return full * (1 - chance / 2)


def silent_at(channel: str, accepted: datetime, *, urgent: bool) -> datetime:
    """When an accepted message of which nothing was heard counts as silent."""
    return accepted + (URGENT_SILENCE if urgent else SILENCE[channel])
