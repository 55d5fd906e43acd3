"""What makes the pages an app."""

from __future__ import annotations

from dataclasses import replace

from tests.entry.citizen import get
from tests.entry.gateway import call
from tests.fakes import Office


def test_the_manifest_names_the_centre_in_the_asked_language_and_its_colour(office: Office) -> None:
    office.city = replace(office.city, colour="#7a1f3d")
    answer = call("GET", "/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json; charset=utf-8"
    manifest = answer.json
    assert (manifest["name"], manifest["lang"]) == (office.city.centre.tr, "tr")
    assert (manifest["theme_color"], manifest["scope"], manifest["display"]) == ("#7a1f3d", "/", "standalone")
    assert call("GET", "/manifest.webmanifest?lang=en").json["name"] == office.city.centre.en


def test_the_worker_is_looked_for_anew_and_speaks_to_us_alone(office: Office) -> None:
    answer = call("GET", "/sw.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.text == 'importScripts("/static/worker.js");\n'


def test_the_page_of_no_connection_says_what_can_be_done_and_whom_to_call(office: Office) -> None:
    answer, page = get("/cevrimdisi")
    assert answer.status == 200
    assert f"arayın: {office.city.line}" in page.words
    assert "/basvuru" in page.links


def test_every_page_names_the_manifest_and_has_a_place_for_what_waits(office: Office) -> None:
    for url in ("/", "/basvuru", "/basvuru/road.pothole", "/takip", "/aydinlatma", "/cevrimdisi"):
        _, page = get(url)
        assert ("link", {"rel": "manifest", "href": "/manifest.webmanifest"}) in page.tags
        assert [1 for _, attributes in page.tags if "data-waiting" in attributes and "hidden" in attributes]
