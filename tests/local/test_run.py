"""A real run: starts, stops, is killed, and what is left afterwards. About a minute."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.local import ROOT, LocalKopru

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKopru]:
    with LocalKopru(tmp_path_factory.mktemp("run"), city="example") as run:
        yield run


def a_service(local: LocalKopru) -> str:
    listed = local.http.get("/api/services").json()["services"]
    return next(str(service["service_code"]) for service in listed if service["public"])


def post(local: LocalKopru) -> str:
    """A request by somebody with an e-mail address; its number."""
    body = {"service_code": a_service(local), "description": "Deneme", "email": f"{uuid4().hex}@example.org"}
    answer = local.http.post("/api/requests", json=body, headers={"Idempotency-Key": uuid4().hex})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def await_told(local: LocalKopru, number: str) -> None:
    """Waits until unit and citizen have heard of the request, and the provider has said that they have."""

    def told(sent: list[dict[str, Any]]) -> bool:
        return [each["state"] for each in sent if each["number"] == number] == ["delivered"] * 2

    local.await_outbox(told)


def await_gone(local: LocalKopru, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while left := local.processes():
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.1)


def is_known(local: LocalKopru, number: str) -> bool:
    return local.http.get(f"/api/requests/{number}").status_code == 200


def test_data_and_outbox_survive_a_stop_and_a_start_within_thirty_seconds(local: LocalKopru) -> None:
    number = post(local)
    await_told(local, number)
    before = local.outbox()
    assert local.stop() == 0
    assert "Traceback" not in (local.state / "console.log").read_text()
    await_gone(local)
    began = time.monotonic()
    local.start()
    assert time.monotonic() - began < 30
    assert is_known(local, number)
    assert local.outbox() == before
    await_told(local, post(local))


def test_killed_run_costs_no_more_than_the_last_moments(local: LocalKopru) -> None:
    number = post(local)
    await_told(local, number)
    time.sleep(2.5)
    local.kill()
    local.start()
    assert is_known(local, number)
    await_told(local, post(local))


def test_nothing_outlives_a_front_door_that_is_killed(local: LocalKopru) -> None:
    run = local._run
    assert run is not None
    os.kill(run.pid, signal.SIGKILL)
    run.wait(5)
    await_gone(local)
    local.start()


def test_second_run_on_a_taken_port_says_so_and_leaves_the_first_alone(local: LocalKopru) -> None:
    environ = {**os.environ, "CITY": "example", "KOPRU_PORT": str(local.port), "KOPRU_STATE": str(local.state)}
    second = subprocess.run(
        [sys.executable, "-m", "infrastructure.local"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert second.stderr == f"Köprü: port {local.port} is taken; stop what uses it or set KOPRU_PORT\n"
    assert local.http.get("/api/services").status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("DELETE", "/api/services"), ("OPTIONS", "/api")])
def test_what_the_gateway_answers_itself_has_our_shape(local: LocalKopru, method: str, path: str) -> None:
    answer = local.http.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json().keys() == {"type", "title", "status", "detail", "errors"}


def test_ten_megabytes_are_refused_in_our_shape_however_they_are_sent(local: LocalKopru) -> None:
    block = b"x" * 1024 * 1024
    for body in (block * 10, iter([block] * 10)):
        answer = local.http.post("/api/requests", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        assert answer.json()["status"] == 413


@pytest.mark.parametrize("length", [b"-1", b"abc", b"5, 6"])
def test_false_content_length_gets_a_4xx_and_no_harm(local: LocalKopru, length: bytes) -> None:
    with socket.create_connection(("127.0.0.1", local.port), 10) as raw:
        raw.sendall(b"POST /api/requests HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n{}")
        assert raw.recv(1024).startswith(b"HTTP/1.1 4")
    assert local.http.get("/api/services").status_code == 200


def test_triggers_off_tell_nobody_until_the_sweep_does(local: LocalKopru) -> None:
    local.workers(stream="off", sqs="off", sweep="off")
    try:
        number = post(local)
        time.sleep(2)
        assert [message for message in local.outbox() if message["number"] == number] == []
    finally:
        local.workers(stream="on", sqs="on", sweep="on")
    await_told(local, number)


def test_functions_see_nothing_of_our_environment(local: LocalKopru) -> None:
    environs = [Path("/proc", str(process), "environ").read_bytes() for process in local.processes()]
    assert len(environs) > 2  # the engine and its workers
    assert [environ for environ in environs if b"KOPRU_PORT=" in environ] == []


def test_only_this_machine_is_listened_to(local: LocalKopru) -> None:
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        own = "127.0.0.2"
    for port in (local.port, local.port + 1, local.port + 2):
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://{own}:{port}/", timeout=5, trust_env=False)
