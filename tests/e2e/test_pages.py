"""The citizen's pages in a real browser: narrow, without JavaScript and with it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from chalicelib.core.text import fold, mentions
from tests.build import a_city
from tests.e2e.browser import chromium, visit
from tests.e2e.local import LocalKopru
from tests.e2e.walk import fill_in, number_on, send

pytestmark = pytest.mark.e2e

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> \u202eters\u202c =1+1 \U0001f600 {{7*7}}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def channels_of(kopru: LocalKopru, number: str) -> list[str]:
    """The channel of every message about this request, once the alert and the acknowledgement are there."""
    messages = kopru.await_outbox(lambda found: sum(each["number"] == number for each in found) >= 2)
    return sorted(each["channel"] for each in messages if each["number"] == number)


def opened_with(kopru: LocalKopru, word: str) -> set[str]:
    """The numbers of the requests whose unit was told of this word."""
    return {each["number"] for each in kopru.outbox() if word in each["text"]}


def own_phone() -> str:
    """A mobile that nobody else has: one contact is acknowledged so often a day."""
    return f"0536 {random.randrange(10**7):07d}"


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
def test_a_form_filled_in_on_a_narrow_phone_gives_a_number_an_alert_and_an_acknowledgement(
    kopru: LocalKopru, browser: Browser, scripts: bool
) -> None:
    with visit(browser, width=360, scripts=scripts) as tab:
        page = tab.page
        page.goto(kopru.url)
        page.get_by_role("link", name="Başvuru yap").click()
        page.get_by_text("Yol ve kaldırım", exact=True).click()
        page.get_by_role("link", name="Yolda çukur").click()
        page.fill("[name=description]", "Büyük bir çukur var.")
        page.fill("[name=address]", "Ankara Caddesi no 12")
        page.select_option("[name=district]", "Bornova")
        phone = own_phone()
        page.fill("[name=phone]", phone)
        send(page)
        number = number_on(page)
        assert channels_of(kopru, number) == ["email", "sms"]
        page.get_by_role("link", name="Başvurumu takip et").click()
        assert "Büyük bir çukur var." not in page.inner_text("main")
        page.fill("[name=contact]", phone[-4:])
        page.get_by_role("button", name="Ayrıntıları görün").click()
        assert "Büyük bir çukur var." in page.inner_text("main")


def test_a_double_click_opens_one_request(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser) as tab:
        fill_in(tab.page, kopru, phone=own_phone(), description="Çift tıklanan çukur")
        tab.page.get_by_role("button", name="Başvuruyu gönder").dblclick()
        tab.page.wait_for_selector("#number")
        number = number_on(tab.page)
        assert channels_of(kopru, number) == ["email", "sms"]
        assert opened_with(kopru, "Çift tıklanan") == {number}


def test_two_forms_sent_with_one_key_open_one_request(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, scripts=False) as tab:
        fill_in(tab.page, kopru, phone=own_phone(), description="Yeniden gönderilen çukur")
        send(tab.page)
        number = number_on(tab.page)
        tab.page.reload()  # sends the form again
        assert number_on(tab.page) == number
        assert channels_of(kopru, number) == ["email", "sms"]
        assert opened_with(kopru, "Yeniden gönderilen") == {number}


def test_errors_keep_what_was_typed_and_take_the_reader_to_them(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, scripts=False) as tab:
        fill_in(tab.page, kopru, phone="12", neighbourhood="Kazımdirik")
        send(tab.page)
        page = tab.page
        assert page.title().startswith("Hata: ")
        assert page.input_value("[name=neighbourhood]") == "Kazımdirik"
        page.click("#errors a")
        assert page.url.endswith("#f-phone")
        page.fill("[name=phone]", "0532 111 22 33")
        send(page)
        assert number_on(page)


def test_who_left_nothing_follows_by_the_pin_shown(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, scripts=False) as tab:
        fill_in(tab.page, kopru, phone="")
        tab.page.select_option("[name=kind]", "report")
        send(tab.page)
        number, pin = number_on(tab.page), tab.page.inner_text("#pin")
        tab.page.goto(f"{kopru.url}/takip")
        tab.page.fill("[name=number]", number.replace("-", " "))
        tab.page.fill("[name=contact]", pin)
        tab.page.get_by_role("button", name="Durumu göster").click()
        assert "Ankara Caddesi no 12" in tab.page.inner_text("main")


def test_a_draft_survives_a_reload_and_is_gone_when_it_was_sent(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser) as tab:
        fill_in(tab.page, kopru)
        key = tab.page.input_value("[name=key]")
        tab.page.reload()
        assert tab.page.input_value("[name=description]").startswith("Büyük bir çukur")
        assert tab.page.input_value("[name=phone]") == "0532 111 22 33"
        assert tab.page.input_value("[name=key]") == key
        send(tab.page)
        tab.page.goto(f"{kopru.url}/basvuru/road.pothole")
        assert tab.page.input_value("[name=description]") == ""
        assert tab.page.input_value("[name=key]") != key


def test_a_draft_leaves_no_contact_behind_for_the_next_person_at_the_computer(
    kopru: LocalKopru, browser: Browser
) -> None:
    with visit(browser) as tab:
        fill_in(tab.page, kopru)
        kept = tab.page.evaluate("JSON.stringify(localStorage)")
        assert "çukur" in kept
        assert "0532" not in kept


def test_without_a_connection_and_without_a_memory_the_form_stays_and_says_so(
    kopru: LocalKopru, browser: Browser
) -> None:
    with visit(browser) as tab:
        tab.page.add_init_script("Object.defineProperty(window, 'indexedDB', { get: () => undefined })")
        fill_in(tab.page, kopru)
        tab.page.context.set_offline(True)
        tab.page.get_by_role("button", name="Başvuruyu gönder").click()
        assert "henüz kaydedilmedi" in tab.page.inner_text("[data-send-status]")
        tab.page.context.set_offline(False)
        send(tab.page)
        assert number_on(tab.page)


def test_a_danger_is_answered_while_it_is_typed(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser) as tab:
        fill_in(tab.page, kopru, description="Sokakta gaz kokusu var")
        notice = tab.page.locator("[data-live-danger]")
        assert a_city().dangers["gas"].text.tr in notice.inner_text()
        assert notice.get_by_role("link").first.get_attribute("href") == "tel:187"
        tab.page.fill("[name=description]", "Gaziemir'de çukur var")
        assert notice.inner_text() == ""


def test_the_browser_folds_and_finds_words_as_the_server_does(kopru: LocalKopru, browser: Browser) -> None:
    texts = ["IŞIK, 12/A", "İZMİR'de ALİNMADİ çöp", "ÂLÂ rûya ﬁş", "gaz  kokusu\nvar!", "Gaziemir’de", "", "12 😀 a_b"]
    city = a_city()
    texts += [danger.text.tr for danger in city.dangers.values()]
    phrases = [word for danger in city.dangers.values() for word in danger.words]
    with visit(browser) as tab:
        tab.page.goto(kopru.url)
        told_by_browser = tab.page.evaluate(
            """async ([texts, phrases]) => {
              const { fold, mentions } = await import("/static/parts/fold.js");
              return texts.map((text) => [fold(text), phrases.filter((each) => mentions(fold(text), each))]);
            }""",
            [texts, phrases],
        )
    assert told_by_browser == [
        [fold(text), [each for each in phrases if mentions(fold(text), (each,))]] for text in texts
    ]


def test_the_search_finds_a_matter_with_or_without_turkish_letters(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser) as tab:
        tab.page.goto(f"{kopru.url}/basvuru")
        for typed in ("çukur", "CUKUR", "ÇUKUR"):
            tab.page.fill("#search", typed)
            assert tab.page.locator(".group li:visible").all_inner_texts() == ["Yolda çukur, bozuk asfalt"]
        tab.page.fill("#search", "zzz")
        assert "bulamadık" in tab.page.inner_text("[data-status]")
        assert tab.page.locator(".group:visible").count() > 5


def test_the_place_of_the_phone_is_sent_and_can_be_taken_back(kopru: LocalKopru, browser: Browser) -> None:
    bornova = {"latitude": 38.4621, "longitude": 27.2170}
    with visit(browser, geolocation=bornova, permissions=["geolocation"]) as tab:
        fill_in(tab.page, kopru)
        tab.page.get_by_role("button", name="Konumumu kullan").click()
        tab.page.get_by_role("button", name="Konumu kaldır").click()
        assert tab.page.input_value("[name=lat]") == ""
        tab.page.get_by_role("button", name="Konumumu kullan").click()
        tab.page.get_by_role("button", name="Konumu kaldır").wait_for()
        send(tab.page)
        tab.page.goto(f"{kopru.url}/takip/{number_on(tab.page)}?contact=2233")
        assert "38.462100, 27.217000" in tab.page.inner_text("main")


def test_hostile_text_does_nothing_wherever_it_is_shown(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser) as tab:
        hostile = dict.fromkeys(("description", "address", "neighbourhood", "first_name", "last_name"), HOSTILE[:78])
        fill_in(tab.page, kopru, **hostile | {"description": HOSTILE, "phone": "12"})
        send(tab.page)
        assert tab.page.input_value("[name=description]") == HOSTILE
        tab.page.fill("[name=phone]", "0532 111 22 33")
        send(tab.page)
        tab.page.goto(f"{kopru.url}/takip/{number_on(tab.page)}?contact=2233")
        assert "<script>alert(1)</script>" in tab.page.inner_text("blockquote")
        tab.page.goto(f"{kopru.url}/_local/outbox")
        tab.page.wait_for_load_state("networkidle")
        assert tab.dialogs == []
