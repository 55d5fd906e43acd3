"""Calls the application as API Gateway's proxy integration does."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import app as application
from tests.lambda_context import Context

ROUTE_ARGUMENT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Answer:
    """What the gateway would pass on; `many` are the headers that may stand several times, such as Set-Cookie."""

    status: int
    headers: dict[str, str]
    text: str
    many: dict[str, list[str]] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def call(
    method: str, url: str, body: object = None, headers: dict[str, str] | None = None, ip: str = "198.51.100.7"
) -> Answer:
    """One call; bytes and texts are sent as they are, any other body as JSON. An unknown path is the gateway's to
    answer: KeyError."""
    raw = isinstance(body, bytes)
    if isinstance(body, bytes):
        body = base64.b64encode(body).decode()
    parts = urlsplit(url)
    resource, arguments = match(parts.path)
    plain = raw or body is None or isinstance(body, str)
    sent = {} if plain else {"content-type": "application/json"}
    query = parse_qsl(parts.query, keep_blank_values=True)
    event = {
        "resource": resource,
        "path": parts.path,
        "httpMethod": method,
        "headers": sent | {name.lower(): value for name, value in (headers or {}).items()},
        "multiValueHeaders": {},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": {name: [value for each, value in query if each == name] for name, _ in query}
        or None,
        "pathParameters": arguments or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": parts.path,
            "identity": {"sourceIp": ip},
        },
        "body": body if plain else json.dumps(body),
        "isBase64Encoded": raw,
    }
    answer = application.app(event, Context())
    return Answer(
        answer["statusCode"],
        {name.lower(): value for name, value in answer["headers"].items()},
        answer["body"],
        {name.lower(): value for name, value in answer["multiValueHeaders"].items()},
    )


def match(path: str) -> tuple[str, dict[str, str]]:
    """The route that the gateway would find, and its path parameters; the fixed one before the open one."""
    for route in sorted(application.app.routes, key=lambda each: each.count("{")):
        pattern = "/".join(
            f"(?P<{name.group(1)}>[^/]+)" if (name := ROUTE_ARGUMENT.fullmatch(part)) else re.escape(part)
            for part in route.split("/")
        )
        found = re.fullmatch(pattern, path)
        if found:
            return route, {name: unquote(value) for name, value in found.groupdict().items()}
    raise KeyError(path)
