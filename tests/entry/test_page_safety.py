"""The pages against hostile input, foreign content and faults of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.heard import FIELDS
from chalicelib.core.request import Request
from chalicelib.entry.pages import HEADERS
from tests.entry.citizen import FORM, filled_in, get, number_on, post
from tests.entry.gateway import call
from tests.fakes import Office

HOSTILE = "<script>alert(1)</script>\n\u202e=cmd|' /C calc'!A0 \"><img src=x onerror=alert(2)> 😀 {{7*7}}"
PAGES = ["/", "/basvuru", "/basvuru/road.pothole", "/takip", "/aydinlatma"]
ROOT = Path(__file__).parents[2]


def test_hostile_text_is_only_text(office: Office) -> None:
    fields = filled_in(description=HOSTILE, address=HOSTILE, first_name=HOSTILE[:40], neighbourhood="'\"><b>")
    _, opened = post("/basvuru", fields)
    _, own = post("/takip", {"number": number_on(opened), "contact": "2233"})
    assert "<script>alert(1)</script>" in own.words
    assert "{{7*7}}" in own.words
    for page in (opened, own, post("/basvuru", fields | {"phone": "x"})[1]):
        assert [tag for tag, _ in page.tags if tag in ("b", "img")] == ["img"]  # the logo
        assert all(attributes.get("src", "/static/").startswith("/static/") for _, attributes in page.tags)


@pytest.mark.parametrize("url", [*PAGES, "/basvuru/no.such", "/takip/1", "/tema.css"])
def test_no_page_lets_anything_foreign_in_or_anything_out(office: Office, url: str) -> None:
    answer, page = get(url)
    if url != "/tema.css":
        assert answer.headers.items() >= {name.lower(): value for name, value in HEADERS.items()}.items()
    assert answer.headers["x-content-type-options"] == "nosniff"
    for tag, attributes in page.tags:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}, tag
        assert tag != "style"
        assert tag != "script" or attributes["src"].startswith("/static/")


def test_headers_stand_on_refusals_too(office: Office) -> None:
    for answer, _ in (post("/basvuru", {}), post("/takip", {"number": "x"})):
        assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("url", ["/basvuru", "/takip"])
def test_anything_but_a_form_is_refused_on_a_page(office: Office, url: str) -> None:
    for media_type in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
        answer = call("POST", url, "{}", {"content-type": media_type})
        assert answer.status == 415
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_form_that_cannot_be_read_is_400_and_one_too_large_413(office: Office) -> None:
    assert call("POST", "/basvuru", "&".join(f"a{index}=1" for index in range(300)), FORM).status == 400
    answer = call("POST", "/basvuru", "description=" + "a" * 300_000, FORM)
    assert answer.status == 413
    assert "<h1>" in answer.text


def test_what_nobody_foresaw_is_a_page_without_a_secret(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Request) -> bool:
        raise RuntimeError("0532 111 22 33")

    fields = filled_in()
    monkeypatch.setattr(office.requests, "open", broken)
    answer, page = post("/basvuru", fields)
    assert answer.status == 500
    assert "Beklenmeyen bir sorun" in page.words
    assert "RuntimeError" not in answer.text


def test_templates_are_loaded_for_pages_alone() -> None:
    code = "import sys, app; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from([*sorted(FIELDS), "key", "minted", "lang", "number", "contact"]), st.text()))
def test_no_form_is_too_strange_to_answer(office: Office, fields: dict[str, str]) -> None:
    office.clock.move(hours=1)  # so that no limit is near
    for service in ({}, {"service_code": "road.pothole", "description": "x"}):
        assert post("/basvuru", fields | service)[0].status in (200, 201, 400, 422)
    assert post("/takip", fields)[0].status in (400, 404)
