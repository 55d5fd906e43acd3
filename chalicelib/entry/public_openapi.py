"""The OpenAPI of requests and services."""

from __future__ import annotations

from typing import get_args

from chalicelib.core.city import PRIORITIES, Publish, Reply
from chalicelib.core.questions import DATA_TYPES
from chalicelib.core.tracking import show
from chalicelib.entry import examples
from chalicelib.entry.schemas import LANGUAGE, TEXT, Schema, answer, body, problems, record, ref

SENDER_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "description": "The same key and body again give the same number; without one the server mints it.",
}
NUMBER: Schema = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": TEXT,
    "example": show("261148173056"),
}
PROOF: Schema = {
    "name": "X-Contact-Proof",
    "in": "header",
    "schema": TEXT,
    "description": "Last four digits of the phone, or the PIN of whoever left no phone.",
    "example": "2233",
}
ANYBODY_OR_APP = [{}, {"app": []}]


def paths() -> Schema:
    """The paths of these routes."""
    return {
        "/api/requests": {"post": _open()},
        "/api/requests/{number}": {"get": _read()},
        "/api/requests/{number}/moves": {"post": _move()},
        "/api/services": {"get": _services()},
    }


def schemas() -> Schema:
    """What the services look like, by name."""
    both = {"translations": ref("Translations")}
    question = record(
        {
            "code": TEXT,
            "datatype": {"enum": list(DATA_TYPES)},
            "required": {"type": "boolean"},
            "asked": {"type": "boolean", "description": "Where false, the label is only displayed"},
            "label": TEXT,
            **both,
            "hint": TEXT,
            "values": {"type": "array", "minItems": 1, "items": record({"key": TEXT, "name": TEXT, **both})},
        },
        optional=("hint", "values"),
    )
    service = record(
        {
            "service_code": TEXT,
            "label": TEXT,
            **both,
            "short_label": TEXT,
            "group": TEXT,
            "priority": {"enum": list(PRIORITIES)},
            "confidential": {"type": "boolean"},
            "public": {"type": "boolean", "description": "Offered on the public form"},
            "publish": {"enum": list(get_args(Publish)), "description": "What of its requests anybody may see"},
            "reply": {"enum": list(get_args(Reply)), "description": "What Open311 clients are told at once"},
            "questions": {"type": "array", "items": question},
            "emergency": TEXT,
            "hint": TEXT,
        },
        optional=("emergency", "hint"),
    )
    return {
        "Translations": record({"tr": TEXT, "en": TEXT}),
        "Services": record(
            {
                "city": TEXT,
                "city_code": TEXT,
                "groups": {"type": "array", "items": record({"code": TEXT, "label": TEXT, **both})},
                "services": {"type": "array", "items": service},
            }
        ),
    }


def _open() -> Schema:
    opened = {"Location": {"description": "The tracking page", "schema": {"type": "string", "format": "uri"}}}
    follow = {"operationId": "readRequest", "parameters": {"number": "$response.body#/number"}}
    move = {"operationId": "moveRequest", "parameters": {"number": "$response.body#/number"}}
    made = answer("Opened", "The request was opened", examples.OPENED, opened)
    return {
        "operationId": "openRequest",
        "tags": ["requests"],
        "summary": "Open a request",
        "description": (
            "The same person, matter and words within a day are one request. `emergency` where life is in danger: show "
            "its text and its lines to dial before anything else. Limits: from one address as much as fifty people "
            "file at once, and for one contact thirty at once and 240 a day."
        ),
        "parameters": [SENDER_KEY, LANGUAGE],
        "requestBody": body("NewRequest", examples.NEW_REQUEST),
        "responses": {
            "201": made | {"links": {"follow": follow, "move": move}},
            "200": answer("Opened", "It had been opened before; its present state", examples.OPENED),
            **problems("400", "413", "415", "422", "429", "503"),
        },
    }


def _read() -> Schema:
    views = {
        "schema": {"anyOf": [ref("PublicView"), ref("OwnView")]},
        "examples": {"anybody": {"value": examples.PUBLIC_VIEW}, "its citizen": {"value": examples.OWN_VIEW}},
    }
    return {
        "operationId": "readRequest",
        "tags": ["requests"],
        "summary": "Follow a request: state and dates; with proof or in a session of its phone, the citizen's own view",
        "description": (
            "Five wrong proofs a day are free for each number and caller, then each costs twice the wait of the last "
            "(429). Somebody else's session sees what anybody sees."
        ),
        "security": ANYBODY_OR_APP,
        "parameters": [
            NUMBER,
            PROOF,
            {"name": "contact", "in": "query", "schema": TEXT, "description": "The same; prefer the header."},
            LANGUAGE,
        ],
        "responses": {
            "200": {"description": "The request as its caller may see it", "content": {"application/json": views}},
            **problems("401", "403", "404", "429", "503"),
        },
    }


def _move() -> Schema:
    return {
        "operationId": "moveRequest",
        "tags": ["requests"],
        "summary": "What a citizen does with a request: answer, add, withdraw, solved or not solved",
        "description": (
            "With the proof, or in a session of its phone. `moves` of the own view names what can be done now. The "
            "same text again within half an hour changes nothing and is answered as the first time. Limit: twenty at "
            "once for one request, then one a minute."
        ),
        "security": ANYBODY_OR_APP,
        "parameters": [NUMBER, PROOF, LANGUAGE],
        "requestBody": body("CitizenMove", examples.MOVE),
        "responses": {
            "200": answer("OwnView", "The request as it is now", examples.OWN_VIEW),
            **problems("400", "401", "403", "404", "409", "413", "415", "429", "503"),
        },
    }


def _services() -> Schema:
    tag = {"ETag": {"required": True, "description": "Send it as `If-None-Match`", "schema": TEXT}}
    known = {"name": "If-None-Match", "in": "header", "schema": TEXT, "description": "The ETag of the last answer"}
    return {
        "operationId": "listServices",
        "tags": ["requests"],
        "summary": "The services of the city, by group, with their questions",
        "parameters": [known, LANGUAGE],
        "responses": {
            "200": answer("Services", "All services; may be kept for a minute", examples.SERVICES, tag),
            "304": {"description": "They are as they were", "headers": tag},
            **problems("503"),
        },
    }
