"""What a webhook brings, read as loosely as it may come, and what it is answered with."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from chalice import Response
from chalice.app import Request

from chalicelib.entry.rim import body_of


def raw_of(request: Request) -> bytes:
    """The bytes that came; none where the gateway could not read them, which no signature fits."""
    try:
        raw = request.raw_body
        return raw if isinstance(raw, bytes) else b""
    except (UnicodeEncodeError, binascii.Error):
        return b""


def query_of(request: Request) -> dict[str, Any]:
    """The query, each name once."""
    given = request.query_params
    return {name: given[name] for name in given} if given else {}


def object_of(raw: bytes) -> dict[str, Any]:
    """The JSON object in these bytes; {} for whatever else they are."""
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def fields_of(request: Request) -> dict[str, Any]:
    """The fields of a JSON body, else of a form, with those of the query. Raises Invalid where the body is too big."""
    raw = body_of(request) or b""
    return query_of(request) | (object_of(raw) or dict(parse_qsl(raw.decode("utf-8", "replace"))))


def password_of(request: Request) -> str:
    """The secret that the caller brought: the header `xapi-key`, or the password of Basic."""
    key = str(request.headers.get("xapi-key", ""))
    scheme, _, given = str(request.headers.get("authorization", "")).partition(" ")
    if key or scheme.lower() != "basic":
        return key
    try:
        return base64.b64decode(given.strip(), validate=True).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return ""


def taken() -> Response:
    """200, and nothing to say."""
    return Response("", headers={"Content-Type": "text/plain"})


def written(text: str) -> Response:
    """200 with these very words."""
    return Response(text, headers={"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"})


def said(body: Mapping[str, Any]) -> Response:
    """200 with this as JSON."""
    headers = {"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"}
    return Response(json.dumps(body), headers=headers)
