"""A provider and a secret as the tests of the tools need them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chalicelib.tools.credentials import Credentials
from chalicelib.tools.http import Door


class Stand(ThreadingHTTPServer):
    """A provider on this machine that answers as a test has put down, to one Authorization or to all, and remembers
    what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.said = b"{}"
        self.headers: dict[str, str] = {}
        self.breaks_off = False
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.calls: list[tuple[str, dict[str, str], Any]] = []

    @property
    def door(self) -> Door:
        return Door(f"http://127.0.0.1:{self.server_port}/v23.0/", "Bearer a-token")


class Handler(BaseHTTPRequestHandler):
    server: Stand

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.path, dict(self.headers), body))
        if self.server.breaks_off:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        ours = (self.server.status, self.server.said)
        status, said = self.server.answers.get(self.headers["Authorization"], ours)
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def a_stand() -> Iterator[Stand]:
    """A provider that is there for the length of a test."""
    with Stand() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Shelf:
    """A secret behind a cache: a change is seen by a fresh look only, as it is with Powertools."""

    def __init__(self, **held: Any) -> None:
        self.now, self.looks = 0.0, 0
        self.held: Any = held
        self.cached = json.dumps(held)

    def fetch(self, fresh: bool) -> str:
        if fresh:
            self.looks += 1
            self.cached = self.held if isinstance(self.held, str) else json.dumps(self.held)
        return self.cached

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.fetch, lambda: self.now)
