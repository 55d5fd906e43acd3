"""A Post goes to a provider by HTTP once; it is known whether it may have been taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached
from chalicelib.tools import http
from chalicelib.tools.http import Door
from tests.tools.stands import Stand, a_stand


@pytest.fixture
def stand() -> Iterator[Stand]:
    with a_stand() as server:
        yield server


def a_post(call: str = "1065/messages", **body: Any) -> Post:
    return Post("whatsapp-cloud", "http", "whatsapp-cloud", call, body or {"text": "Çukur"})


def test_post_goes_below_the_door_with_its_authorization(stand: Stand) -> None:
    stand.said = b'{"messages": [{"id": "wamid.1"}]}'
    assert http.carry(a_post(), stand.door) == Answer(200, "", {"messages": [{"id": "wamid.1"}]})
    ((path, headers, body),) = stand.calls
    assert path == "/v23.0/1065/messages"
    assert headers["Authorization"] == "Bearer a-token"
    assert headers["Content-Type"] == "application/json"
    assert body == {"text": "Çukur"}


def test_authorization_is_in_no_picture_of_the_door(stand: Stand) -> None:
    assert "a-token" not in repr(stand.door)


@pytest.mark.parametrize(
    ("status", "said", "code"),
    [
        (400, b'{"error": {"code": 131047}}', "131047"),
        (401, b'{"error": {"code": 190, "type": "OAuthException"}}', "190"),
        (406, b'{"code": "30", "jobid": null}', "30"),
        (200, b'{"code": "00", "jobid": "1"}', "00"),
        (500, b'{"error": {"code": 131000}}', "131000"),
        (503, b"", ""),
        (403, b"<html>", ""),
        (400, b'{"error": "x", "code": true}', ""),
        (429, b"[1]", ""),
    ],
)
def test_refusal_is_an_answer_with_the_providers_own_code(stand: Stand, status: int, said: bytes, code: str) -> None:
    stand.status, stand.said = status, said
    answer = http.carry(a_post(), stand.door)
    assert (answer.status, answer.code) == (status, code)
    assert len(stand.calls) == 1


@pytest.mark.parametrize(
    ("asked", "wait"),
    [("30", 30), ("999999", 3600), ("9999999999", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0), ("-1", 0), ("²", 0)],
)
def test_wait_that_is_asked_for(stand: Stand, asked: str, wait: int) -> None:
    stand.status, stand.headers = 429, {"Retry-After": asked}
    assert http.carry(a_post(), stand.door).wait == wait


@pytest.mark.parametrize("status", [500, 502, 504])
def test_fault_that_says_nothing_leaves_it_open(stand: Stand, status: int) -> None:
    stand.status, stand.said = status, b"<html>Bad gateway</html>"
    with pytest.raises(Lost, match=str(status)):
        http.carry(a_post(), stand.door)
    assert len(stand.calls) == 1


@pytest.mark.parametrize("said", [b"", b"<html>", b"[1]", b"[" * 100_000, b"\xff"])
def test_good_answer_that_is_no_json_leaves_it_open(stand: Stand, said: bytes) -> None:
    stand.said = said
    with pytest.raises(Lost):
        http.carry(a_post(), stand.door)


def test_redirection_is_not_followed(stand: Stand) -> None:
    stand.status, stand.headers = 307, {"Location": f"http://127.0.0.1:{stand.server_port}/elsewhere"}
    assert http.carry(a_post(), stand.door).status == 307
    assert len(stand.calls) == 1


def test_connection_that_breaks_off_leaves_it_open_and_is_not_tried_again(stand: Stand) -> None:
    stand.breaks_off = True
    with pytest.raises(Lost):
        http.carry(a_post(), stand.door)
    assert len(stand.calls) == 1


def test_answer_that_does_not_come_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.2)
    http.pool.cache_clear()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Lost, match="ReadTimeoutError"):
        http.carry(a_post(), Door(f"http://127.0.0.1:{silent.getsockname()[1]}", ""))
    http.pool.cache_clear()


def test_nobody_there_was_surely_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(NotReached):
        http.carry(a_post(), Door(f"http://127.0.0.1:{port}", ""))


@pytest.mark.parametrize("base", ["", "http://", "http://nowhere.invalid"])
def test_address_that_leads_nowhere_was_surely_not_reached(base: str) -> None:
    with pytest.raises(NotReached):
        http.carry(a_post(), Door(base, ""))


@pytest.mark.parametrize(
    "call",
    [
        "",
        "/messages",
        "//evil.example",
        "https://evil.example/x",
        "../me",
        "a/../b",
        "a?b=c",
        "a b",
        "a#b",
        "a\nb",
        "@x",
    ],
)
def test_path_that_leads_away_from_the_door_is_refused(stand: Stand, call: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        http.carry(a_post(call), stand.door)
    assert stand.calls == []
