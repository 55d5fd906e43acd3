"""How the stand-ins behave; tests and the outbox page turn it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Position = Literal["ok", "refuse", "throttle", "hang", "mute"]
"""ok: taken and answered; refuse: what the provider says when our account is shut; throttle: refused for now; hang:
never taken, never answered; mute: taken, told by events, never answered."""

PROVIDER: tuple[Position, ...] = ("ok", "refuse", "throttle", "hang", "mute")
EVENTS = ("on", "off")
# Provider as the product names it -> its switch.
SWITCH = {
    "ses": "ses",
    "smtp": "smtp",
    "aws-sms": "sms",
    "netgsm": "netgsm",
    "whatsapp-cloud": "whatsapp",
    "whatsapp-aws": "social",
    "telegram": "telegram",
    "messenger": "messenger",
    "instagram": "instagram",
}
SILENT = ("smtp", "telegram", "messenger", "instagram")
"""Switches of providers that tell nothing anyway."""


@dataclass(frozen=True)
class Positions:
    """Each provider one of PROVIDER; `events` for all and `events_<provider>` for one on or off; `events_delay` seconds
    before each event; `scanner` of uploads on or off."""

    ses: str = "ok"
    smtp: str = "ok"
    sms: str = "ok"
    netgsm: str = "ok"
    whatsapp: str = "ok"
    social: str = "ok"
    telegram: str = "ok"
    messenger: str = "ok"
    instagram: str = "ok"
    events: str = "on"
    events_ses: str = "on"
    events_sms: str = "on"
    events_netgsm: str = "on"
    events_whatsapp: str = "on"
    events_social: str = "on"
    events_delay: float = 0.05
    scanner: str = "on"

    def of(self, provider: str) -> str:
        """The position of a provider, by the product's name for it."""
        return str(getattr(self, SWITCH[provider]))

    def back(self, before: "Positions") -> list[str]:
        """The providers, by the product's names, that work now and did not `before`."""
        return [name for name in SWITCH if self.of(name) == "ok" != before.of(name)]

    def tells(self, provider: str) -> bool:
        """Whether a provider's events are on."""
        return "on" == self.events == getattr(self, f"events_{SWITCH[provider]}", "off")


class Switches:
    """The positions in force; a change holds for every later call."""

    def __init__(self) -> None:
        self._now = Positions()

    @property
    def now(self) -> Positions:
        """The positions in force."""
        return self._now

    def turn(self, change: Mapping[str, Any]) -> Positions:
        """Changes the positions named; raises ValueError, naming it, for an unknown switch or position."""
        for name, value in change.items():
            if not _allowed(name, value):
                raise ValueError(f"{name}: {value!r} is no position of a switch")
        self._now = replace(self._now, **change)
        return self._now


def _allowed(name: str, value: object) -> bool:
    if name in SWITCH.values():
        return value in PROVIDER
    if name == "events_delay":
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 3600
    return name in Positions.__dataclass_fields__ and value in EVENTS
