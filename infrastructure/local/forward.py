"""Hands a request on to the API and its answer back, with the limits of the front door in production."""

import logging
import re
import time
from collections.abc import Mapping
from urllib.parse import unquote_plus

import httpcore
from starlette.types import Receive, Scope, Send

from infrastructure.local.answers import Answer

LOG = logging.getLogger("kopru.front")
MOST_BYTES = 6 * 1024 * 1024  # of a body; docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_READ_ON = 10 * MOST_BYTES  # of a body that is too large: read and thrown away, so that its sender hears our answer
_AT_ONCE = 8
_SECONDS = 35.0  # API Gateway itself gives up after 29
# RFC 9110 §7.6.1, then what only a front door may say of a caller.
_DROPPED = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding"
    b" upgrade expect content-length host forwarded".split()
)
_SLASHES = re.compile(b"/{2,}")
_DROPPED_PREFIXES = (b"x-forwarded-", b"x-amz")
Headers = list[tuple[bytes, bytes]]


class Forward:
    """An ASGI application: one API behind it, at most eight calls through at once, the others wait their turn."""

    def __init__(self, engine_port: int, answers: Mapping[str, Answer]) -> None:
        self._engine_port = engine_port
        self._answers = answers
        self._pool = httpcore.AsyncConnectionPool(max_connections=_AT_ONCE)
        self._api_path = ""

    def lead_to(self, api_path: str) -> None:
        """From now on requests go to `api_path` of the engine; before, they are answered 503."""
        self._api_path = api_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request; what cannot be handed on gets the gateway's own answer."""
        began = time.monotonic()
        body = await read_body(receive)
        status, headers, content = await self._answer(scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})
        spent = round((time.monotonic() - began) * 1000)
        path, query = scope["raw_path"].decode("latin-1"), masked(scope["query_string"])
        LOG.info("%s %s%s %d %d ms", scope["method"], path, query, status, spent)

    async def _answer(self, scope: Scope, body: bytes | None) -> tuple[int, Headers, bytes]:
        if body is None:
            return self._own("REQUEST_TOO_LARGE")
        if not self._api_path:
            return self._own("INTEGRATION_FAILURE")
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        url = httpcore.URL(
            scheme=b"http",
            host=b"127.0.0.1",
            port=self._engine_port,
            target=self._api_path.encode() + single_slashes(scope["raw_path"]) + query,
        )
        try:
            response = await self._pool.request(
                scope["method"],
                url,
                headers=self._onward(scope, len(body)),
                content=body,
                extensions={"timeout": {"connect": _SECONDS, "read": _SECONDS, "write": _SECONDS}},
            )
        except httpcore.TimeoutException:
            return self._own("INTEGRATION_TIMEOUT")
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return self._own("INTEGRATION_FAILURE")
        kept = [(name, value) for name, value in response.headers if name.lower() not in (*_DROPPED, b"date")]
        return response.status, [*kept, _length(response.content)], response.content

    def _onward(self, scope: Scope, length: int) -> Headers:
        """The caller's headers without those of one hop, and the address we see as the only one it came from.

        Headers of AWS's own protocol are left out: the engine would take them for itself.
        """
        headers: Headers = scope["headers"]
        named = {
            token.strip().lower() for name, value in headers if name == b"connection" for token in value.split(b",")
        }
        kept = [
            (name, value)
            for name, value in headers
            if name not in _DROPPED
            and name not in named
            and not name.startswith(_DROPPED_PREFIXES)
            and not value.startswith(b"AWS4-")
        ]
        peer = scope["client"][0].encode() if scope["client"] else b"127.0.0.1"
        ours = [
            (b"host", b"127.0.0.1:%d" % self._engine_port),
            (b"x-forwarded-for", peer),
            (b"x-forwarded-proto", b"http"),
        ]
        return [*ours, *kept, (b"content-length", b"%d" % length)]

    def _own(self, kind: str) -> tuple[int, Headers, bytes]:
        answer = self._answers[kind]
        content = answer.body.encode()
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
        return answer.status, [*headers, _length(content)], content


async def read_body(receive: Receive, most: int = MOST_BYTES) -> bytes | None:
    """The whole body however it is framed, or None where it is longer than `most` bytes."""
    chunks: list[bytes] = []
    size, more = 0, True
    while more and size <= _READ_ON:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= most:
            chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks) if size <= most else None


def single_slashes(path: bytes) -> bytes:
    """A path under /open311/ with single slashes, as the function of the front door in production makes it: peers are
    configured with and without a slash at the end."""
    collapsed = _SLASHES.sub(b"/", path)
    return collapsed if collapsed.startswith(b"/open311/") else path


def masked(query: bytes) -> str:
    """A query string for the log, with its question mark: the proof in `contact` never gets there."""
    if not query:
        return ""
    pieces = query.decode("latin-1").split("&")
    hidden = ["contact=***" if _is_proof(piece) else piece for piece in pieces]
    return "?" + "&".join(hidden)


def _is_proof(piece: str) -> bool:
    return unquote_plus(piece.partition("=")[0]).strip().casefold() == "contact"


def _length(content: bytes) -> tuple[bytes, bytes]:
    return b"content-length", b"%d" % len(content)
