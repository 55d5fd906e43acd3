"""HTTP by urllib3: a Post goes to a provider's address once, and its JSON answer comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLCertVerificationError
from typing import Any

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    LocationValueError,
    NewConnectionError,
    SSLError,
)

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached

CONNECT_SECONDS = 3
READ_SECONDS = 10
LONGEST_ANSWER = 1_048_576
LONGEST_WAIT = 3600

# A path below the provider's address and nothing that could lead elsewhere.
_PATH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_%~-][A-Za-z0-9_.%~/-]*")


@dataclass(frozen=True, slots=True)
class Door:
    """A provider's base address, which may hold a secret (Telegram's does), and the Authorization that it asks for, ""
    for none."""

    base: str = field(repr=False)
    authorization: str = field(default="", repr=False)


def carry(post: Post, door: Door) -> Answer:
    """POST the body as JSON below the door's address, once; the answer, be it a refusal, with the provider's own error
    code where its JSON has one (`error.code`, `code` or `error_code`).

    Raises NotReached where no connection came about; Lost where no answer did, where it is no JSON though it is a good
    one, and for a 500, 502 or 504 in which the provider itself says nothing. Raises ValueError for a path that leads
    away from the door.
    """
    if not _PATH.fullmatch(post.call):
        raise ValueError(f"no path below a provider's address: {post.call!r}")
    if not door.base.startswith(("https://", "http://")):
        raise NotReached("address")
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        # A kept connection that died unnoticed would look like a lost answer, and cost the message a long hold.
        "Connection": "close",
    }
    if door.authorization:
        headers["Authorization"] = door.authorization
    try:
        response = pool().request(
            "POST",
            f"{door.base.rstrip('/')}/{post.call}",
            body=json.dumps(post.body).encode(),
            headers=headers,
            preload_content=False,
        )
        raw = response.read(LONGEST_ANSWER)
        response.close()
    except (ConnectTimeoutError, NewConnectionError, LocationParseError, LocationValueError) as error:
        raise NotReached(type(error).__name__) from error
    except SSLError as error:
        if any(isinstance(each, SSLCertVerificationError) for each in error.args):
            raise NotReached("certificate") from error
        raise Lost("SSLError") from error
    except (HTTPError, OSError) as error:
        raise Lost(type(error).__name__) from error
    return _read(response.status, raw, response.headers.get("Retry-After", ""))


@cache
def pool() -> urllib3.PoolManager:
    """No repeats and no redirections: either could be a second message."""
    return urllib3.PoolManager(
        retries=False, timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), maxsize=1
    )


def _read(status: int, raw: bytes, retry_after: str) -> Answer:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        said = None
    body: Mapping[str, Any] = said if isinstance(said, dict) else {}
    code = _code(body)
    if status < 300 and not isinstance(said, dict):
        raise Lost("no JSON")
    if status >= 500 and status != 503 and not code:
        raise Lost(str(status))
    asked = retry_after.strip()
    wait = min(int(asked), LONGEST_WAIT) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return Answer(status, code, body, wait)


def _code(body: Mapping[str, Any]) -> str:
    """Meta: {"error": {"code": 190}}; NetGSM: {"code": "30"}; Telegram: {"ok": false, "error_code": 403}."""
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else body.get("code", body.get("error_code"))
    return str(code) if isinstance(code, str | int) and not isinstance(code, bool) else ""
