"""What a first look costs on a cheap phone: bytes, requests, a page that stands still; and Lighthouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser import chromium, visit
from tests.e2e.lighthouse import accessibility
from tests.e2e.local import LocalKopru

pytestmark = pytest.mark.e2e

PAGES = ("/", "/basvuru", "/basvuru/road.pothole", "/takip")
PHONE = 390
MOST_BYTES = 60_000
MOST_REQUESTS = 10
MOST_SHIFT = 0.05
# A moment in which the page could still move, or ask for more.
CALM = 2500
WATCH = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shift += each.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def weigh(page: Page) -> dict[str, float]:
    """From now on: what every answer weighed as it came over the wire, the worker's as well, by address."""
    weights: dict[str, float] = {}

    def note(request: object) -> None:
        sizes = request.sizes()  # type: ignore[attr-defined]
        weights[f"{request.url}#{len(weights)}"] = sizes["responseBodySize"] + sizes["responseHeadersSize"]  # type: ignore[attr-defined]

    page.context.on("requestfinished", note)
    return weights


@pytest.mark.parametrize("path", PAGES)
def test_a_first_look_is_light_and_stands_still(kopru: LocalKopru, browser: Browser, path: str) -> None:
    with visit(browser, width=PHONE) as tab:
        page = tab.page
        page.add_init_script(WATCH)
        weights = weigh(page)
        page.goto(kopru.url + path)
        page.wait_for_timeout(CALM)
        assert len({url.partition("#")[0] for url in weights}) <= MOST_REQUESTS, weights
        assert sum(weights.values()) <= MOST_BYTES, weights
        assert page.evaluate("window.shift") < MOST_SHIFT
        print(f"{path}: {len(weights)} requests, {sum(weights.values()):.0f} bytes, {page.evaluate('window.shift')}")


# One page for every change, the others by `make prove`: each takes Lighthouse twenty seconds.
@pytest.mark.parametrize(
    "path", [path if place == 2 else pytest.param(path, marks=pytest.mark.prove) for place, path in enumerate(PAGES)]
)
def test_lighthouse_finds_nothing_that_shuts_anybody_out(kopru: LocalKopru, tmp_path: Path, path: str) -> None:
    assert accessibility(kopru.url + path, tmp_path / "report.json") == (1.0, [])
