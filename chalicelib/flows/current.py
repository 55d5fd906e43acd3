"""The city of this minute: the preset with the settings laid over it, read again once they are old."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chalicelib.core.city import City
from chalicelib.core.errors import TryLater
from chalicelib.core.settings import FRESH, Key, Preset, Setting, fit
from chalicelib.flows.desk import Log

Read = Callable[[], Mapping[Key, Setting]]


class CurrentCity:
    """What one process works with. `read` gives what is set now; without it the preset alone holds."""

    def __init__(self, preset: Preset, read: Read | None, now: Callable[[], datetime], log: Log) -> None:
        self._preset = preset
        self._read = read
        self._now = now
        self._log = log
        self._asked: datetime | None = None
        self._city: City | None = None
        self._versions: Mapping[Key, int] = {}

    def city(self) -> City:
        """The city, at most FRESH old; the same object as long as nothing is changed.

        Where the settings cannot be read, the last city goes on, at first the preset alone: intake must not stop.
        Settings that do not fit the preset are left out. Raises Misconfigured if the preset itself is wrong.
        """
        now = self._now()
        # A function that was frozen may wake up with a clock that went back: a negative age is old too.
        if self._city is None or self._asked is None or not timedelta(0) <= now - self._asked < FRESH:
            self._asked = now
            self._city = self._renew(self._city)
        return self._city

    def city_now(self) -> City:
        """The city as it is set at this moment: read again whatever its age."""
        self._asked = None
        return self.city()

    def _renew(self, last: City | None) -> City:
        try:
            stored = self._read() if self._read else {}
        except TryLater as error:
            self._log.warning("settings not read", reason=error.reason, preset_alone=last is None)
            return last or self._lay({})
        return last if last and _versions(stored) == self._versions else self._lay(stored)

    def _lay(self, stored: Mapping[Key, Setting]) -> City:
        city, left_out = fit(self._preset, {key: setting.value for key, setting in stored.items()})
        self._versions = _versions(stored)
        for (kind, code), lines in left_out.items():
            keys = [line.partition(": ")[0] for line in lines]  # a whole line may quote somebody's phone
            self._log.warning("setting left out", kind=kind, code=code, keys=keys)
        return city


def _versions(stored: Mapping[Key, Setting]) -> dict[Key, int]:
    return {key: setting.version for key, setting in stored.items()}
