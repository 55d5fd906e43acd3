"""The shapes that the public JSON API takes and gives, as JSON Schema."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.fields import BASES, MOST_FILES
from chalicelib.core.files import FILE_ID
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.story import STEPS
from chalicelib.core.understand import KINDS
from chalicelib.core.workflow import MOVES
from chalicelib.entry.new_request_schema import new_request
from chalicelib.entry.schemas import MOMENT, NUMBER, STATES, TEXT, Schema, record, ref
from chalicelib.flows.citizen import ACTS


def components(city: City) -> Schema:
    """Every shape by its name; services and bounds are those of `city`."""
    return {
        "NewRequest": new_request(city),
        "Opened": _opened(),
        "PublicView": _view({}),
        "OwnView": _view(_own()),
        "CitizenMove": _citizen_move(),
        "Unit": record({"code": TEXT, "name": TEXT}),
        "Body": record({"code": TEXT, "name": TEXT, "phone": TEXT}, optional=("phone",)),
        "Answer": record({"code": TEXT, "label": TEXT, "values": {"type": "array", "items": TEXT}}),
        "Public": _public(),
        "Emergency": record({"code": TEXT, "text": TEXT, "lines": {"type": "array", "items": TEXT}}),
        "Problem": _problem(),
    }


def _opened() -> Schema:
    return record(
        {
            "number": NUMBER,
            "status": {"enum": list(STATES)},
            "service_code": TEXT,
            "unit": ref("Unit"),
            "due": MOMENT,
            "tracking_url": {"type": "string", "format": "uri"},
            "emergency": ref("Emergency"),
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
        "public": ref("Public"),
    }
    return record(public | more, optional=("due", "public", "files", "referred_to", "question", "outcome"))


def _public() -> Schema:
    point = {"type": "number", "description": "WGS 84 degrees, of the middle of a cell of about 150 m"}
    return record(
        {
            "service_code": TEXT,
            "service": TEXT,
            "district": TEXT,
            "lat": point,
            "long": point,
            "text": TEXT | {"description": "What staff released of it"},
            "photos": {"type": "array", "items": {"type": "string", "format": "uri"}},
        },
        optional=("district", "lat", "long", "text"),
    ) | {"description": "What anybody may see of it; left out where that is nothing"}


def _own() -> Schema:
    return {
        "service_code": TEXT,
        "service": TEXT,
        "kind": {"enum": sorted(set(KINDS.values()))},
        "legal_basis": {"enum": list(BASES)},
        "description": TEXT,
        "answers": {"type": "array", "items": ref("Answer")},
        "place": TEXT,
        "files": {"type": "array", "items": ref("FileView"), "description": "Photos, those of staff too."},
        "unit": ref("Unit"),
        "due_explanation": {"type": "array", "items": TEXT},
        "reached_by": {"enum": [*PROVIDERS, "call", "none"]},
        "referred_to": ref("Body"),
        "timeline": {
            "type": "array",
            "description": "What happened, the newest first; `said` are the words of a question, an answer, a message.",
            "items": record(
                {
                    "id": TEXT | {"description": "Stays the same; new steps get new ones."},
                    "at": MOMENT,
                    "code": {"enum": list(STEPS)},
                    "text": TEXT,
                    "said": TEXT,
                },
                ("said",),
            ),
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
            "files": {
                "type": ["array", "null"],
                "maxItems": MOST_FILES,
                "items": {"type": "string", "pattern": f"^{FILE_ID.pattern}$"},
                "description": "With answer, add and not_solved: photos that were uploaded in `upload_session`.",
            },
            "upload_session": {"type": ["string", "null"], "maxLength": 128},
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
            "guesses_left": {"type": "integer", "description": "With 403 of POST /api/sessions"},
        },
        optional=("version", "guesses_left"),
    )
