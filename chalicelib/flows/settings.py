"""An admin changes a setting: checked with the whole city, kept with who did it, and in force within a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.core.city import City
from chalicelib.core.errors import Conflict
from chalicelib.core.open311_discovery import digest
from chalicelib.core.settings import Job, Key, Preset, Setting, check, fit, moves_deadlines
from chalicelib.flows.desk import Log

RECOMPUTE = "recompute"
"""The job of computing the internal targets of open requests again."""
SERVICES = "services"
"""No work, but the time of the last change of what Open311 says of the services: the `since` of its order."""


class Settings(Protocol):
    """The settings table."""

    def all(self) -> Mapping[Key, Setting]:
        """What is set now, read consistently. One query."""

    def history(self, kind: str, code: str) -> list[Setting]:
        """Every version of a setting, the oldest first. One query."""

    def put(self, kind: str, code: str, value: object, version: int | None, by: str, at: datetime) -> int:
        """Set a value where `version` stands now and keep it in the history; Conflict if another one stands."""

    def order(self, job: str, at: datetime) -> None:
        """Have a job done from its beginning."""

    def job(self, job: str) -> Job | None:
        """The last order of a job; None if there was none."""

    def advance(self, job: str, seen: Job, cursor: str | None) -> bool:
        """Note how far the order `seen` is worked off, None for its end; False if it moved or was ordered anew."""


class Admin(Protocol):
    """What of the Desk this story touches."""

    @property
    def settings(self) -> Settings:
        """The settings table."""

    @property
    def preset(self) -> Preset:
        """What the settings are laid over."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""

    @property
    def log(self) -> Log:
        """Facts, never a value."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now: the city, every setting with its version, and the lines against those that do not fit."""

    city: City
    settings: Mapping[Key, Setting]
    left_out: Mapping[Key, list[str]]


def change(desk: Admin, actor_name: str, kind: str, code: str, value: object, version: int | None) -> Setting:
    """Set `value` (JSON; None: back to the preset) where `version` stands now (None or 0: nothing so far).

    Where working time changes, open requests are to be computed again: the job RECOMPUTE is ordered first, so that a
    crash costs a computation too many and never one too few; so is SERVICES, where Open311's list differs. Raises
    Conflict with the present version, Invalid with everything that is wrong, TryLater.
    """
    key = kind, code
    stored = desk.settings.all()
    present = stored[key].version if key in stored else 0
    if present != (version or 0):
        raise Conflict(present)
    before, after = check(desk.preset, {each: setting.value for each, setting in stored.items()}, key, value)
    now = desk.now()
    if moves_deadlines(before, after):
        desk.settings.order(RECOMPUTE, now)
    if kind == "services" and digest(before) != digest(after):
        desk.settings.order(SERVICES, now)
    new = desk.settings.put(kind, code, value, version, actor_name, now)
    desk.log.info("setting changed", kind=kind, code=code, version=new, by=actor_name)
    return Setting(kind, code, value, new, actor_name, now)


def present(desk: Admin) -> Standing:
    """What is set at this moment, not a minute ago. One query. Raises TryLater."""
    stored = desk.settings.all()
    city, left_out = fit(desk.preset, {key: setting.value for key, setting in stored.items()})
    return Standing(city, stored, left_out)


def history(desk: Admin, kind: str, code: str) -> list[Setting]:
    """Every version of a setting, the oldest first, with who set it and when. One query. Raises TryLater."""
    return desk.settings.history(kind, code)
