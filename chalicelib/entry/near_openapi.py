"""The OpenAPI of what is near."""

from __future__ import annotations

from typing import Any

from chalicelib.core.case import OPEN
from chalicelib.core.city import City
from chalicelib.entry.schemas import LANGUAGE, MOMENT, NUMBER, TEXT, Schema, problems, record, ref
from chalicelib.flows.near import FARTHEST, NEAR, SHOWN

FOUND: dict[str, Any] = {
    "number": "2611-4817-3056",
    "status": "received",
    "status_text": "Alındı",
    "opened": "2026-11-23T10:30:00+03:00",
    "distance_metres": 48,
    "due": "2026-11-26T17:30:00+03:00",
    "service_code": "road.pothole",
    "service": "Yolda çukur",
    "district": "Konak",
    "lat": 38.4185,
    "long": 27.12868,
    "photos": [],
}


def paths() -> Schema:
    """The paths of these routes."""
    return {"/api/requests/near": {"get": _near()}}


def schemas(city: City) -> Schema:
    """What their bodies look like, by name."""
    return {"NearRequest": _found()}


def _near() -> Schema:
    listing = record({"requests": {"type": "array", "maxItems": SHOWN, "items": ref("NearRequest")}})
    kept = {"description": "How long it may be kept, in seconds", "schema": TEXT}
    return {
        "operationId": "nearRequests",
        "summary": "What is public and open near a place, to follow it instead of reporting it again",
        "description": "The nearest first, at most "
        f"{SHOWN}; with a service_code its whole group, the service itself before the others. Places are generalised, "
        "and so are distances. To follow one, open a request with its number as `follows`: it is joined with that one, "
        "and its reporter hears what came of it.",
        "parameters": [
            _query("lat", {"type": "number", "minimum": -90, "maximum": 90}, 38.4189, required=True),
            _query("long", {"type": "number", "minimum": -180, "maximum": 180}, 27.1287, required=True),
            _query("radius", {"type": "number", "minimum": 1, "maximum": FARTHEST, "default": NEAR}, NEAR),
            _query("service_code", TEXT, "road.pothole"),
            LANGUAGE,
        ],
        "responses": {
            "200": {
                "description": "What is near; often nothing",
                "headers": {"Cache-Control": kept},
                "content": {"application/json": {"schema": listing, "example": {"requests": [FOUND]}}},
            },
            **problems("400", "429", "503"),
        },
    }


def _query(name: str, schema: Schema, example: object, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "schema": schema, "example": example}


def _found() -> Schema:
    degrees = {"type": "number", "description": "WGS 84 degrees, of the middle of a cell of about 150 m"}
    return record(
        {
            "number": NUMBER,
            "status": {"enum": list(OPEN)},
            "status_text": TEXT,
            "opened": MOMENT,
            "due": MOMENT,
            "distance_metres": {"type": "integer", "minimum": 0, "description": "To the middle of that cell"},
            "service_code": TEXT,
            "service": TEXT,
            "district": TEXT,
            "lat": degrees,
            "long": degrees,
            "text": TEXT | {"description": "What staff released of it"},
            "photos": {"type": "array", "items": {"type": "string", "format": "uri"}},
        },
        optional=("due", "district", "text"),
    )
