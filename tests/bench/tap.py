"""An AWS endpoint on 127.0.0.1 that keeps every call: what was asked on the wire, and what was answered."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: "DynamoDB_20120810.PutItem" ("" for SES) and its JSON."""

    target: str
    body: dict[str, Any]

    @property
    def operation(self) -> str:
        """The call's name, such as "PutItem"."""
        return self.target.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Told:
    """The HTTP status and the JSON of an answer."""

    status: int
    body: dict[str, Any]


@dataclass
class Tap:
    """A context manager; `answer` decides what is told, `calls` are kept in order."""

    answer: Callable[[Asked], Told]
    calls: list[tuple[Asked, Told]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def operations(self) -> list[str]:
        """The names of the calls so far."""
        return [asked.operation for asked, _ in self.calls]


def _handler(tap: Tap) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.headers.get("X-Amz-Target", ""), json.loads(raw))
            told = tap.answer(asked)
            tap.calls.append((asked, told))
            body = json.dumps(told.body).encode()
            self.send_response(told.status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the calls are kept."""

    return Handler
