"""The fields of a setting's form: what each kind asks for, how a value fills it, and what was typed means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.core.city import PRIORITIES, PUBLISH, City
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.people import ROLES
from chalicelib.core.settings import FIELDS
from chalicelib.entry import staff_words
from chalicelib.entry.staff_setting_lines import NAMES as LINES
from chalicelib.entry.staff_setting_lines import read_lines, write_lines
from chalicelib.entry.staff_visit import Visit
from chalicelib.entry.staff_words import Options

Typed = Mapping[str, str]

# What is no plain text.
FLAGS = frozenset({"always", "evidence", "disabled", "digest", "sms_transliterate"})
NUMBERS = frozenset({"amount", "warn", "repeat", "take", "rate", *FIELDS["centre"]}) - FLAGS - {"quiet_hours"}
# What an emptied field sets, where leaving the value out would bring the preset's back.
EMPTIED: Mapping[str, object] = {"quiet_hours": None, "providers": []}
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("services", "priority"): PRIORITIES,
    ("services", "publish"): PUBLISH,
    ("targets", "unit_of_time"): ("hours", "working_hours", "working_days", "calendar_days"),
    ("ladder", "clock"): ("working", "wall"),
    ("leave", "kind"): ("full", "half"),
    ("people", "role"): ROLES,
}
NEEDED = ("name", "name_tr", "name_en", "role", "calendar", "priority", "publish", "unit_of_time", "clock", "kind")
# What is chosen from the city's own lists.
OF_THE_CITY = (("people", "unit"), ("people", "substitute_person"), ("units", "calendar"))
# A substitute is one object in the setting and three fields on the page; a calendar's name is one of two.
SUBSTITUTE = {"substitute_person": "person", "substitute_from": "from", "substitute_until": "until"}
SPLIT: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("people", "substitute"): SUBSTITUTE,
    ("calendars", "name"): {"name_tr": "tr", "name_en": "en"},
}


@dataclass(frozen=True, slots=True)
class Input:
    """One field: `kind` is text, number, flag, day, lines or choice."""

    name: str
    kind: str
    label: str
    value: str
    error: str
    required: bool
    options: Options


def inputs(
    kind: str, value: Mapping[str, Any], city: City, visit: Visit, typed: Typed | None, errors: Typed
) -> list[Input]:
    """The fields of a kind, filled with what was typed, else with the present value."""
    return [
        Input(
            name=name,
            kind=_kind(kind, name),
            label=visit.say(f"console.settings.f.{name}"),
            value=typed.get(name, "") if typed is not None else _written(kind, name, value, visit.language),
            error=next((words for at, words in errors.items() if _inside(kind, at, name)), ""),
            required=name in NUMBERS or name in NEEDED,
            options=_options(kind, name, city, visit),
        )
        for name in _names(kind)
    ]


def read_value(kind: str, fields: Typed) -> dict[str, object]:
    """The setting that a form describes; what is empty is left out. Raises Invalid for lines and numbers that are
    none."""
    value: dict[str, object] = {}
    faults = []
    for name in _names(kind):
        text = fields.get(name, "").strip()
        try:
            read = _read(kind, name, text)
        except ValueError as error:
            code = "setting-number" if name in NUMBERS else "setting-lines"
            faults.append(Fault(name, code, (("reason", str(error)),)))
            continue
        if read is not None:
            value[name] = read
        elif name in EMPTIED and name in fields:
            value[name] = EMPTIED[name]
    if faults:
        raise Invalid(*faults)
    return _joined(kind, value)


def _read(kind: str, name: str, text: str) -> object:
    if name in FLAGS:
        return True if text else (False if (kind, name) != ("calendars", "always") else None)
    if not text:
        return None
    if name in NUMBERS:
        return int(text)
    return read_lines(name, text) if name in LINES else text


def _joined(kind: str, value: dict[str, object]) -> dict[str, object]:
    for (of, field), names in SPLIT.items():
        parts = {to: value.pop(name) for name, to in names.items() if of == kind and name in value}
        value |= {field: parts} if parts else {}
    return value


def _names(kind: str) -> tuple[str, ...]:
    return tuple(name for field in FIELDS[kind] for name in SPLIT.get((kind, field), (field,)))


def _kind(kind: str, name: str) -> str:
    if name in NUMBERS:
        return "number"
    if name in FLAGS:
        return "flag"
    if name in LINES:
        return "lines"
    if name in ("substitute_from", "substitute_until"):
        return "day"
    return "choice" if (kind, name) in CHOICES or (kind, name) in OF_THE_CITY else "text"


def _written(kind: str, name: str, value: Mapping[str, Any], language: str) -> str:
    field = _field_of(kind, name)
    present = value.get(name) if field == name else (value.get(field) or {}).get(SPLIT[kind, field][name])
    if present is None or present is False:
        return ""
    if present is True:
        return "1"
    return write_lines(name, present, language) if name in LINES else str(present)


def _field_of(kind: str, name: str) -> str:
    """The field of the setting that a field of the page belongs to."""
    return next((field for (of, field), names in SPLIT.items() if of == kind and name in names), name)


def _options(kind: str, name: str, city: City, visit: Visit) -> Options:
    if (kind, name) == ("people", "unit"):
        return [("", visit.say("console.none")), *staff_words.units(city, visit.language)]
    if (kind, name) == ("people", "substitute_person"):
        return [("", visit.say("console.none")), *staff_words.people(city)]
    if (kind, name) == ("units", "calendar"):
        return [(code, each.name.say(visit.language)) for code, each in city.calendars.items()]
    words = {"role": "role", "priority": "priority"}.get(name, "console.settings.v")
    return [(code, visit.say(f"{words}.{code}")) for code in CHOICES.get((kind, name), ())]


def _inside(kind: str, at: str, name: str) -> bool:
    """Whether the fault at this path of the setting belongs beside this field of the page."""
    field = _field_of(kind, name)
    path = f"{field}.{SPLIT[kind, field][name]}" if field != name else name
    return at in (name, path) or at.startswith(f"{path}.")
