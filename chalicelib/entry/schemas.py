"""The shapes that the JSON API takes and gives, as JSON Schema."""

from __future__ import annotations

from typing import Any

from chalicelib.core.city import City
from chalicelib.core.fields import BASES
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.story import STEPS
from chalicelib.core.understand import FLAGS, KINDS, LIMITS, REQUESTERS, REQUIRED
from chalicelib.core.wording import LANGUAGES
from chalicelib.core.workflow import MOVES
from chalicelib.flows.citizen import ACTS

Schema = dict[str, Any]

STATES = (
    "received", "triaged", "assigned", "in_progress", "waiting_citizen", "referred", "resolved", "rejected",
    "duplicate", "withdrawn", "closed", "reopened",
)  # fmt: skip

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
}
KIND_WORDS = ("talep", "istek", "şikâyet", "öneri", "görüş", "öneri/görüş", "ihbar", "teşekkür", "bilgi")
ENUMS = {
    "legal_basis": list(REQUIRED),
    "language": list(LANGUAGES),
    "requester": list(REQUESTERS),
    "kind": [*dict.fromkeys(KINDS.values()), *KIND_WORDS],
}


TEXT: Schema = {"type": "string"}
LANGUAGE: Schema = {
    "name": "Accept-Language",
    "in": "header",
    "schema": {"type": "string", "default": "tr"},
    "description": "tr or en",
}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}$", "examples": ["2611-4817-3056"]}


def components(city: City) -> Schema:
    """Every shape by its name; services and bounds are those of `city`."""
    return {
        "NewRequest": _new_request(city),
        "Opened": _opened(),
        "PublicView": _view({}),
        "OwnView": _view(_own()),
        "CitizenMove": _citizen_move(),
        "Unit": record({"code": TEXT, "name": TEXT}),
        "Body": record({"code": TEXT, "name": TEXT, "phone": TEXT}, optional=("phone",)),
        "Problem": _problem(),
    }


def _new_request(city: City) -> Schema:
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
        "properties": texts | choices | flags | point,
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


def _opened() -> Schema:
    danger = record({"code": TEXT, "text": TEXT, "lines": {"type": "array", "items": TEXT}})
    return record(
        {
            "number": NUMBER,
            "status": {"enum": list(STATES)},
            "service_code": TEXT,
            "unit": ref("Unit"),
            "due": MOMENT,
            "tracking_url": {"type": "string", "format": "uri"},
            "emergency": danger,
            "referred_to": ref("Body"),
            "pin": {"type": "string", "pattern": r"^\d{6}$"},
        },
        optional=("emergency", "referred_to", "pin"),
    )


def _view(more: Schema) -> Schema:
    public = {
        "number": NUMBER,
        "status": {"enum": list(STATES)},
        "status_text": TEXT,
        "opened": MOMENT,
        "changed": MOMENT,
        "due": MOMENT | {"description": "While the request is open"},
    }
    return record(public | more, optional=("due", "referred_to", "question", "outcome"))


def _own() -> Schema:
    return {
        "service_code": TEXT,
        "service": TEXT,
        "kind": {"enum": sorted(set(KINDS.values()))},
        "legal_basis": {"enum": list(BASES)},
        "description": TEXT,
        "place": TEXT,
        "unit": ref("Unit"),
        "due_explanation": {"type": "array", "items": TEXT},
        "reached_by": {"enum": [*PROVIDERS, "call", "none"]},
        "referred_to": ref("Body"),
        "timeline": {
            "type": "array",
            "description": "What happened, the newest first; `said` are the words of a question, an answer, a message.",
            "items": record({"at": MOMENT, "code": {"enum": list(STEPS)}, "text": TEXT, "said": TEXT}, ("said",)),
        },
        "moves": {"type": "array", "items": {"enum": list(ACTS)}, "description": "What the citizen can do now."},
        "question": record({"text": TEXT, "until": MOMENT}, ("until",)),
        "outcome": record(
            {
                "code": TEXT,
                "kind": {"enum": ["positive", "partial", "negative", "rejected"]},
                "text": TEXT,
                "answer": TEXT,
                "remedy": TEXT,
            },
            ("remedy",),
        ),
    }


def _citizen_move() -> Schema:
    carried = {name: MOVES[name].carries for name in ACTS}
    required = [name for name, fields in carried.items() if any(field.required for field in fields)]
    longest = max(field.longest for fields in carried.values() for field in fields)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["move"],
        "properties": {
            "move": {"enum": list(ACTS)},
            "text": {"type": ["string", "null"], "maxLength": longest},
        },
        "if": {"properties": {"move": {"enum": required}}},
        "then": {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
    }


def _problem() -> Schema:
    return record(
        {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "errors": {"type": "array", "items": record({"field": TEXT, "message": TEXT})},
            "version": {"type": "integer", "description": "With 409: the present version"},
        },
        optional=("version",),
    )


def record(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with exactly these properties, all required but the optional ones."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


def _hint(name: str) -> Schema:
    return {"description": HINTS[name]} if name in HINTS else {}


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(name: str, description: str) -> Schema:
    """A response with this component as its body."""
    return {"description": description, "content": {"application/json": {"schema": ref(name)}}}


def problems(*statuses: str) -> Schema:
    """The problems of these statuses."""
    return {
        status: {
            "description": "Problem (RFC 9457), in the caller's language",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in statuses
    }
