"""The OpenAPI 3.1 document of the JSON API."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.entry import app_openapi, files_openapi, near_openapi, open311_openapi, public_openapi
from chalicelib.entry.public_schemas import components
from chalicelib.entry.schemas import Schema, problems
from chalicelib.entry.staff_openapi import staff_paths
from chalicelib.entry.staff_schemas import staff_components

ABOUT = """Open a request to the municipality and follow it. Köprü is not 112: in danger, call 112.

Errors are RFC 9457 problems in the caller's language; `errors` name each field. Where a limit is reached the answer is
429 with `Retry-After` in seconds, and nothing was done. Moments are RFC 3339 in Turkish time. Fields that are not
documented are refused."""


def document(url: str, city: City) -> Schema:
    """The document, for the API of `city` that stands at `url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Köprü",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": url}],
        "tags": [
            {"name": "requests", "description": "Open a request and follow it"},
            {"name": "app", "description": "What an app needs: proof of a phone, my requests, suggestions"},
            {"name": "staff", "description": "For those who work here"},
        ],
        "paths": {
            **public_openapi.paths(),
            "/api/openapi.json": {"get": _itself()},
            **app_openapi.paths(),
            **files_openapi.paths(),
            **near_openapi.paths(),
            **open311_openapi.paths(),
            **staff_paths(),
        },
        "components": {
            "schemas": components(city)
            | public_openapi.schemas()
            | app_openapi.schemas(city)
            | files_openapi.schemas(city)
            | near_openapi.schemas(city)
            | open311_openapi.schemas(city)
            | staff_components(city),
            "securitySchemes": {
                "staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Of staff"},
                "app": {"type": "http", "scheme": "bearer", "description": "The token of POST /api/sessions"},
            },
        },
    }


def _itself() -> Schema:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
            **problems("503"),
        },
    }
