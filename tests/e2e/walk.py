"""The ways through the public site: one form, and every page with its error states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests.e2e.browser import Tab
from tests.e2e.local import LocalKopru

NUMBER = re.compile(r"\d{4}-\d{4}-\d{4}")


def fill_in(page: Page, kopru: LocalKopru, service: str = "road.pothole", **typed: str) -> None:
    """The form of a service with what a citizen of Bornova would type; "" leaves a field as it is."""
    page.goto(f"{kopru.url}/basvuru/{service}")
    said = {
        "description": "Büyük bir çukur var, arabalar zarar görüyor.",
        "address": "Ankara Caddesi no 12",
        "phone": "0532 111 22 33",
    } | typed
    for name, value in said.items():
        if value:
            page.fill(f"[name={name}]", value)


def send(page: Page) -> None:
    page.get_by_role("button", name="Başvuruyu gönder").click()
    page.wait_for_load_state()


def number_on(page: Page) -> str:
    found = NUMBER.search(page.inner_text("#number"))
    assert found
    return found.group()


def walk(tab: Tab, kopru: LocalKopru) -> Iterator[str]:
    """Every page and error state of the public site, one after the other, by name."""
    page = tab.page

    def go(path: str) -> None:
        page.goto(kopru.url + path)

    go("/")
    yield "home"
    go("/?lang=en")
    yield "home-english"
    go("/basvuru")
    yield "matter"
    unfold(page)
    yield "matter-open"
    page.fill("#search", "çukur")
    yield "matter-search"
    go("/basvuru/road.pothole")
    yield "form"
    unfold(page)
    yield "form-open"
    page.fill("[name=description]", "Yangın var")
    yield "form-danger-typed"
    go("/basvuru/sewer.open_manhole")
    yield "form-danger"
    fill_in(page, kopru, phone="12", email="x", description="")
    page.check("#f-hide_identity")
    send(page)
    yield "form-errors"
    page.fill("[name=description]", "Açık rögar, gaz kokusu da var")
    page.fill("[name=phone]", "")
    page.fill("[name=email]", f"ayse.{uuid4().hex}@example.org")  # the same person's same words are one request
    send(page)
    yield "opened-danger-pin"
    number, pin = number_on(page), page.inner_text("#pin")
    fill_in(page, kopru, "waste.collection", description="Çöp alınmadı")
    page.select_option("[name=district]", "Konak")
    key = page.input_value("[name=key]")
    send(page)
    unfold(page)
    yield "opened-referred"
    fill_in(page, kopru, "waste.collection", description="Başka bir konu")
    page.evaluate("(key) => { document.querySelector('[name=key]').value = key; }", key)
    send(page)
    yield "form-key-reused"
    go("/takip")
    yield "find"
    page.get_by_role("button", name="Durumu göster").click()
    yield "find-empty"
    go("/takip/1234")
    yield "find-mistyped"
    go(f"/takip/{number}")
    yield "seen"
    page.fill("[name=contact]", "0")
    page.get_by_role("button", name="Ayrıntıları görün").click()
    yield "find-wrong-proof"
    page.fill("[name=contact]", pin)
    page.get_by_role("button", name="Durumu göster").click()
    unfold(page)
    yield "seen-own"
    go("/aydinlatma")
    yield "notice"
    go("/basvuru/no.such")
    yield "fault"


def unfold(page: Page) -> None:
    opened: Any = page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert opened is None
