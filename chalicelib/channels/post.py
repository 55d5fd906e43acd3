"""A Post: one call to a provider, described but not made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """`service` names the client that tools/ makes, `call` its operation, `body` the operation's arguments."""

    provider: str
    service: str
    call: str
    body: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom messages come from, per channel: an address or sender id, and the provider's configuration set."""

    identity: str
    configuration_set: str
