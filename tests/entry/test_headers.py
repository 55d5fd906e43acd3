"""Every answer of every route carries the security headers, whatever the view forgot."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from chalice import Response

import app as application
from chalicelib import wire
from chalicelib.entry.headers import COMMON, dress, page_policy
from tests.entry.gateway import Answer, call
from tests.fakes import Office

ROUTES = sorted((method, path) for path, methods in application.app.routes.items() for method in methods)
NUMBER = "2611-4817-3056"


def asked(method: str, route: str) -> Answer:
    url = re.sub(r"\{number\}", NUMBER, route)
    body = None if method in ("GET", "DELETE", "OPTIONS") else {}
    return call(method, re.sub(r"\{\w+\}", "x", url), body)


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=lambda each: each)
def test_no_answer_goes_out_without_its_headers(
    office: Office, monkeypatch: pytest.MonkeyPatch, method: str, route: str
) -> None:
    monkeypatch.setattr(wire, "verifier", lambda: NOBODY)
    answer = asked(method, route)
    for name in (*COMMON, "Cache-Control"):
        assert answer.headers[name.lower()], name
    for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert answer.headers[name.lower()] == COMMON[name]
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "*" not in policy
    if "javascript" in answer.headers.get("content-type", ""):
        return
    assert "frame-ancestors 'none'" in policy
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "form-action 'self'; base-uri 'none'" in policy
    else:
        assert "'self'" not in policy
    assert len({name.lower() for name in answer.headers}) == len(answer.headers)


def test_what_is_personal_is_stored_nowhere(office: Office) -> None:
    for method, url in (("POST", "/api/requests"), ("GET", f"/takip/{NUMBER}"), ("POST", "/basvuru")):
        assert call(method, url, {} if method == "POST" else None).headers["cache-control"] == "no-store"


def test_a_page_shows_pictures_of_one_more_host_where_it_is_named() -> None:
    assert "img-src 'self' data:;" in page_policy()
    assert "img-src 'self' data: https://tiles.example.org;" in page_policy("https://tiles.example.org")


@pytest.mark.parametrize(("path", "policy"), [("/foto/{file}", "cross-origin"), ("/api/services", "same-origin")])
def test_released_photos_may_stand_in_pages_of_others_and_nothing_else(path: str, policy: str) -> None:
    event = SimpleNamespace(path=path)
    assert dress(event, lambda _: Response("")).headers["Cross-Origin-Resource-Policy"] == policy


def test_no_template_needs_what_the_policy_forbids() -> None:
    for file in (Path(__file__).parents[2] / "chalicelib" / "web" / "templates").rglob("*.html"):
        if file.name == "mail.html":
            continue
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), file


class NOBODY:
    """A verifier that knows nobody."""

    @staticmethod
    def read(token: str, now: object) -> None:
        from chalicelib.core.errors import Refused

        raise Refused("signed-out")
