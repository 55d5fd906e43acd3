"""The process that is measured: one handler, from the unpacked bundle, answering POST /api/requests.

`start(name, calls)` with name "ours", "bare" or "limited" (bare, behind limits). Imports at the top are only what every
Python program has, for whatever stands here is counted into all cold starts.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from tests.bench import canned

FORM: dict[str, Any] = {
    "service_code": "road.pothole",
    "description": "Okulun önündeki yolda büyük bir çukur var, arabalar zarar görüyor, çocuklar için de tehlikeli. "
    "Geçen hafta da yazmıştık, yağmurdan sonra iyice büyüdü, lütfen artık kapatın.",
    "address": "Ankara Caddesi no 12",
    "district": "Bornova",
    "neighbourhood": "Kazımdirik",
    "lat": 38.4622,
    "long": 27.2176,
    "first_name": "Ayşe",
    "last_name": "Yılmaz",
    "phone": "0532 111 22 33",
    "email": "ayse@example.org",
    "language": "tr",
    "kind": "talep",
}
BODY = json.dumps(FORM, ensure_ascii=False)


class Context:
    """Lambda's context, as far as it is looked at."""

    function_name = "kopru"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:eu-central-1:000000000000:function:kopru"
    aws_request_id = "00000000-0000-0000-0000-000000000000"


def start(name: str, calls: int) -> None:
    """Answer once and say so; then, for every byte on standard input, answer `calls` times with the network taken out.

    Each is said as a line where standard output was: the CPU microseconds per call.
    """
    said = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the product's log lines, written and not read
    if calls:
        take_out_network()
    handle = handler(name)
    check(handle(event("first"), Context()))
    os.write(said, b"0\n")
    batch = 0
    while os.read(0, 1):
        batch += 1
        os.write(said, f"{measure(handle, str(batch), calls)}\n".encode())
    os._exit(0)  # the end of the interpreter is nobody's cold start


def handler(name: str) -> Any:
    """The function that Lambda would call."""
    if name == "ours":
        from app import app

        return app
    from tests.bench import bare

    return {"bare": bare.handle, "limited": bare.handle_limited}[name]


def measure(handle: Any, batch: str, calls: int) -> float:
    """CPU microseconds per call; each call has an idempotency key of its own."""
    events = [event(f"{batch}-{call}") for call in range(calls)]
    context = Context()
    begun = time.process_time()
    for each in events:
        answered = handle(each, context)
    spent = time.process_time() - begun
    check(answered)
    return spent / calls * 1e6


def check(answered: dict[str, Any]) -> None:
    """Ends the process unless the request was accepted."""
    if answered["statusCode"] != 201:
        sys.exit(f"not accepted: {answered}")


def event(key: str) -> dict[str, Any]:
    """API Gateway's proxy event of POST /api/requests."""
    headers = {
        "accept": "application/json",
        "accept-language": "tr",
        "content-type": "application/json",
        "host": "kopru.example.org",
        "idempotency-key": f"bench-{key}",
        "user-agent": "bench",
        "x-forwarded-for": "198.51.100.7",
    }
    return {
        "resource": "/api/requests",
        "path": "/api/requests",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/api/requests",
            "httpMethod": "POST",
            "path": "/prod/api/requests",
            "identity": {"sourceIp": "198.51.100.7"},
        },
        "body": BODY,
        "isBase64Encoded": False,
    }


def take_out_network() -> None:
    """Answers every call of botocore below signing and above the socket, the same for both handlers."""
    from botocore.awsrequest import AWSResponse
    from botocore.httpsession import URLLib3Session

    class Raw:
        def __init__(self, body: bytes) -> None:
            self.body = body

        def stream(self) -> list[bytes]:
            return [self.body]

    def send(_: object, request: Any) -> Any:
        target = request.headers.get("X-Amz-Target", "")
        target = target.decode() if isinstance(target, bytes) else target
        headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "bench"}
        return AWSResponse(request.url, 200, headers, Raw(canned.answer(target)))

    URLLib3Session.send = send
