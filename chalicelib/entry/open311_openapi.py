"""The OpenAPI of Open311: its JSON side; every address exists with .xml too, and a test endpoint beside it."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.open311_ask import MOST
from chalicelib.entry.open311_schemas import row_schemas
from chalicelib.entry.schemas import LANGUAGE, MEANINGS, RETRY_AFTER, TEXT, Schema, ref

TAG = ["open311"]
ERRORS: Schema = {
    "400": "What was sent cannot be taken; each description names its field",
    "403": "The api_key is missing or wrong",
    "404": "There is nothing under this name, it is not public, or the jurisdiction is unknown",
    "413": "The body is too large",
    "429": MEANINGS["429"],
    "500": MEANINGS["500"],
    "503": MEANINGS["503"],
}
EVERYWHERE = ("400", "404", "429", "500", "503")
MOMENTS = "ISO 8601 with its zone, such as 2026-11-23T10:30:00+03:00"


def paths() -> Schema:
    """The paths of these routes."""
    both = [_query("start_date", MOMENTS), _query("end_date", f"{MOMENTS}; at most 90 days after start_date")]
    code, id, token = (_part(name) for name in ("service_code", "service_request_id", "token"))
    return {
        "/open311/discovery.json": {"get": _read("discovery", "Where the endpoints are", ref("Discovery"), [])},
        "/open311/v2/services.json": {"get": _read("peerServices", "The services", _list("PeerService"), [])},
        "/open311/v2/services/{service_code}.json": {
            "get": _read("peerDefinition", "What a service asks", ref("PeerDefinition"), [code])
        },
        "/open311/v2/requests.json": {
            "get": _read("peerRequests", f"Public requests, at most {MOST}, newest first", _list("PeerRequest"),
                         [*_asked(), *both]),
            "post": _post("peerFile", "File a request", _list("PeerFiled"), "PeerReport"),
        },
        "/open311/v2/requests/{service_request_id}.json": {
            "get": _read("peerRequest", "One public request, as a list of one", _list("PeerRequest"), [id, EXTENDED])
        },
        "/open311/v2/tokens/{token}.json": {
            "get": _read("peerToken", "The id of what was filed for a token", _list("PeerTokenRead"), [token])
        },
        "/open311/v2/servicerequestupdates.json": {
            "get": _read("peerUpdates", "What happened to public requests, the oldest first", _list("PeerUpdate"),
                         [*both, _query("api_key", "Adds what the peer filed itself and is not public")]),
            "post": _post("peerUpdate", "Update a request that the same key filed", _list("PeerUpdated"), "PeerNews"),
        },
    }  # fmt: skip


def schemas(city: City) -> Schema:
    """What their bodies look like, by name."""
    return row_schemas()


EXTENDED: Schema = {
    "name": "extensions",
    "in": "query",
    "schema": TEXT,
    "description": "true: with extended_attributes, attributes and notes",
}


def _asked() -> list[Schema]:
    return [
        _query("service_request_id", "Ids with commas; overrides every other argument"),
        _query("service_code", "Codes with commas"),
        _query("status", "open, closed, or both with a comma"),
        _query("updated_after", MOMENTS),
        _query("updated_before", MOMENTS),
        _query("page", "From 1"),
        _query("page_size", f"At most {MOST}"),
        EXTENDED,
    ]


def _read(id: str, summary: str, schema: Schema, parameters: list[Schema]) -> Schema:
    return {
        "operationId": id,
        "summary": summary,
        "tags": TAG,
        "parameters": [*parameters, *([JURISDICTION] if id != "discovery" else []), LANGUAGE],
        "responses": {"200": _told(schema), **_errors(*EVERYWHERE)},
    }


def _post(id: str, summary: str, schema: Schema, body: str) -> Schema:
    sent = {kind: {"schema": ref(body)} for kind in ("application/x-www-form-urlencoded", "multipart/form-data")}
    return {
        "operationId": id,
        "summary": summary,
        "description": "The key counts calls: over its rate the answer is 429. The same again is filed once.",
        "tags": TAG,
        "parameters": [LANGUAGE],
        "requestBody": {"required": True, "content": sent},
        "responses": {"200": _told(schema), **_errors(*EVERYWHERE, "403", "413")},
    }


def _told(schema: Schema) -> Schema:
    return {"description": "As asked", "content": {"application/json": {"schema": schema}}}


def _errors(*statuses: str) -> Schema:
    """A list of errors; what the gateway itself refuses is a problem, as everywhere."""
    said = {
        "application/json": {"schema": ref("PeerErrors")},
        "application/problem+json": {"schema": ref("Problem")},
    }
    retry = {"headers": {"Retry-After": RETRY_AFTER}}
    return {
        status: {"description": ERRORS[status], "content": said} | (retry if status in ("429", "503") else {})
        for status in sorted(statuses)
    }


def _query(name: str, description: str) -> Schema:
    return {"name": name, "in": "query", "schema": TEXT, "description": f"{description}. Empty is as absent."}


def _part(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _list(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


JURISDICTION = _query("jurisdiction_id", "The code of the city or its domain; may be left out")
