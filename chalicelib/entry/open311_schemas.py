"""What the JSON of Open311 looks like, as JSON Schema."""

from __future__ import annotations

from chalicelib.core.open311_discovery import FORMATS, SPECIFICATION
from chalicelib.core.open311_requests import LONGEST
from chalicelib.core.open311_status import CODES, ENDS
from chalicelib.core.questions import DATA_TYPES
from chalicelib.entry.schemas import MOMENT, NUMBER, TEXT, Schema, record

FLAG: Schema = {"type": "boolean"}
WORDS: Schema = {"type": "string", "pattern": r"\S"}
NOTHING: Schema = {"type": "null"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
UPDATE_STATUSES = sorted({*CODES.values(), *ENDS.values(), "CLOSED", "UNCHANGED"})


def row_schemas() -> Schema:
    """Every shape by its name."""
    return {
        "Discovery": _discovery(),
        "PeerService": _service(),
        "PeerDefinition": record({"service_code": WORDS, "attributes": {"type": "array", "items": _attribute()}}),
        "PeerRequest": _request(),
        "PeerUpdate": _update(),
        "PeerFiled": _some(service_request_id=NUMBER, token=TEXT, service_notice=TEXT, account_id=TEXT),
        "PeerTokenRead": record({"service_request_id": NUMBER, "token": TEXT}),
        "PeerUpdated": record({"update_id": TEXT, "account_id": TEXT}, optional=("account_id",)),
        "PeerReport": _report(),
        "PeerNews": _news(),
        "PeerErrors": {
            "type": "array",
            "minItems": 1,
            "items": record({"code": {"type": "integer", "minimum": 400, "maximum": 599}, "description": WORDS}),
        },
    }


def _discovery() -> Schema:
    endpoint = record(
        {
            "specification": {"const": SPECIFICATION},
            "url": ADDRESS,
            "changeset": MOMENT,
            "type": {"enum": ["production", "test"]},
            "formats": {"type": "array", "minItems": 2, "items": {"enum": list(FORMATS)}},
        }
    )
    endpoints = {"type": "array", "minItems": 2, "items": endpoint}
    return record({"changeset": MOMENT, "contact": WORDS, "key_service": WORDS, "endpoints": endpoints})


def _service() -> Schema:
    return record(
        {
            "service_code": WORDS,
            "service_name": WORDS,
            "description": TEXT,
            "metadata": FLAG,
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": TEXT,
            "group": _or_null(TEXT),
        }
    )


def _attribute() -> Schema:
    return record(
        {
            "variable": FLAG,
            "code": WORDS,
            "datatype": {"enum": list(DATA_TYPES)},
            "required": FLAG,
            "datatype_description": _or_null(TEXT),
            "order": {"type": "integer", "minimum": 1},
            "description": WORDS,
            "values": {"type": "array", "minItems": 1, "items": record({"key": WORDS, "name": WORDS})},
        },
        optional=("values",),
    )


def _request() -> Schema:
    unknown = ("title", "width", "height", "orientation", "created_at")
    photo = record({"media_url": ADDRESS} | dict.fromkeys(unknown, NOTHING))
    note = record({"datetime": MOMENT, "description": WORDS, "type": WORDS})
    extended = {"channel": NOTHING, "x": NOTHING, "y": NOTHING, "photos": {"type": "array", "items": photo}}
    return record(
        {
            "service_request_id": NUMBER,
            "status": {"enum": ["open", "closed"]},
            "status_notes": TEXT,
            "service_name": WORDS,
            "service_code": WORDS,
            "description": _or_null({"type": "string", "maxLength": LONGEST}),
            "agency_responsible": TEXT,
            "service_notice": NOTHING,
            "requested_datetime": MOMENT,
            "updated_datetime": MOMENT,
            "expected_datetime": _or_null(MOMENT),
            "address": _or_null(TEXT),
            "address_id": NOTHING,
            "zipcode": NOTHING,
            "lat": _or_null({"type": "number", "minimum": -90, "maximum": 90}),
            "long": _or_null({"type": "number", "minimum": -180, "maximum": 180}),
            "media_url": _or_null(ADDRESS),
            "extended_attributes": record(extended),
            "attributes": {"type": "array", "maxItems": 0},
            "notes": {"type": "array", "items": note},
        },
        optional=("extended_attributes", "attributes", "notes"),
    )


def _update() -> Schema:
    return record(
        {
            "update_id": WORDS,
            "service_request_id": NUMBER,
            "status": {"enum": UPDATE_STATUSES},
            "description": WORDS,
            "updated_datetime": MOMENT,
            "media_url": {"anyOf": [NOTHING, ADDRESS, {"type": "array", "minItems": 2, "items": ADDRESS}]},
            "external_status_code": WORDS,
            "fixmystreet_id": {"type": "string", "pattern": r"^\d+$"},
        },
        optional=("fixmystreet_id",),
    )


def _report() -> Schema:
    """A form: attributes come as attribute[CODE], files under any name."""
    fields = (
        "api_key", "service_code", "jurisdiction_id", "lat", "long", "address_string", "address_id", "description",
        "first_name", "last_name", "phone", "email", "device_id", "account_id", "media_url",
    )  # fmt: skip
    return {
        "type": "object",
        "required": ["api_key", "service_code"],
        "properties": dict.fromkeys(fields, TEXT) | {"description": {"type": "string", "maxLength": LONGEST}},
        "additionalProperties": TEXT,
    }


def _news() -> Schema:
    needed = ("api_key", "service_request_id", "update_id", "status", "updated_datetime", "description")
    return {
        "type": "object",
        "required": list(needed),
        "properties": dict.fromkeys((*needed, "jurisdiction_id", "media_url", "account_id"), TEXT),
        "additionalProperties": TEXT,
    }


def _some(**properties: Schema) -> Schema:
    return record(properties, optional=tuple(properties))


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, NOTHING]}
