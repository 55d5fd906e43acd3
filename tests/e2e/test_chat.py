"""A chat becomes a request in at most four messages: by hand on the telephone's page, and fifty at once."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import chromium, visit
from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in
from tests.e2e.telephone import NUMBER, Telephone

pytestmark = pytest.mark.e2e

SAID = "cöp alınmadi 3 gundur kokudan duramiyoruz"
KONAK = (38.4189, 27.1287)
WASTE = "waste."
WAYS = ("whatsapp", "whatsapp-aws", "telegram", "messenger")
CITIZENS = itertools.count(int(time.time()) % 100_000 * 1000)


def a_citizen(kopru: LocalKopru, network: str, *, hidden: bool = False) -> Telephone:
    """Somebody who has never written; with a phone that shows in WhatsApp, unless `hidden`."""
    n = next(CITIZENS)
    if not network.startswith("whatsapp"):
        return Telephone(kopru.url, network, f"8{n:012d}1")
    return Telephone(kopru.url, network, f"TR.1349{n:012d}1", phone="" if hidden else f"+90535{n % 10**7:07d}")


def told(kopru: LocalKopru, number: str) -> list[dict[str, Any]]:
    """What went to others than the citizen for this request."""
    return [each for each in kopru.outbox() if each["number"] == number and "reporter" not in each["errand"]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(
    ("persona", "network"), [("ayse", "whatsapp"), ("mehmet", "whatsapp-aws"), ("zeynep", "telegram")]
)
def test_four_messages_on_the_telephone_s_page_open_a_waste_request_and_alert_its_unit(
    kopru: LocalKopru, browser: Browser, persona: str, network: str
) -> None:
    with visit(browser, width=390) as tab:
        page = tab.page
        page.set_default_timeout(60_000)
        page.goto(f"{kopru.url}/_local/phone?persona={persona}&network={network}")
        page.get_by_label("İleti").fill(SAID)
        page.get_by_role("button", name="Gönder", exact=True).click()
        tap(page, "Evet")
        page.locator("#chat .line:not(.mine) .taps a, #chat .line:not(.mine)", has_text="Konum").last.wait_for()
        page.get_by_role("button", name="Konum", exact=True).click()
        tap(page, "Evet, gönder", after="location")
        line = page.locator("#chat .line:not(.mine)").filter(has_text=NUMBER).last
        line.wait_for()
        found = NUMBER.search(line.inner_text())
        assert found
        assert page.locator("#chat .mine").count() <= 4
        tab.picture(f"chat-{network}")
        assert tab.errors == []
    seen = sign_in(kopru, "supervisor").see(found[0])
    assert str(seen["service_code"]).startswith(WASTE)
    kopru.await_outbox(lambda _: bool(told(kopru, found[0])))


def tap(page: Page, title: str, after: str = "text") -> None:
    """Taps the newest button of this title that came after the newest own message of this kind."""
    own = page.locator(f"#chat .mine[data-kind={after}]").last
    own.wait_for()
    button = own.locator("xpath=following-sibling::*").get_by_role("button", name=title, exact=True).last
    button.wait_for()
    button.click()


def converse(kopru: LocalKopru, n: int) -> tuple[int, str, Telephone]:
    """One whole conversation of the nth of fifty: their marker, the number they were told, and their telephone."""
    person = a_citizen(kopru, WAYS[n % len(WAYS)], hidden=n % 8 == 0)
    twice = {"duplicate": True} if n % 3 == 0 else {}
    person.say(f"cöp alınmadi {n + 100} gundur kokudan duramiyoruz", **twice)
    person.tap("Evet", **twice)
    person.await_line(lambda line: True)
    if person.network == "messenger":
        person.say(f"Konak Cumhuriyet Bulvarı No {n + 1}", **twice)
    else:
        person.point(KONAK[0] + n / 10_000, KONAK[1], **twice)
    person.tap("Evet, gönder", **twice)
    return n, person.await_number(), person


@pytest.mark.parametrize("many", [12, pytest.param(50, marks=pytest.mark.prove)])
def test_interleaved_conversations_are_neither_mixed_up_nor_lost(kopru: LocalKopru, many: int) -> None:
    with ThreadPoolExecutor(10) as hands:
        ended = list(hands.map(lambda n: converse(kopru, n), range(many)))
    assert len({number for _, number, _ in ended}) == many
    assert all(person.numbers() == {number} for _, number, person in ended), "nobody hears of another's request"
    clerk = sign_in(kopru, "supervisor")
    for n, number, person in ended:
        assert f"{n + 100} gundur" in clerk.see(number)["description"]
        assert person.sent == 4
    sent = [(each["to"], each["text"]) for each in kopru.outbox() if each["channel"] in WAYS]
    assert len(sent) == len(set(sent)), "each answer once"
