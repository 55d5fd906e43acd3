"""The place of a form: by the phone, by a tap on the map, from a photo; and what is reported near it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import chromium, visit
from tests.e2e.camera import photo
from tests.e2e.form import BORNOVA, add_photos, await_uploads, await_words, fill_in, own_phone, own_view
from tests.e2e.local import LocalKopru
from tests.e2e.walk import number_on, send

pytestmark = pytest.mark.e2e

PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def place(page: Page) -> tuple[float, float]:
    return float(page.input_value("[name=lat]")), float(page.input_value("[name=long]"))


def open_map(page: Page) -> None:
    page.get_by_text("Haritada göster").click()
    page.wait_for_selector("[data-view] .leaflet-tile-loaded")


def report(kopru: LocalKopru, lat: float, long: float) -> str:
    """Somebody else reports a pothole there; its number."""
    body = {"service_code": "road.pothole", "description": "Çukur", "lat": lat, "long": long, "phone": own_phone()}
    answer = kopru.http.post("/api/requests", json=body, headers={"Idempotency-Key": uuid4().hex})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def somewhere() -> dict[str, float]:
    """A place in Bornova where no other test has been."""
    return {"latitude": 38.44 + random.random() / 25, "longitude": 27.19 + random.random() / 25}


def test_a_tap_on_the_map_marks_the_place_and_it_arrives(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone)
        open_map(page)
        page.click("[data-view]", position={"x": 120, "y": 90})
        await_words(page, "[data-place-status]", "Yer işaretlendi")
        lat, long = place(page)
        assert page.locator("[data-view] .pin").count() == 1
        send(page)
        page.goto(f"{kopru.url}/takip/{number_on(page)}?contact={phone[-4:]}")
        assert f"{lat:.6f}, {long:.6f}" in page.inner_text("main")
        assert tab.errors == []


def test_by_keyboard_the_map_is_moved_its_middle_marked_and_left_again(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE, geolocation=BORNOVA, permissions=["geolocation"]) as tab:
        page = tab.page
        fill_in(page, kopru)
        page.get_by_role("button", name="Konumumu kullan").click()
        page.get_by_role("button", name="Konumu kaldır").wait_for()
        before = place(page)
        page.locator("[data-map] summary").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-view] .leaflet-tile-loaded")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('[data-view]')")
        page.keyboard.press("ArrowUp")
        page.wait_for_timeout(500)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('[data-middle]')")
        page.keyboard.press("Enter")
        assert place(page)[0] > before[0]
        page.get_by_role("button", name="Konumu kaldır").click()
        assert page.input_value("[name=lat]") == ""


def test_the_map_is_fetched_only_when_it_is_opened_and_the_form_goes_without_it(
    kopru: LocalKopru, browser: Browser
) -> None:
    with visit(browser, width=PHONE, service_workers="block") as tab:
        page = tab.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/static/map.js", lambda route: route.abort())
        fill_in(page, kopru, phone=own_phone())
        assert not [url for url in asked if "map" in url or "tiles" in url]
        page.get_by_text("Haritada göster").click()
        await_words(page, "[data-map-status]", "Harita açılamadı")
        send(page)
        assert number_on(page)


def test_where_a_photo_was_taken_is_used_only_if_its_owner_says_so(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone)
        add_photos(page, photo("nerede.jpg", lat=38.4621, long=27.217), photo("sade.jpg", colour="green"))
        assert page.input_value("[name=lat]") == ""
        assert page.get_by_role("button", name="Çekildiği yeri kullan").count() == 1
        page.get_by_role("button", name="Çekildiği yeri kullan").click()
        assert place(page) == (38.4621, 27.217)
        await_uploads(page, 2)
        send(page)
        assert len(own_view(kopru, number_on(page), phone[-4:])["files"]) == 2


def test_what_others_reported_nearby_is_offered_joined_and_can_be_undone(kopru: LocalKopru, browser: Browser) -> None:
    here = somewhere()
    number = report(kopru, here["latitude"], here["longitude"])
    with visit(browser, width=PHONE, geolocation=here, permissions=["geolocation"]) as tab:
        page = tab.page
        fill_in(page, kopru, description="")
        page.fill("[name=description]", "")
        page.fill("[name=phone]", own_phone())
        page.get_by_role("button", name="Konumumu kullan").click()
        page.locator("[data-near] li").first.wait_for()
        near = page.inner_text("[data-near]")
        assert "Yolda çukur" in near
        assert "m uzakta" in near
        page.get_by_role("button", name="Bu benim de sorunum").first.click()
        assert page.input_value("[name=follows]") == number
        assert page.input_value("[name=description]") == "Bu sorun bende de var."
        assert not page.locator("[data-near]").is_visible()
        assert tab.violations() == []
        tab.picture("form-near-chosen-390")
        page.get_by_role("button", name="Vazgeç").click()
        assert (page.input_value("[name=follows]"), page.input_value("[name=description]")) == ("", "")
        tab.picture("form-near-390")
        page.get_by_role("button", name="Bu benim de sorunum").first.click()
        send(page)
        joined = number_on(page)
        assert joined != number
        kopru.await_outbox(lambda messages: any(each["number"] == joined for each in messages))


def test_where_nothing_is_near_nothing_is_offered(kopru: LocalKopru, browser: Browser) -> None:
    nowhere = {"latitude": 38.9 + random.random() / 10, "longitude": 27.9 + random.random() / 10}
    with visit(browser, width=PHONE, geolocation=nowhere, permissions=["geolocation"]) as tab:
        page = tab.page
        fill_in(page, kopru)
        with page.expect_response("**/api/requests/near*") as answered:
            page.get_by_role("button", name="Konumumu kullan").click()
        assert answered.value.status == 200
        assert not page.locator("[data-near]").is_visible()
