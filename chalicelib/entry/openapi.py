"""The OpenAPI 3.1 document of the public JSON API."""

from __future__ import annotations

from typing import Any

from chalicelib.core.city import City
from chalicelib.core.understand import FLAGS, KINDS, LIMITS, REQUIRED
from chalicelib.core.wording import LANGUAGES

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
    "kind": "One of the examples, or its Turkish word: talep, şikâyet, öneri, görüş, ihbar, teşekkür, bilgi.",
    "legal_basis": "petition (3071), foi (4982) and privacy (6698) require first_name, last_name and address.",
    "language": "The language in which the citizen is answered.",
}
ENUMS = {"legal_basis": list(REQUIRED), "language": list(LANGUAGES)}


def document(url: str, city: City) -> Schema:
    """The document, for the API of `city` that stands at `url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Köprü",
            "version": "1",
            "description": "Open a request to the municipality and follow it. Köprü is not 112: in danger, call 112.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": url}],
        "paths": {
            "/api/requests": {"post": _open()},
            "/api/requests/{number}": {"get": _read()},
            "/api/services": {"get": _services()},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {
            "schemas": {
                "NewRequest": _new_request(city),
                "Opened": _opened(),
                "PublicView": _view({}),
                "OwnView": _view(_own()),
                "Unit": _object({"code": _TEXT, "name": _TEXT}),
                "Body": _object({"code": _TEXT, "name": _TEXT, "phone": _TEXT}, optional=("phone",)),
                "Problem": _problem(),
            }
        },
    }


_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NUMBER: Schema = {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}$", "examples": ["2611-4817-3052"]}
_LANGUAGE: Schema = {
    "name": "Accept-Language",
    "in": "header",
    "schema": {"type": "string", "default": "tr"},
    "description": "tr or en",
}


def _open() -> Schema:
    return {
        "operationId": "openRequest",
        "summary": "Open a request",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
                "description": "The same key and body again give the same number; without one the server mints it.",
            },
            _LANGUAGE,
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("NewRequest")}}},
        "responses": {
            "201": _answer("Opened", "The request was opened"),
            "200": _answer("Opened", "The same key and body had opened it before; its present state"),
            **_problems("400", "413", "415", "422", "429", "503"),
        },
    }


def _read() -> Schema:
    return {
        "operationId": "readRequest",
        "summary": "Follow a request: state and dates; with proof, the citizen's own view",
        "parameters": [
            {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}},
            {
                "name": "X-Contact-Proof",
                "in": "header",
                "schema": _TEXT,
                "description": "Last four digits of the phone, or the PIN of whoever left no phone.",
            },
            {"name": "contact", "in": "query", "schema": _TEXT, "description": "The same; prefer the header."},
            _LANGUAGE,
        ],
        "responses": {
            "200": {
                "description": "The request as its caller may see it",
                "content": {"application/json": {"schema": {"anyOf": [_ref("PublicView"), _ref("OwnView")]}}},
            },
            **_problems("403", "404", "429", "503"),
        },
    }


def _services() -> Schema:
    service = _object(
        {
            "service_code": _TEXT,
            "label": _TEXT,
            "short_label": _TEXT,
            "group": _TEXT,
            "priority": {"enum": ["P1", "P2", "P3", "P4", "P5"]},
            "confidential": {"type": "boolean"},
            "public": {"type": "boolean", "description": "Offered on the public form"},
            "emergency": _TEXT,
            "hint": _TEXT,
        },
        optional=("emergency", "hint"),
    )
    listing = _object(
        {
            "city": _TEXT,
            "city_code": _TEXT,
            "groups": {"type": "array", "items": _object({"code": _TEXT, "label": _TEXT})},
            "services": {"type": "array", "items": service},
        }
    )
    return {
        "operationId": "listServices",
        "summary": "The services of the city, by group",
        "parameters": [_LANGUAGE],
        "responses": {
            "200": {"description": "All services", "content": {"application/json": {"schema": listing}}},
            **_problems("503"),
        },
    }


def _itself() -> Schema:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}
        },
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
    texts["kind"]["examples"] = sorted(set(KINDS.values()))
    choices = {name: {"enum": [*values, None]} | _hint(name) for name, values in ENUMS.items()}
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
        "dependentRequired": {"lat": ["long"], "long": ["lat"]},
        "allOf": [
            {
                "if": {"properties": {"legal_basis": {"const": basis}}, "required": ["legal_basis"]},
                "then": {
                    "required": list(names),
                    "properties": {key: {"type": "string", "minLength": 1} for key in names},
                },
            }
            for basis, names in REQUIRED.items()
            if names
        ],
        "properties": texts | choices | flags | point,
    }


def _opened() -> Schema:
    danger = _object({"code": _TEXT, "text": _TEXT, "lines": {"type": "array", "items": _TEXT}})
    return _object(
        {
            "number": _NUMBER,
            "status": {"enum": list(STATES)},
            "service_code": _TEXT,
            "unit": _ref("Unit"),
            "due": _MOMENT,
            "tracking_url": {"type": "string", "format": "uri"},
            "emergency": danger,
            "referred_to": _ref("Body"),
            "pin": {"type": "string", "pattern": r"^\d{6}$"},
        },
        optional=("emergency", "referred_to", "pin"),
    )


def _view(more: Schema) -> Schema:
    public = {
        "number": _NUMBER,
        "status": {"enum": list(STATES)},
        "status_text": _TEXT,
        "opened": _MOMENT,
        "changed": _MOMENT,
        "due": _MOMENT,
    }
    return _object(public | more, optional=("referred_to",))


def _own() -> Schema:
    return {
        "service_code": _TEXT,
        "service": _TEXT,
        "kind": {"enum": sorted(set(KINDS.values()))},
        "legal_basis": {"enum": list(REQUIRED)},
        "description": _TEXT,
        "place": _TEXT,
        "unit": _ref("Unit"),
        "due_explanation": {"type": "array", "items": _TEXT},
        "reached_by": {"enum": ["sms", "email", "call", "none"]},
        "referred_to": _ref("Body"),
    }


def _problem() -> Schema:
    return _object(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "errors": {"type": "array", "items": _object({"field": _TEXT, "message": _TEXT})},
        }
    )


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


def _answer(name: str, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": _ref(name)}}}


def _problems(*statuses: str) -> Schema:
    return {
        status: {
            "description": "Problem (RFC 9457), in the caller's language",
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        for status in statuses
    }


def _hint(name: str) -> Schema:
    return {"description": HINTS[name]} if name in HINTS else {}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
