"""The workplace in a browser: axe, pictures for a person, the keyboard, no scripts, and a session that stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import LOOKS, Scheme, chromium, visit
from tests.e2e.local import LocalKopru
from tests.e2e.staff_walk import PASSWORD, open_move, press, record, sign_in, walk

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_of_the_workplace_is_read_by_axe_and_kept_as_a_picture(
    kopru: LocalKopru, browser: Browser, width: int, scheme: Scheme
) -> None:
    with visit(browser, width=width, scheme=scheme) as tab:
        faults = tab.look(walk(tab, kopru), width, scheme)
    assert faults == []


def test_both_cookies_come_through_the_gateway_and_renew_the_session(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=1440) as tab:
        sign_in(tab.page, kopru, "operator")
        held = {each["name"]: each for each in tab.page.context.cookies([f"{kopru.url}/personel"])}
        assert set(held) == {"kopru_session", "kopru_refresh"}
        assert all(each["httpOnly"] and each["secure"] and each["sameSite"] == "Lax" for each in held.values())
        assert (held["kopru_session"]["path"], held["kopru_refresh"]["path"]) == ("/", "/personel")
        tab.page.context.clear_cookies(name="kopru_session")
        tab.page.goto(f"{kopru.url}/personel/temas/gun")
        assert tab.page.url.endswith("/personel/temas/gun")
        press(tab.page, "Çıkış yapın")
        assert tab.page.context.cookies() == []
        tab.page.goto(f"{kopru.url}/personel")
        assert "/personel/giris?devam=%2Fpersonel" in tab.page.url


def test_a_call_is_recorded_and_a_unit_acts_without_scripts(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=390, scripts=False) as tab:
        page = tab.page
        sign_in(page, kopru, "operator")
        number = record(page, kopru)
        sign_in(page, kopru, "officer.fen-isleri")
        page.goto(f"{kopru.url}/personel/basvuru/{number}")
        press(page, "Alındı")
        page.click("#move-note summary")
        page.fill("#f-note-text", "Ekip yolda.")
        press(page, "Not ekle")
        assert "Ekip yolda." in page.inner_text(".timeline")


def test_an_inbox_is_walked_by_the_keyboard(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=1440) as tab:
        page = tab.page
        sign_in(page, kopru, "operator")
        for each in ("bir", "iki"):
            record(page, kopru, description=f"Çukur {each}")
        sign_in(page, kopru, "officer.fen-isleri")
        page.goto(f"{kopru.url}/personel")
        page.locator("a.whole").first.focus()
        page.keyboard.press("ArrowDown")
        second = page.locator("a.whole").nth(1).inner_text()
        assert page.evaluate("document.activeElement.textContent") == second
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert second in page.url


def test_two_people_at_one_request_lose_nothing(kopru: LocalKopru, browser: Browser) -> None:
    with visit(browser, width=1440) as one, visit(browser, width=1440) as other:
        sign_in(one.page, kopru, "operator")
        number = record(one.page, kopru)
        sign_in(other.page, kopru, "officer.fen-isleri")
        for tab in (one, other):
            tab.page.goto(f"{kopru.url}/personel/basvuru/{number}")
        open_move(one.page, "assign")
        one.page.select_option("#f-assign-unit", "izsu")
        one.page.fill("#f-assign-note", "İZSU kazmış olmalı.")
        press(other.page, "Alındı")
        press(one.page, "Birime yönlendir")
        assert "Siz yazarken başvuru değişti" in one.page.inner_text("#errors")
        assert one.page.input_value("#f-assign-note") == "İZSU kazmış olmalı."
        press(one.page, "Birime yönlendir")
        assert "İZSU Genel Müdürlüğü" in one.page.inner_text(".facts")
        assert PASSWORD not in one.page.content()
