"""Every state that the form grew, looked at: axe, the size of targets, pictures for a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import LOOKS, Scheme, Tab, chromium, visit
from tests.e2e.camera import photo
from tests.e2e.form import BORNOVA, add_photos, await_uploads, await_words, be_an_app, fill_in, own_phone
from tests.e2e.local import LocalKopru
from tests.e2e.walk import send

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def walk(tab: Tab, kopru: LocalKopru) -> Iterator[str]:
    """The states of form and app, one after the other, by name."""
    page = tab.page
    page.goto(f"{kopru.url}/basvuru")
    page.fill("#search", "sokağımızda kocaman bir çukur var")
    page.get_by_role("button", name="Konuyu bul").click()
    page.get_by_role("button", name="Yolda çukur").wait_for()
    yield "matter-suggested"
    page.get_by_role("button", name="Yolda çukur").click()
    page.wait_for_selector("form[data-draft]")
    add_photos(page, photo(lat=38.4621, long=27.217), photo("uzun-bir-dosya-adi-olan-fotograf.jpg", colour="blue"))
    await_uploads(page, 2)
    yield "form-photos"
    page.get_by_role("button", name="Konumumu kullan").click()
    page.get_by_role("button", name="Konumu kaldır").wait_for()
    page.get_by_text("Haritada göster").click()
    page.wait_for_selector("[data-view] .leaflet-tile-loaded")
    page.wait_for_timeout(500)
    yield "form-map"
    yield from questions(page, kopru)
    yield from waiting(page, kopru)


def questions(page: Page, kopru: LocalKopru) -> Iterator[str]:
    fill_in(page, kopru, "out.streetlight", description="Lamba yanmıyor")
    yield "form-questions"
    page.evaluate("document.querySelector('[name=website]').value = 'x'")
    send(page)
    page.wait_for_selector("#errors")
    yield "form-questions-missing"


def waiting(page: Page, kopru: LocalKopru) -> Iterator[str]:
    fill_in(page, kopru, phone="12")
    be_an_app(page)
    page.context.set_offline(True)
    add_photos(page, photo())
    page.get_by_role("button", name="Başvuruyu gönder").click()
    await_words(page, "[data-waiting]", "Bağlantı gelince gönderilecek")
    yield "form-held"
    page.context.set_offline(False)
    page.get_by_role("button", name="Formu aç ve düzelt").wait_for()
    yield "form-held-wrong"
    page.get_by_role("button", name="Formu aç ve düzelt").click()
    page.wait_for_selector("#errors")
    yield "form-mended"
    page.fill("[name=phone]", own_phone())
    page.context.set_offline(True)
    page.get_by_role("button", name="Başvuruyu gönder").click()
    page.wait_for_selector("article.held")
    page.goto(f"{kopru.url}/takip/2611-4817-3056")
    page.wait_for_selector("article.held")
    yield "offline"
    page.context.set_offline(False)
    page.wait_for_selector("#number")
    yield "form-held-sent"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_grown_form_is_read_by_axe_and_kept_as_a_picture(
    kopru: LocalKopru, browser: Browser, width: int, scheme: Scheme
) -> None:
    at_home = {"geolocation": BORNOVA, "permissions": ["geolocation"]}
    with visit(browser, width=width, scheme=scheme, **at_home) as tab:
        assert tab.look(walk(tab, kopru), width, scheme) == []
