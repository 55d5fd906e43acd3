"""The front door hands on what it should, and nothing else."""

import asyncio
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from infrastructure.local.answers import Answer
from infrastructure.local.forward import MOST_BYTES, Forward, masked, read_body

ANSWERS = {
    kind: Answer(status, {"Content-Type": "application/problem+json"}, f'{{"status":{status}}}')
    for kind, status in {"REQUEST_TOO_LARGE": 413, "INTEGRATION_FAILURE": 503, "INTEGRATION_TIMEOUT": 504}.items()
}


class Api(ThreadingHTTPServer):
    """An API that remembers what reached it and how many callers were inside at once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.inside = self.most_inside = 0
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Api

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        with self.server.lock:
            self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.server.inside += 1
            self.server.most_inside = max(self.server.most_inside, self.server.inside)
        if self.path.endswith("/slow"):
            time.sleep(0.05)
        with self.server.lock:
            self.server.inside -= 1
        self.send_response(201)
        self.send_header("content-length", "2")
        self.send_header("x-ours", "yes")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


async def call(
    forward: Forward, path: bytes, *, headers: Any = (), chunks: Any = (b"",), query: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    scope = {
        "type": "http",
        "method": "POST",
        "raw_path": path,
        "query_string": query,
        "headers": list(headers),
        "client": ("127.0.0.9", 5),
    }
    waiting = [{"body": chunk, "more_body": number + 1 < len(chunks)} for number, chunk in enumerate(chunks)]
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", **waiting.pop(0)}

    async def send(message: Any) -> None:
        sent.append(message)

    await forward(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def leading(api: Api) -> Forward:
    forward = Forward(api.server_address[1], ANSWERS)
    forward.lead_to("/restapis/abc/prod/_user_request_")
    return forward


def test_path_goes_out_byte_for_byte_below_the_api(api: Api) -> None:
    answer = asyncio.run(call(leading(api), b"/../../x%2Fy", query=b"a=%C3%A7&a=2", chunks=(b"bo", b"dy")))
    assert answer[0] == 201
    assert answer[2] == b"ok"
    assert answer[1][b"x-ours"] == b"yes"
    path, _, body = api.seen[0]
    assert path == "/restapis/abc/prod/_user_request_/../../x%2Fy?a=%C3%A7&a=2"
    assert body == b"body"


@pytest.mark.parametrize(
    ("asked", "handed_on"),
    [
        (b"/open311/v2//services.xml", "/open311/v2/services.xml"),
        (b"//open311///v2/services.xml", "/open311/v2/services.xml"),
        (b"/open311/v2/requests/a%2F%2Fb.xml", "/open311/v2/requests/a%2F%2Fb.xml"),
        (b"/api//requests", "/api//requests"),
        (b"/open311x//y", "/open311x//y"),
    ],
)
def test_doubled_slashes_are_one_under_open311_alone(api: Api, asked: bytes, handed_on: str) -> None:
    asyncio.run(call(leading(api), asked))
    assert api.seen[0][0] == f"/restapis/abc/prod/_user_request_{handed_on}"


def test_headers_of_one_hop_and_claims_about_the_caller_stay_outside(api: Api) -> None:
    headers = [
        (b"connection", b"close, X-Secret"),
        (b"x-secret", b"1"),
        (b"transfer-encoding", b"chunked"),
        (b"x-forwarded-for", b"8.8.8.8"),
        (b"x-forwarded-host", b"evil.example.org"),
        (b"x-amz-target", b"DynamoDB_20120810.Scan"),
        (b"authorization", b"AWS4-HMAC-SHA256 Credential=111111111111/x"),
        (b"host", b"evil.example.org"),
        (b"accept-language", b"tr"),
    ]
    asyncio.run(call(leading(api), b"/x", headers=headers))
    _, seen, _ = api.seen[0]
    assert seen["x-forwarded-for"] == "127.0.0.9"
    assert seen["accept-language"] == "tr"
    assert seen["host"] == f"127.0.0.1:{api.server_address[1]}"
    assert not seen.keys() & {"x-secret", "x-forwarded-host", "x-amz-target", "authorization", "transfer-encoding"}


def test_at_most_eight_calls_are_inside_and_the_others_are_served_after(api: Api) -> None:
    async def crowd() -> list[int]:
        forward = leading(api)
        return [status for status, _, _ in await asyncio.gather(*(call(forward, b"/slow") for _ in range(30)))]

    assert asyncio.run(crowd()) == [201] * 30
    assert 1 < api.most_inside <= 8


@pytest.mark.parametrize("headers", [(), [(b"content-length", b"5")], [(b"transfer-encoding", b"chunked")]])
def test_body_over_the_limit_is_refused_whatever_it_said_of_itself(api: Api, headers: Any) -> None:
    chunks = (b"x" * MOST_BYTES, b"x")
    status, told, body = asyncio.run(call(leading(api), b"/x", headers=headers, chunks=chunks))
    assert (status, body) == (413, b'{"status":413}')
    assert told[b"content-type"] == b"application/problem+json"
    assert api.seen == []


def test_body_at_the_limit_is_taken(api: Api) -> None:
    assert asyncio.run(call(leading(api), b"/x", chunks=(b"x" * MOST_BYTES,)))[0] == 201


def test_callers_hear_503_before_there_is_an_api_and_when_it_is_gone(api: Api) -> None:
    assert asyncio.run(call(Forward(api.server_address[1], ANSWERS), b"/x"))[0] == 503
    gone = leading(api)
    api.shutdown()
    api.server_close()
    assert asyncio.run(call(gone, b"/x"))[0] == 503


def test_caller_who_leaves_ends_the_reading() -> None:
    messages = iter([{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(messages)

    assert asyncio.run(read_body(receive)) == b"a"


@pytest.mark.parametrize(
    ("query", "logged"),
    [
        (b"", ""),
        (b"a=1", "?a=1"),
        (b"contact=2233", "?contact=***"),
        (b"a=1&contact=2233&b=2", "?a=1&contact=***&b=2"),
        (b"%63ontact=2233", "?contact=***"),
        (b"CONTACT=2233&contact", "?contact=***&contact=***"),
        (b"+contact=2233", "?contact=***"),
    ],
)
def test_proof_never_gets_into_the_log(query: bytes, logged: str) -> None:
    assert masked(query) == logged
