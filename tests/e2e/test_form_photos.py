"""Photos of a form in a browser: several, each with its state in words, taken back, refused, and sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import chromium, visit
from tests.e2e.camera import Chosen, photo
from tests.e2e.form import add_photos, await_uploads, await_words, fill_in, own_phone, own_view
from tests.e2e.local import LocalKopru
from tests.e2e.walk import number_on, send

pytestmark = pytest.mark.e2e

PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_a_photo_is_made_small_loses_its_exif_and_goes_with_the_request(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone)
        with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/files")) as sent:
            add_photos(page, photo(lat=38.4621, long=27.217))
        body = sent.value.post_data_buffer or b""
        assert b"Exif" not in body
        assert len(body) < len(photo()["buffer"]) + 4096
        await_words(page, "[data-photo-state]", "Yüklendi ve denetlendi")
        send(page)
        (file,) = own_view(kopru, number_on(page), phone[-4:])["files"]
        assert (file["state"], file["width"], file["height"]) == ("clean", 2048, 1365)
        assert "position" not in file


def test_a_photo_that_is_taken_back_does_not_go(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone)
        add_photos(page, photo("bir.jpg"), photo("iki.jpg", colour="blue"))
        await_uploads(page, 2)
        page.get_by_role("button", name="Fotoğrafı kaldır").first.click()
        await_uploads(page, 1)
        send(page)
        assert len(own_view(kopru, number_on(page), phone[-4:])["files"]) == 1


def test_what_is_no_photo_is_refused_beside_it_in_words_and_the_form_goes_without(
    kopru: LocalKopru, browser: Browser
) -> None:
    phone = own_phone()
    text = Chosen(name="not.svg", mimeType="image/svg+xml", buffer=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    broken = Chosen(name="bozuk.jpg", mimeType="image/jpeg", buffer=b"\xff\xd8\xff" + b"x" * 500)
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone)
        add_photos(page, text, broken)
        page.locator("[data-photo-list] > li.wrong").nth(1).wait_for()
        for state in page.locator("[data-photo-state]").all_inner_texts():
            assert len(state) > len("Bu fotoğrafı ekleyemedik.")
        assert tab.violations() == []
        tab.picture("form-photos-refused-390")
        send(page)
        assert "files" not in own_view(kopru, number_on(page), phone[-4:])


def test_more_than_ten_are_not_taken_and_said(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru)
        page.set_input_files("#f-photo", [photo(f"{place}.jpg") for place in range(11)])
        await_words(page, "[data-photo-status]", "En çok 10 fotoğraf")
        assert page.locator("[data-photo-list] > li").count() == 10


def test_photos_survive_a_reload_and_a_form_that_comes_back(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone="12")
        add_photos(page, photo())
        await_uploads(page, 1)
        page.reload()
        await_uploads(page, 1)
        send(page)
        page.wait_for_selector("#errors")
        await_uploads(page, 1)
        phone = own_phone()
        page.fill("[name=phone]", phone)
        send(page)
        assert len(own_view(kopru, number_on(page), phone[-4:])["files"]) == 1
        page.goto(f"{kopru.url}/basvuru/road.pothole")
        assert page.locator("[data-photo-list] > li").count() == 0
