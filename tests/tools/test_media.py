"""A file of a chat is fetched from where its network keeps it, once asked for there, and from nowhere else."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chalicelib.channels.media import LARGEST, Fetched
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Media
from chalicelib.tools.media import Fetcher
from tests.tools.stands import Shelf

PHOTO = b"\xff\xd8\xff photo"


class Network(ThreadingHTTPServer):
    """A network that gives away what a test has put down by path, and remembers who asked how."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def fetcher(self, *hosts: str) -> Fetcher:
        shelf = Shelf(whatsapp={"token": "graph-token"}, telegram={"token": "110:bot"})
        bases = {"whatsapp": f"{self.url}/v23.0", "telegram": f"{self.url}/api"}
        return Fetcher(shelf.credentials, bases, hosts or (self.url,))


class Handler(BaseHTTPRequestHandler):
    server: Network

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Authorization", "")))
        status, said, headers = self.server.files.get(self.path, (404, b"", {}))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def put(network: Network, path: str, said: bytes = PHOTO, status: int = 200, **headers: str) -> None:
    network.files[path] = (status, said, {name.replace("_", "-"): value for name, value in headers.items()})


def at_whatsapp(network: Network, address: str) -> None:
    put(network, "/v23.0/77", json.dumps({"url": address, "mime_type": "image/jpeg"}).encode())


def test_whatsapp_is_asked_where_it_lies_with_our_token_both_times(network: Network) -> None:
    at_whatsapp(network, f"{network.url}/cdn/77")
    put(network, "/cdn/77", Content_Type="image/jpeg; charset=binary")
    digest = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    assert network.fetcher()("whatsapp", Media("77", "image/jpeg", digest)) == Fetched(PHOTO, "image/jpeg")
    assert network.asked == [("/v23.0/77", "Bearer graph-token"), ("/cdn/77", "Bearer graph-token")]


def test_telegram_gives_a_path_below_its_own_files(network: Network) -> None:
    put(network, "/api/bot110:bot/getFile?file_id=AgAC", b'{"ok": true, "result": {"file_path": "photos/1.jpg"}}')
    put(network, "/api/file/bot110:bot/photos/1.jpg")
    assert network.fetcher()("telegram", Media("AgAC", "image/jpeg")) == Fetched(PHOTO, "image/jpeg")


@pytest.mark.parametrize("path", ["../../v1/secrets", "photos/%2e%2e/x", "http://evil.example/x?", "a b", ""])
def test_telegrams_path_leads_nowhere_else(network: Network, path: str) -> None:
    said = json.dumps({"ok": True, "result": {"file_path": path}}).encode()
    put(network, "/api/bot110:bot/getFile?file_id=AgAC", said)
    assert network.fetcher()("telegram", Media("AgAC")) is None
    assert len(network.asked) == 1


def test_messengers_address_needs_no_token_but_trust(network: Network) -> None:
    put(network, "/v/1.jpg", Content_Type="image/png")
    media = Media("m:0", url=f"{network.url}/v/1.jpg")
    assert network.fetcher()("messenger", media) == Fetched(PHOTO, "image/png")
    assert network.asked == [("/v/1.jpg", "")]
    assert network.fetcher("https://*.fbcdn.net")("messenger", media) is None
    assert len(network.asked) == 1


def test_address_that_whatsapp_tells_must_be_trusted_too(network: Network) -> None:
    at_whatsapp(network, "http://169.254.169.254/latest/meta-data/")
    assert network.fetcher()("whatsapp", Media("77")) is None
    assert network.asked == [("/v23.0/77", "Bearer graph-token")]


def test_redirection_is_not_followed(network: Network) -> None:
    at_whatsapp(network, f"{network.url}/cdn/77")
    put(network, "/cdn/77", b"", 302, Location=f"{network.url}/elsewhere")
    assert network.fetcher()("whatsapp", Media("77")) is None
    assert "/elsewhere" not in [path for path, _ in network.asked]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_is_gone_is_none(network: Network, status: int) -> None:
    put(network, "/v23.0/77", b"{}", status)
    assert network.fetcher()("whatsapp", Media("77")) is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_network_that_is_away_asks_for_another_try(network: Network, status: int) -> None:
    put(network, "/v23.0/77", b"{}", status)
    with pytest.raises(TryLater):
        network.fetcher()("whatsapp", Media("77"))


def test_network_that_cannot_be_reached_asks_for_another_try() -> None:
    shelf = Shelf(whatsapp={"token": "t"})
    with pytest.raises(TryLater):
        Fetcher(shelf.credentials, {"whatsapp": "http://127.0.0.1:1"}, ())("whatsapp", Media("77"))


@pytest.mark.parametrize("content", [b"", b"x" * (LARGEST + 1), b"another photo"])
def test_nothing_too_large_and_nothing_else_is_taken(network: Network, content: bytes) -> None:
    at_whatsapp(network, f"{network.url}/cdn/77")
    put(network, "/cdn/77", content)
    digest = hashlib.sha256(PHOTO).hexdigest()
    assert network.fetcher()("whatsapp", Media("77", sha256=digest)) is None


@pytest.mark.parametrize("said", [b"<html>", b"[1]", b"[" * 100_000, b'{"url": 1}'])
def test_answer_that_tells_nothing_is_none(network: Network, said: bytes) -> None:
    put(network, "/v23.0/77", said)
    assert network.fetcher()("whatsapp", Media("77")) is None
