"""What a request holds, in the words of whoever reads it: its place, its danger, its other body, its dates."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.core.city import City
from chalicelib.core.due import Line
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.request import Request
from chalicelib.core.wording import Wording


def danger_words(request: Request, city: City, language: str) -> str:
    """The sentence of the request's danger, or ""."""
    danger = city.dangers.get(request.emergency)
    return danger.text.say(language) if danger else ""


def body_name(request: Request, city: City, wording: Wording, language: str) -> str:
    """The name of the body a request was referred to; the district's municipality where it is not yet known which."""
    return name_of_body(request.route.body, city, wording, language)


def name_of_body(code: str, city: City, wording: Wording, language: str) -> str:
    """The name of the body of this code; the district's municipality where it is not known which."""
    body = city.bodies.get(code)
    return body.name.say(language) if body else wording.say("body.district", language)


def name_of_unit(code: str, city: City, language: str) -> str:
    """The name of the unit of this code; the centre's own for one that the city no longer has."""
    return (city.units.get(code) or city.units[city.desk]).name.say(language)


def name_of_service(code: str, city: City, language: str, *, short: bool = False) -> str:
    """The name of the service of this code; the code itself for one that the city no longer has."""
    service = city.services.get(code)
    if service is None:
        return code
    return (service.short if short else service.label).say(language)


def place_words(request: Request) -> str:
    """The place on one line, as the citizen gave it; "" where none was given."""
    draft = request.draft
    district = draft.district or request.route.district
    spot = f"{draft.lat:.6f}, {draft.long:.6f}" if draft.lat is not None and draft.long is not None else ""
    return ", ".join(part for part in (draft.address, draft.neighbourhood, district, spot) if part)


def say_line(line: Line, wording: Wording, language: str) -> str:
    """One line of a due date's explanation, its days and times in words."""
    said = {name: _in_words(name, value, language) for name, value in line.values}
    return wording.say(f"due.{line.code}", language, **said)


def _in_words(name: str, value: str, language: str) -> str:
    if name in ("at", "since", "until"):
        return say_moment(datetime.fromisoformat(value), language)
    return say_day(date.fromisoformat(value), language) if name in ("day", "to") else value
