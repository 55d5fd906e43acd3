"""What a peer's form says of a request: the fields of intake, and what is kept beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.core.city import City, Service
from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.geo import inside
from chalicelib.core.heard import LIMITS
from chalicelib.core.peer_form import PeerForm
from chalicelib.core.questions import Answers
from chalicelib.core.text import exact

LONGEST = 4000
"""Characters of a description (facts of GeoReport v2: "Maximum of 4,000 characters")."""
_DECIMAL = re.compile(r"[+-]?(?:\d{1,4}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_CONTACTS: dict[str, Callable[[str], object]] = {"phone": read_phone, "email": read_email}

Remark = tuple[str, str]
"""Something that was not taken as it was sent: a code of texts/open311.json (`open311.remark.…`), and its value."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is said to intake, what is kept beside it, what the peer is told of that, and what is wrong so far, by the
    names of the form."""

    said: dict[str, object]
    extras: Answers
    remarks: tuple[Remark, ...]
    faults: tuple[Fault, ...]


def read_post(form: PeerForm, service: Service, city: City, unsaid: str, address: Callable[[str], str]) -> Post:
    """What the form says for this service. `unsaid` stands for a description that nobody wrote, `address` makes a place
    in words of an `address_id`. Attributes that the service does not ask for are kept, as are links to media, which
    nobody here opens, and a phone or e-mail that cannot be read: the report must not be lost for it."""
    said, faults = _place(form, city, address)
    said["service_code"] = service.code
    said |= {name: form.one(name) for name in ("first_name", "last_name") if form.one(name)}
    description = exact(form.raw("description"))
    if len(description) > LONGEST:
        faults.append(Fault("description", "too-long", (("limit", str(LONGEST)),)))
    said["description"] = description[:LONGEST] or unsaid
    asked = {question.code for question in service.questions if question.asked}
    attributes = form.attributes()
    said["answers"] = {code: list(values) for code, values in attributes.items() if code in asked}
    extras = [(code, values) for code, values in attributes.items() if code not in asked]
    remarks: list[Remark] = []
    media = form.every("media_url")
    if media:
        extras.insert(0, ("media_url", media))
        remarks.append(("media-url", str(len(media))))
    for name in _CONTACTS:
        typed = form.one(name)
        if _is_read(name, typed):
            said[name] = typed
        elif typed:
            extras.insert(0, (name, (typed,)))
            remarks.append((name, ""))
    if form.one("address_id"):
        extras.insert(0, ("address_id", (form.one("address_id"),)))
    return Post(said, tuple(extras), tuple(remarks), tuple(faults))


def named(fault: Fault) -> Fault:
    """A fault of intake under the name that its field has in a peer's form."""
    if fault.field.startswith("answers."):
        name = f"attribute[{fault.field.removeprefix('answers.')}]"
    else:
        name = {"address": "address_string", "files": "media"}.get(fault.field, fault.field)
    return Fault(name, fault.code, fault.values)


def _place(form: PeerForm, city: City, address: Callable[[str], str]) -> tuple[dict[str, object], list[Fault]]:
    typed = {name: form.one(name) for name in ("lat", "long")}
    words, id = form.one("address_string"), form.one("address_id")
    said: dict[str, object] = {"address": words or address(id)} if words or id else {}
    if not any(typed.values()):
        return said, [] if said else [Fault("lat", "location-required")]
    wrong = {name: _wrong(text) for name, text in typed.items()}
    faults = [Fault(name, code) for name, code in wrong.items() if code]
    if not faults:
        lat, long = (float(text) for text in typed.values())
        if city.bounds and not inside(city.bounds, lat, long) and inside(city.bounds, long, lat):
            faults.append(Fault("lat", "swapped"))
        said |= {"lat": lat, "long": long}
    return said, faults


def _wrong(degrees: str) -> str:
    """The code of what is wrong with a coordinate as it is written, "" for nothing; its range is intake's to check."""
    if not degrees:
        return "point-incomplete"
    if "," in degrees:
        return "decimal-comma"
    return "" if _DECIMAL.fullmatch(degrees) else "coordinate"


def _is_read(name: str, typed: str) -> bool:
    try:
        return bool(typed and len(typed) <= LIMITS[name] and _CONTACTS[name](typed))
    except Invalid:
        return False
