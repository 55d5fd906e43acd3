"""The pieces of the OpenAPI document: what records, answers and problems look like."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

STATES = (
    "received", "triaged", "assigned", "in_progress", "waiting_citizen", "referred", "resolved", "rejected",
    "duplicate", "withdrawn", "closed", "reopened",
)  # fmt: skip

EVERYWHERE = ("400", "415", "429", "500", "503")
MEANINGS = {
    "400": "What was sent cannot be taken; `errors` name each field",
    "401": "No session, or one that is over",
    "403": "Not allowed",
    "404": "There is nothing under this name, or it is not for this caller",
    "409": "It does not fit the present state, or somebody else was quicker",
    "413": "More than 200 KB",
    "415": "Another content type than application/json",
    "422": "The key was used with another content",
    "429": "Too often: come again after `Retry-After` seconds",
    "500": "Something is wrong with us",
    "503": "Not now: come again after `Retry-After` seconds",
}
RETRY_AFTER: Schema = {
    "required": True,
    "description": "In how many seconds the same call may succeed",
    "schema": {"type": "integer", "minimum": 1},
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


def record(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with exactly these properties, all required but the optional ones."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(name: str, description: str, example: object = None, headers: Schema | None = None) -> Schema:
    """A response with this component as its body."""
    told: Schema = {"description": description, "content": {"application/json": _shown(name, example)}}
    return told | ({"headers": headers} if headers else {})


def body(name: str, example: object = None) -> Schema:
    """A request body of this component, which must be there."""
    return {"required": True, "content": {"application/json": _shown(name, example)}}


def problems(*statuses: str) -> Schema:
    """The problems of these statuses, and those that every route can meet: the gateway's and the rim's own."""
    return {status: _problem_of(status) for status in sorted({*statuses, *EVERYWHERE})}


def _shown(name: str, example: object) -> Schema:
    return {"schema": ref(name)} | ({"example": example} if example is not None else {})


def _problem_of(status: str) -> Schema:
    told: Schema = {
        "description": MEANINGS[status],
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
    return told | ({"headers": {"Retry-After": RETRY_AFTER}} if status in ("429", "503") else {})
