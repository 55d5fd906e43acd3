"""How the stand-ins behave; tests turn it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# ok: taken and answered; refuse: refused for good; throttle: refused for now; hang: never taken, never answered;
# mute: taken, told by events, never answered.
PROVIDER = ("ok", "refuse", "throttle", "hang", "mute")
EVENTS = ("on", "off")


@dataclass(frozen=True)
class Positions:
    """`ses` and `sms` one of PROVIDER, `events` on or off, `events_delay` seconds before each event."""

    ses: str = "ok"
    sms: str = "ok"
    events: str = "on"
    events_delay: float = 0.05


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
    match name:
        case "ses" | "sms":
            return value in PROVIDER
        case "events":
            return value in EVENTS
        case "events_delay":
            return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 3600
    return False
