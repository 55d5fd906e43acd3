"""What a municipality may set itself: laid over its preset, and read and checked with it as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid, Misconfigured
from chalicelib.core.hours import DAYS
from chalicelib.core.preset import read_city
from chalicelib.core.shape import overlay

Key = tuple[str, str]
"""A setting's kind and code, such as ("units", "zabita")."""

CENTRE: Key = ("centre", "days")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "units": ("email", "phone", "duty_phone", "calendar", "roster", "digest"),
    "calendars": ("name", "always", *DAYS),
    "leave": ("name_tr", "kind"),
    "services": ("priority", "outcomes", "evidence", "publish"),
    "targets": ("unit_of_time", "amount"),
    "ladder": ("clock", "warn", "waits", "repeat", "take"),
    "people": ("name", "role", "unit", "email", "phone", "substitute", "disabled"),
    "delivery": ("providers", "rate"),
    "api_keys": ("name", "hash", "per_minute", "revoked"),
    "centre": (
        "citizen_wait_days",
        "confirm_days",
        "reopen_days",
        "check_back_days",
        "quiet_hours",
        "sms_transliterate",
        "chat_promise_minutes",
    ),
}
"""What each kind of setting may hold; anything else is the preset's."""

SHOWN = tuple(kind for kind in FIELDS if kind != "api_keys")
"""Kinds that are shown and written as they are; keys of other systems have a page of their own, since nobody can write
a hash by hand."""

OF_THE_PRESET = ("units", "services", "targets", "ladder", "delivery")
"""Kinds whose codes are the preset's; of the others an admin may add new ones."""

FRESH = timedelta(seconds=60)
"""How old the city of a running process may be before the settings are read again."""

SETTLED = FRESH + timedelta(seconds=15)
"""How long after a change every process works with it; a job that follows from the change waits for this."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One version of a setting: `value` is JSON, None means the preset's own; `by` is a username, `at` aware."""

    kind: str
    code: str
    value: object
    version: int
    by: str
    at: datetime

    @property
    def key(self) -> Key:
        """Kind and code."""
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class Job:
    """Work that a change has ordered: `turn` counts the orders, `cursor` is how far the last one is worked off, None
    when it is done."""

    since: datetime
    turn: int
    cursor: str | None

    def ready(self, now: datetime) -> bool:
        """Whether it is to be worked off at `now`: not done, and every process knows the change that ordered it."""
        return self.cursor is not None and now >= self.since + SETTLED


@dataclass(frozen=True, slots=True)
class Preset:
    """The files of a municipality as JSON: its own (city, units and services as one), the catalogue, the holidays."""

    own: Mapping[str, object]
    catalogue: Mapping[str, object]
    holidays: Mapping[str, object]

    def read(self, values: Mapping[Key, object]) -> City:
        """The city of this preset with `values` laid over it. Raises Misconfigured with a line for every fault."""
        raw = overlay(self.catalogue, self.own)
        written: dict[str, object] = raw if isinstance(raw, dict) else {}
        faults = [line for key, value in values.items() for line in _strange(written, key, value)]
        if faults:
            raise Misconfigured(faults)
        for (kind, code), value in values.items():
            written = _lay(written, kind, code, value)
        return read_city(written, {}, self.holidays)

    def show(self, values: Mapping[Key, object], kind: str) -> dict[str, dict[str, object]]:
        """What a kind's settings hold by code with `values` laid over the preset, as an admin may write it again."""
        raw = overlay(self.catalogue, self.own)
        written: dict[str, object] = raw if isinstance(raw, dict) else {}
        for (each, code), value in values.items():
            if each == kind:
                written = _lay(written, kind, code, value)
        rows = {CENTRE[1]: written} if kind == CENTRE[0] else written.get(kind, {})
        return {
            code: {field: row[field] for field in FIELDS[kind] if field in row}
            for code, row in (rows.items() if isinstance(rows, dict) else ())
            if isinstance(row, dict)
        }


def fit(preset: Preset, values: Mapping[Key, object]) -> tuple[City, dict[Key, list[str]]]:
    """The city with every setting that still fits its preset, and the lines against those left out.

    After an upgrade a setting may name what is no longer there; the centre goes on without it. Raises Misconfigured if
    the preset alone is wrong.
    """
    kept = {key: value for key, value in values.items() if value is not None}
    left_out: dict[Key, list[str]] = {}
    while True:
        try:
            return preset.read(kept), left_out
        except Misconfigured as error:
            if not kept:
                raise
            blamed = {line: owner_of(line, kept) for line in error.lines}
            for line, key in blamed.items():
                if key:
                    left_out.setdefault(key, []).append(line)
            if not any(blamed.values()):  # nobody can be blamed: without all of them
                left_out |= dict.fromkeys(kept, error.lines)
            kept = {key: value for key, value in kept.items() if key not in left_out}


def check(preset: Preset, values: Mapping[Key, object], key: Key, value: object) -> tuple[City, City]:
    """The city as `values` set it, and as it would be if the setting `key` became `value` (None: as in the preset).

    Raises Invalid with a fault for every line of what is wrong; its field is the key inside the value where the line is
    about this setting, else the line's own path. Settings that do not fit even now are left out of both.
    """
    if value is None and key not in values:
        raise Invalid(_fault(f"{'.'.join(key)}: nothing is set", key))
    before, left_out = fit(preset, values)
    kept = {each: other for each, other in values.items() if each != key and each not in left_out and other is not None}
    try:
        return before, preset.read(kept if value is None else kept | {key: value})
    except Misconfigured as error:
        raise Invalid(*(_fault(line, key) for line in error.lines)) from error


def owner_of(line: str, keys: Collection[Key]) -> Key | None:
    """The setting that a line of Misconfigured is about, the one with the longest path; None if of the preset."""
    path = line.partition(": ")[0]
    owners = [key for key in keys if _inside(path, key) is not None]
    return max(owners, key=lambda key: len(key[1]), default=None)


def moves_deadlines(before: City, after: City) -> bool:
    """Whether working time or the pace of a ladder differs, so that every open request has to be reckoned again: when
    it is due, or when it is looked at next."""
    return (_working_time(before), before.ladder) != (_working_time(after), after.ladder)


def _working_time(city: City) -> tuple[object, ...]:
    return city.calendars, city.holidays, {code: unit.calendar for code, unit in city.units.items()}


def _strange(written: Mapping[str, object], key: Key, value: object) -> list[str]:
    """What a setting may not hold or name at all."""
    kind, code = key
    path = f"{kind}.{code}"
    rows = written.get(kind)
    if kind not in FIELDS or (kind == CENTRE[0] and key != CENTRE):
        return [f"{path}: no such setting"]
    if kind in OF_THE_PRESET and not (isinstance(rows, dict) and code in rows):
        return [f"{path}: not in the preset"]
    if not isinstance(value, dict):
        return [f"{path}: must be an object"]
    return [f"{path}.{field}: unknown key" for field in value if field not in FIELDS[kind]]


def _lay(written: dict[str, object], kind: str, code: str, value: object) -> dict[str, object]:
    if kind == CENTRE[0]:
        return written | (value if isinstance(value, dict) else {})
    table = written.get(kind)
    rows = dict(table) if isinstance(table, dict) else {}
    if kind == "calendars":  # a week is replaced as a whole, or no day of the preset's could ever be closed
        own = rows.get(code)
        name = {"name": own["name"]} if isinstance(own, dict) and "name" in own else {}
        rows[code] = name | (value if isinstance(value, dict) else {})
    else:
        rows[code] = overlay(rows.get(code), value)
    return written | {kind: rows}


def _inside(path: str, key: Key) -> str | None:
    """The rest of a path inside a setting; None if it lies elsewhere."""
    own = ".".join(key)
    if path == own or path.startswith(f"{own}."):
        return path[len(own) + 1 :]
    return path if key == CENTRE and path in FIELDS[CENTRE[0]] else None  # its fields stand at the top of a preset


def _fault(line: str, key: Key) -> Fault:
    path, _, _ = line.partition(": ")
    inside = _inside(path, key)
    return Fault(path if inside is None else inside, "setting", (("reason", line),))
