"""The form in a browser: what it holds, what waits on the phone, and what the product knows of it afterwards."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Page

from tests.e2e import walk
from tests.e2e.local import LocalKopru

BORNOVA = {"latitude": 38.4621, "longitude": 27.2170}


def own_phone() -> str:
    """A mobile that nobody else has: one contact is acknowledged so often a day."""
    return f"0536 {random.randrange(10**7):07d}"


def fill_in(page: Page, kopru: LocalKopru, service: str = "road.pothole", **typed: str) -> None:
    """The form of a service at an address that nobody else has: alerts about one place are held back after some."""
    address = f"Ankara Caddesi no {random.randrange(10**6)}"
    walk.fill_in(page, kopru, service, **{"address": address, **typed})


def add_photos(page: Page, *photos: Any) -> None:
    """Choose these and wait until each has its state in words."""
    page.set_input_files("#f-photo", list(photos))
    page.locator("[data-photo-list] > li").nth(len(photos) - 1).wait_for()


def await_words(page: Page, selector: str, *words: str) -> None:
    """Returns when an element says one of these."""
    page.wait_for_function(
        "([selector, words]) => [...document.querySelectorAll(selector)].some("
        "(each) => words.some((said) => each.textContent.includes(said)))",
        arg=[selector, list(words)],
    )


def await_uploads(page: Page, count: int) -> None:
    """Returns when so many photos have been uploaded."""
    page.wait_for_function(
        "(count) => document.querySelector('[name=files]').value.split(',').filter(Boolean).length === count", arg=count
    )


def be_an_app(page: Page) -> None:
    """Returns when the service worker runs and keeps the page that is open."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    for _ in range(100):
        page.mouse.click(2, 2)
        if page.evaluate("(url) => caches.match(url).then(Boolean)", page.url):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page is not kept")


def kept_outgoing(page: Page) -> list[dict[str, Any]]:
    """What waits on the phone."""
    kept: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((resolve) => {
          const asked = indexedDB.open("kopru", 1);
          asked.onsuccess = () => {
            const all = asked.result.transaction("outgoing").objectStore("outgoing").getAll();
            all.onsuccess = () => resolve(all.result);
          };
        })"""
    )
    return kept


def own_view(kopru: LocalKopru, number: str, proof: str) -> dict[str, Any]:
    """What the citizen's own view says of a request."""
    answer = kopru.http.get(f"/api/requests/{number}", headers={"X-Contact-Proof": proof})
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


def opened_with(kopru: LocalKopru, word: str, count: int = 1) -> set[str]:
    """The numbers of the requests whose unit was told of this word, once `count` were."""

    def told(messages: list[dict[str, Any]]) -> set[str]:
        return {each["number"] for each in messages if word in each["text"]}

    return told(kopru.await_outbox(lambda messages: len(told(messages)) >= count))
