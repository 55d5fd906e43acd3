"""The OpenAPI 3.1 document of the JSON API."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.entry.schemas import LANGUAGE, TEXT, Schema, answer, components, problems, record, ref
from chalicelib.entry.staff_openapi import staff_paths
from chalicelib.entry.staff_schemas import staff_components


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
            "/api/requests/{number}/moves": {"post": _move()},
            "/api/services": {"get": _services()},
            "/api/openapi.json": {"get": _itself()},
            **staff_paths(),
        },
        "components": {
            "schemas": components(city) | staff_components(city),
            "securitySchemes": {"staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
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
            LANGUAGE,
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("NewRequest")}}},
        "responses": {
            "201": answer("Opened", "The request was opened"),
            "200": answer("Opened", "The same key and body had opened it before; its present state"),
            **problems("400", "413", "415", "422", "429", "503"),
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
            LANGUAGE,
        ],
        "responses": {
            "200": {
                "description": "The request as its caller may see it",
                "content": {"application/json": {"schema": {"anyOf": [ref("PublicView"), ref("OwnView")]}}},
            },
            **problems("403", "404", "429", "503"),
        },
    }


def _move() -> Schema:
    return {
        "operationId": "moveRequest",
        "summary": "What a citizen does with a request: answer, add, withdraw, solved or not solved",
        "description": "The same text again within half an hour changes nothing and is answered as the first time.",
        "parameters": [
            {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}},
            {
                "name": "X-Contact-Proof",
                "in": "header",
                "required": True,
                "schema": TEXT,
                "description": "Last four digits of the phone, or the PIN of whoever left no phone.",
            },
            LANGUAGE,
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("CitizenMove")}}},
        "responses": {
            "200": answer("OwnView", "The request as it is now"),
            **problems("400", "403", "404", "409", "413", "415", "429", "503"),
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
        "parameters": [LANGUAGE],
        "responses": {
            "200": {"description": "All services", "content": {"application/json": {"schema": listing}}},
            **problems("503"),
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
