"""A form that cannot leave yet: it waits on the phone with its photos, and is sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import chromium, visit
from tests.e2e.camera import photo
from tests.e2e.form import add_photos, await_words, be_an_app, fill_in, kept_outgoing, opened_with, own_phone, own_view
from tests.e2e.local import LocalKopru
from tests.e2e.walk import number_on

pytestmark = pytest.mark.e2e

PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Başvuruyu gönder").click()


def test_what_is_sent_without_a_signal_arrives_once_with_its_photos(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone, description="Sinyalsiz yazılan çukur")
        be_an_app(page)
        page.context.set_offline(True)
        add_photos(page, photo("bir.jpg"), photo("iki.jpg", colour="blue"))
        await_words(page, "[data-photo-state]", "Bağlantı gelince yüklenecek")
        page.reload()  # the page that was kept, and the draft in it
        assert page.input_value("[name=description]") == "Sinyalsiz yazılan çukur"
        page.locator("[data-photo-list] > li").nth(1).wait_for()
        press_send(page)
        await_words(page, "[data-waiting]", "Bağlantı gelince gönderilecek")
        assert not page.locator("form[data-draft]").is_visible()
        page.goto(f"{kopru.url}/basvuru/road.pothole")
        assert "Bağlantı gelince gönderilecek" in page.inner_text("[data-waiting]")
        assert page.input_value("[name=description]") == ""
        assert kopru.outbox() == []
        page.context.set_offline(False)
        page.wait_for_selector("#number")
        number = number_on(page)
        assert opened_with(kopru, "Sinyalsiz yazılan") == {number}
        assert len(own_view(kopru, number, phone[-4:])["files"]) == 2
        (kept,) = kept_outgoing(page)
        assert (kept["state"], "fields" in kept) == ("sent", False)
        page.goto(kopru.url)
        assert number_on(page) == number
        page.get_by_role("button", name="Numaramı aldım").click()
        page.locator("[data-waiting]").wait_for(state="hidden")
        assert kept_outgoing(page) == []
        assert opened_with(kopru, "Sinyalsiz yazılan") == {number}
        assert tab.errors == []


def test_a_form_that_is_cut_off_on_its_way_waits_and_opens_one_request(kopru: LocalKopru, browser: Browser) -> None:
    phone = own_phone()
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=phone, description="Yolda kesilen çukur")
        be_an_app(page)
        page.context.set_offline(True)
        # The telephone believes that it has a signal.
        page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
        press_send(page)
        page.wait_for_selector("article.held")
        assert page.get_by_role("heading", name="Bağlantı yok").is_visible()
        page.context.set_offline(False)
        page.wait_for_selector("#number")
        assert opened_with(kopru, "Yolda kesilen") == {number_on(page)}


def test_a_form_whose_answer_is_lost_is_told_its_number_and_not_opened_again(
    kopru: LocalKopru, browser: Browser
) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=own_phone(), description="Cevabı kaybolan çukur")
        fields = dict(page.evaluate("[...new FormData(document.querySelector('form[data-draft]'))]"))
        assert kopru.http.post("/basvuru", data=fields).status_code == 201  # which nobody heard
        be_an_app(page)
        page.context.set_offline(True)
        press_send(page)
        page.wait_for_selector("article.held")
        page.context.set_offline(False)
        page.wait_for_selector("#number")
        assert "daha önce almıştık" in page.inner_text("[data-waiting]")
        assert opened_with(kopru, "Cevabı kaybolan") == {number_on(page)}


def test_what_the_person_must_correct_comes_back_with_everything_typed(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone="12", description="Telefonu yanlış çukur")
        be_an_app(page)
        page.context.set_offline(True)
        add_photos(page, photo())
        press_send(page)
        page.wait_for_selector("article.held")
        page.context.set_offline(False)
        page.get_by_role("button", name="Formu aç ve düzelt").click()
        page.wait_for_selector("#errors")
        assert page.input_value("[name=description]") == "Telefonu yanlış çukur"
        page.locator("[data-photo-list] > li").wait_for()
        page.click("#errors a")
        page.fill("[name=phone]", own_phone())
        press_send(page)
        page.wait_for_selector("#number")
        assert opened_with(kopru, "Telefonu yanlış") == {number_on(page)}


def test_two_forms_that_were_opened_without_a_signal_are_two_requests(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru, phone=own_phone())
        be_an_app(page)
        page.context.set_offline(True)
        for word in ("Birinci", "İkinci"):
            fill_in(page, kopru, phone=own_phone(), description=f"{word} kuyruktaki çukur")
            press_send(page)
            await_words(page, "[data-waiting]", "Bağlantı gelince gönderilecek")
        assert len({kept["key"] for kept in kept_outgoing(page)}) == 2
        page.context.set_offline(False)
        page.locator("article.held.good").nth(1).wait_for()
        assert len(opened_with(kopru, "kuyruktaki", 2)) == 2


def test_what_waits_can_be_thrown_away(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        fill_in(page, kopru)
        be_an_app(page)
        page.context.set_offline(True)
        press_send(page)
        page.get_by_role("button", name="Gönderme, sil").click()
        assert kept_outgoing(page) == []


def test_without_a_signal_any_kept_page_opens_and_others_say_so(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        page.goto(f"{kopru.url}/basvuru")
        be_an_app(page)
        page.goto(f"{kopru.url}/basvuru/road.pothole")
        page.goto(f"{kopru.url}/takip/2611-4817-3056")
        page.context.set_offline(True)
        page.goto(f"{kopru.url}/basvuru/road.pothole")
        assert page.get_by_role("button", name="Başvuruyu gönder").is_visible()
        page.goto(f"{kopru.url}/basvuru/road.signs")
        assert page.get_by_role("heading", name="Bağlantı yok").is_visible()
        kept = page.evaluate("caches.open('kopru-1').then((c) => c.keys()).then((all) => all.map((each) => each.url))")
        assert not [url for url in kept if "/takip/" in url]


def test_a_form_that_was_asked_to_wait_goes_by_itself(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=PHONE, service_workers="block") as tab:
        page = tab.page
        fill_in(page, kopru, phone=own_phone(), description="Bekletilen çukur")
        html = kopru.http.get("/basvuru/road.pothole").text
        asked = html.replace("data-draft=", 'data-resend="3" data-resend-words="{} saniye" data-draft=')
        page.route("**/basvuru/road.pothole", lambda route: route.fulfill(body=asked, content_type="text/html"))
        page.reload()  # the draft comes back into it
        await_words(page, "[data-resend-status]", "saniye")
        page.wait_for_selector("#number")
        assert opened_with(kopru, "Bekletilen") == {number_on(page)}
