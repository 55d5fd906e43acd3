"""What it takes to open a request, as JSON Schema."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.files import FILE_ID
from chalicelib.core.heard import FLAGS, LIMITS, MOST_EXTRAS, MOST_FILES
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.understand import KINDS, REQUESTERS, REQUIRED
from chalicelib.core.wording import LANGUAGES
from chalicelib.entry.schemas import Schema

HINTS = {
    "service_code": "A code of GET /api/services.",
    "description": "What it is about, in the citizen's words. Line breaks are kept; control characters are removed.",
    "address": "Street and number, or a landmark. The words cadde, bulvar, meydan and sokak decide the road class.",
    "district": "The district (ilçe).",
    "neighbourhood": "The neighbourhood (mahalle).",
    "phone": "Turkish or international (+…). Turkish mobiles are told by SMS.",
    "email": "Told by e-mail where there is no mobile that can receive SMS.",
    "on_behalf_of": "The name of the person for whom this is asked.",
    "kind": "In English or Turkish; a request where nothing is said.",
    "legal_basis": "petition (3071), foi (4982) and privacy (6698) require first_name, last_name and address.",
    "language": "The language in which the citizen is answered.",
    "requester": "muhtar where the elected head of a neighbourhood asks.",
    "notify_by": "How to be told: sms and whatsapp need a Turkish mobile, email an address. Else what suits.",
    "follows": "The number of a public open request on the same matter (GET /api/requests/near): joined with it.",
    "upload_session": "The session in which `files` were uploaded.",
}
KIND_WORDS = ("talep", "istek", "şikâyet", "öneri", "görüş", "öneri/görüş", "ihbar", "teşekkür", "bilgi")
ENUMS = {
    "legal_basis": list(REQUIRED),
    "language": list(LANGUAGES),
    "requester": list(REQUESTERS),
    "kind": [*dict.fromkeys(KINDS.values()), *KIND_WORDS],
}


def new_request(city: City) -> Schema:
    """The fields of the public form and of programs; services and bounds are those of `city`. Which answers a service
    demands stands with its questions: here it would be a condition for each, which tools cannot follow."""
    texts = {
        name: {"type": ["string", "null"], "maxLength": limit} | _hint(name)
        for name, limit in LIMITS.items()
        if name not in ENUMS
    }
    for name in ("service_code", "description"):
        texts[name]["type"] = "string"
        texts[name]["minLength"] = 1
    texts["service_code"]["enum"] = list(city.services)
    texts["description"]["pattern"] = r"\S"
    enums = ENUMS | {"notify_by": list(channels_to_choose(city))}
    choices = {name: {"enum": [*values, "", None]} | _hint(name) for name, values in enums.items()}
    laws = [_choosing("legal_basis", basis, *needed) for basis, needed in REQUIRED.items()]
    ways = [_choosing("notify_by", way, "email" if way == "email" else "phone") for way in enums["notify_by"]]
    flags = {name: {"type": ["boolean", "null"]} for name in FLAGS}
    south, west, north, east = city.bounds or (-90, -180, 90, 180)
    point = {
        "lat": {"type": ["number", "null"], "minimum": south, "maximum": north},
        "long": {"type": ["number", "null"], "minimum": west, "maximum": east},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["service_code", "description"],
        "allOf": [_needs("lat", "long"), _needs("long", "lat"), *laws, *ways],
        "properties": texts | choices | flags | point | {"answers": _answers(), "files": _files()},
    }


def _answers() -> Schema:
    one: Schema = {"type": ["string", "number"]}
    return {
        "type": ["object", "null"],
        "maxProperties": MOST_EXTRAS,
        "additionalProperties": {"anyOf": [one, {"type": "array", "maxItems": MOST_EXTRAS, "items": one}]},
        "description": "By the code of the service's questions, the required ones too; a multivaluelist takes a list.",
    }


def _files() -> Schema:
    return {
        "type": ["array", "null"],
        "maxItems": MOST_FILES,
        "items": {"type": "string", "pattern": f"^{FILE_ID.pattern}$"},
        "description": "Ids of POST /api/uploads, all of the one `upload_session`.",
    }


def _choosing(field: str, value: str, *needed: str) -> Schema:
    """What this value of a field requires of the others."""
    named = {name: {"type": "string", "minLength": 1} for name in needed}
    return {
        "if": {"properties": {field: {"const": value}}, "required": [field]},
        "then": {"properties": named, "required": list(named)},
    }


def _needs(one: str, other: str) -> Schema:
    """A number in `one` needs a number in `other`."""
    number = {"type": "number"}
    return {
        "if": {"properties": {one: number}, "required": [one]},
        "then": {"properties": {other: number}, "required": [other]},
    }


def _hint(name: str) -> Schema:
    return {"description": HINTS[name]} if name in HINTS else {}
