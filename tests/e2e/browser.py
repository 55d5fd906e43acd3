"""A Chromium as citizens have it: phone width or wider, with or without JavaScript, light or dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from tests.e2e.chromium import find

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "screenshots"
# It talks to nobody but the product.
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (390, 768, 1440)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Each change is looked at on the narrow light page; all six are looked at by `make prove`.
LOOKS = tuple(
    pytest.param(width, scheme, marks=() if (width, scheme) == (390, "light") else pytest.mark.prove)
    for width, scheme in product(WIDTHS, SCHEMES)
)


@dataclass
class Tab:
    """One open page of a fresh visitor, and what went wrong in it."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Dialog) -> None:
        """Notes a dialog and closes it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA and its best practices: rule and element, none wanted."""
        self.page.evaluate(_axe())
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]

    def too_small(self) -> list[str]:
        """Buttons, fields and links that stand alone and are under 44 px high; links within a sentence may be."""
        return list(self.page.evaluate(_SMALL))

    def picture(self, name: str) -> None:
        """Saves the whole page for a person to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def look(self, names: Iterable[str], width: int, scheme: Scheme) -> list[str]:
        """Walks on by `names` and looks at each page: overflow everywhere, axe and the size of targets on the
        narrowest, a picture of all. What was found, with the page's name; none wanted."""
        faults: list[str] = []
        for name in names:
            found = self.too_small() + self.violations() if width == WIDTHS[0] else []
            found += ["wider than the window"] if self.overflows() else []
            faults += [f"{name} {width} {scheme}: {fault}" for fault in found]
            self.picture(f"{name}-{width}-{scheme}")
        return faults + self.errors

    def overflows(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or the one that `tests/e2e/chromium.py` brought."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Browser, *, width: int = 360, scripts: bool = True, scheme: Scheme = "light", **more: Any
) -> Iterator[Tab]:
    """A new visitor's tab; dialogs are counted and dismissed."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        color_scheme=scheme,
        reduced_motion="reduce",
        **more,
    )
    tab = Tab(context.new_page())
    tab.page.on("dialog", tab.dismiss)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    try:
        yield tab
    finally:
        context.close()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


_SMALL = """() => [...document.querySelectorAll("a, button, select, summary, textarea, input:not([type=hidden])")]
  .filter((each) => each.checkVisibility() && !each.closest("p, li, dd, td") && !each.classList.contains("skip"))
  .filter((each) => (each.labels?.[0] ?? each).getBoundingClientRect().height < 44
    && each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML)"""
