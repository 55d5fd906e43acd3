"""Reads what a move carries, and names every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.files import FILE_ID
from chalicelib.core.request import Request
from chalicelib.core.text import clean
from chalicelib.core.tracking import read
from chalicelib.core.workflow import Field, Move

BASES = ("service", "petition", "foi", "privacy", "cimer", "body")
TRUE = (True, "1", "true", "on")
MOST_FILES = 20
# Moves that write down a date of somebody else's, which may be over by the time that it becomes known.
LATE = ("legal",)

Value = str | bool | list[str]
WORDS = ("line", "text")


def read_carried(move: Move, said: Mapping[str, object], request: Request, city: City, today: date) -> dict[str, Value]:
    """The values of the move's fields, those that were left out left out. Days are ISO and not before `today` (in LATE
    up to a year before), numbers are twelve digits.

    Raises Invalid with every fault at once: unknown fields, missing ones, wrong codes, days gone by.
    """
    faults: list[Fault] = []
    known = {field.name for field in move.carries}
    for name in said:
        if name not in known:
            faults.append(Fault(clean(str(name)[:80], lines=False)[:40], "unknown-field"))
    values: dict[str, Value] = {}
    first = today - timedelta(days=365) if move.name in LATE else today
    for field in move.carries:
        try:
            value = _read(field, said.get(field.name), request, city, first, today)
        except Invalid as error:
            faults += error.faults
        else:
            if value:
                values[field.name] = value
    if faults:
        raise Invalid(*faults)
    return values


def _read(field: Field, value: object, request: Request, city: City, first: date, today: date) -> Value:
    if field.kind == "flag":
        return value in TRUE
    if field.kind == "files":
        return _files(field, value)
    if value is not None and not isinstance(value, str):
        raise Invalid(Fault(field.name, "must-be-text"))
    text = clean(value, lines=field.kind == "text") if value else ""
    if not text:
        if field.required:
            raise Invalid(Fault(field.name, "required"))
        return ""
    if len(text) > field.longest:
        raise Invalid(Fault(field.name, "too-long", (("limit", str(field.longest)),)))
    if field.kind in WORDS:
        return text
    if field.kind == "day":
        return _day(field, text, first, today)
    if field.kind == "number":
        try:
            return read(text)
        except NotFound as error:
            raise Invalid(Fault(field.name, "mistyped")) from error
    if text not in choices(field, request, city):
        raise Invalid(Fault(field.name, "choice"))
    return text


def choices(field: Field, request: Request, city: City) -> tuple[str, ...]:
    """The codes that a field of this kind may hold."""
    service = city.services.get(request.state.service)
    return {
        "unit": tuple(city.units),
        "service": tuple(city.services),
        "priority": tuple(city.targets),
        "basis": BASES,
        "body": tuple(city.bodies),
        "outcome": tuple(outcome.code for outcome in service.outcomes) if service else (),
    }.get(field.kind, ())


def _files(field: Field, value: object) -> list[str]:
    """Ids of files: a list of them, or, as forms send them, one text with spaces or commas between."""
    ids = value.replace(",", " ").split() if isinstance(value, str) else value or []
    if not isinstance(ids, list) or not all(isinstance(id, str) and FILE_ID.fullmatch(id) for id in ids):
        raise Invalid(Fault(field.name, "files"))
    if len(ids) > MOST_FILES:
        raise Invalid(Fault(field.name, "too-many-files", (("limit", str(MOST_FILES)),)))
    return list(dict.fromkeys(ids))


def _day(field: Field, text: str, first: date, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(Fault(field.name, "day")) from error
    if not first <= day <= today.replace(year=today.year + 5, day=1):
        raise Invalid(Fault(field.name, "day-gone" if day < first else "day"))
    return day.isoformat()
