"""Every page and error state, looked at: axe, pictures for a person, twice the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import LOOKS, Scheme, chromium, visit
from tests.e2e.local import LocalKopru
from tests.e2e.walk import walk

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_page_for_every_need_is_read_by_axe_and_kept_as_a_picture(
    kopru: LocalKopru, browser: Browser, width: int, scheme: Scheme
) -> None:
    with visit(browser, width=width, scheme=scheme) as tab:
        faults = tab.look(walk(tab, kopru), width, scheme)
    assert faults == []


def test_the_narrowest_phone_with_twice_the_text_scrolls_in_one_direction_only(
    kopru: LocalKopru, browser: Browser
) -> None:
    with visit(browser, width=360) as tab:
        for name in walk(tab, kopru):
            tab.page.evaluate("document.documentElement.style.fontSize = '34px'")
            assert not tab.overflows(), name
