"""Other origins may call the public API in a browser only where the deployment names them."""

from __future__ import annotations

import pytest

import app as application
from chalicelib import wire
from tests.entry.gateway import call
from tests.fakes import Office

OURS, THEIRS = "https://app.izmir.example.org", "https://evil.example.org"
PUBLIC = [path for path in application.app.routes if path.startswith(("/api/", "/open311/")) and "staff" not in path]


@pytest.fixture
def named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "cors_origins", lambda: frozenset({OURS}))


def crossing(headers: dict[str, str]) -> set[str]:
    return {name for name in headers if name.startswith("access-control")}


def test_nobody_is_named_unless_somebody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    wire.cors_origins.cache_clear()
    monkeypatch.delenv("CORS_ORIGINS", raising=False)
    assert wire.cors_origins() == frozenset()
    wire.cors_origins.cache_clear()
    monkeypatch.setenv("CORS_ORIGINS", f"{OURS}, https://two.example.org,")
    assert wire.cors_origins() == {OURS, "https://two.example.org"}
    wire.cors_origins.cache_clear()


def test_without_names_no_answer_speaks_of_origins(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "cors_origins", lambda: frozenset())
    for method in ("GET", "OPTIONS"):
        answer = call(method, "/api/services", headers={"Origin": OURS})
        assert crossing(answer.headers) == set()


@pytest.mark.usefixtures("named")
def test_a_named_origin_reads_the_answer_and_no_other_does() -> None:
    answer = call("GET", "/api/services", headers={"Origin": OURS})
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "Retry-After" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    for origin in (THEIRS, "null", "", OURS + ".evil.example.org", OURS.upper(), "http://app.izmir.example.org"):
        assert crossing(call("GET", "/api/services", headers={"Origin": origin}).headers) == set()


@pytest.mark.usefixtures("named")
def test_caches_keep_origins_apart() -> None:
    for headers in ({"Origin": OURS}, {"Origin": THEIRS}, {}):
        assert call("GET", "/api/services", headers=headers).headers["vary"] == "Accept-Language, Origin"


@pytest.mark.usefixtures("named")
def test_refusals_are_readable_too() -> None:
    answer = call("POST", "/api/requests", {"x": 1}, headers={"Origin": OURS})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (400, OURS)


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_route_answers_what_a_browser_asks_before(path: str) -> None:
    asks = {"Origin": OURS, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = call("OPTIONS", path.replace("{", "").replace("}", ""), headers=asks)
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == OURS
    allowed = set(answer.headers["access-control-allow-methods"].split(", "))
    assert allowed == set(application.app.routes[path])
    assert "X-Contact-Proof" in answer.headers["access-control-allow-headers"]
    refused = call("OPTIONS", path.replace("{", "").replace("}", ""), headers=asks | {"Origin": THEIRS})
    assert (refused.status, crossing(refused.headers)) == (204, set())


@pytest.mark.usefixtures("named")
def test_pages_and_the_workplace_are_for_our_own_origin_alone() -> None:
    assert crossing(call("GET", "/", headers={"Origin": OURS}).headers) == set()
    assert crossing(call("POST", "/api/staff/session", {}, headers={"Origin": OURS}).headers) == set()
    for path, methods in application.app.routes.items():
        if not path.startswith(("/api/", "/open311/")) or path.startswith("/api/staff/"):
            assert "OPTIONS" not in methods, path
