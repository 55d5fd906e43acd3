"""The OpenAPI 3.1 document of the public JSON API."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.entry.schemas import TEXT, Schema, components, record, ref


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
        "components": {"schemas": components(city)},
    }


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
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewRequest")}}},
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
                "schema": TEXT,
                "description": "Last four digits of the phone, or the PIN of whoever left no phone.",
            },
            {"name": "contact", "in": "query", "schema": TEXT, "description": "The same; prefer the header."},
            _LANGUAGE,
        ],
        "responses": {
            "200": {
                "description": "The request as its caller may see it",
                "content": {"application/json": {"schema": {"anyOf": [ref("PublicView"), ref("OwnView")]}}},
            },
            **_problems("403", "404", "429", "503"),
        },
    }


def _services() -> Schema:
    service = record(
        {
            "service_code": TEXT,
            "label": TEXT,
            "short_label": TEXT,
            "group": TEXT,
            "priority": {"enum": ["P1", "P2", "P3", "P4", "P5"]},
            "confidential": {"type": "boolean"},
            "public": {"type": "boolean", "description": "Offered on the public form"},
            "emergency": TEXT,
            "hint": TEXT,
        },
        optional=("emergency", "hint"),
    )
    listing = record(
        {
            "city": TEXT,
            "city_code": TEXT,
            "groups": {"type": "array", "items": record({"code": TEXT, "label": TEXT})},
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


def _answer(name: str, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": ref(name)}}}


def _problems(*statuses: str) -> Schema:
    return {
        status: {
            "description": "Problem (RFC 9457), in the caller's language",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in statuses
    }
