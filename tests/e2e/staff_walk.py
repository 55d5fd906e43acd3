"""The ways through the workplace, signed in as the people of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.e2e.browser import Tab
from tests.e2e.local import LocalKopru
from tests.e2e.walk import number_on, unfold

PASSWORD = "Kopru-yerel-2026"
PHONE = 390


@dataclass
class Watched:
    """Somebody at a browser whose every page is looked at: pictures for a person, and the faults of all of them."""

    tab: Tab
    kopru: LocalKopru
    story: str
    found: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """What they have before them."""
        return self.tab.page

    def open(self, path: str) -> None:
        """Go to a page of the product."""
        self.page.goto(self.kopru.url + path)

    def look(self, name: str) -> None:
        """Read the page with axe, measure it and save its picture."""
        faults = self.tab.violations()
        if (self.page.viewport_size or {"width": 0})["width"] <= PHONE:
            faults += [f"under 44 px: {each}" for each in self.tab.too_small()]
        if self.tab.overflows():
            faults.append("wider than the window")
        self.found += [f"{self.story} {name}: {fault}" for fault in faults]
        self.tab.picture(f"{self.story}-{name}")

    def press(self, name: str) -> None:
        """Press a button that leads to another page."""
        press(self.page, name)

    def follow(self, name: str) -> None:
        """Follow a link by what it says."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def move(self, move: str, **said: str) -> None:
        """Unfold the form of a move, fill it in and send it; it must be taken."""
        form = self.page.locator(f"#move-{move}")
        unfold(self.page)
        for name, value in said.items():
            asked = form.locator(f"[name={name}]")
            if asked.evaluate("(each) => each.tagName") == "SELECT":
                asked.select_option(value)
            elif asked.get_attribute("type") == "checkbox":
                asked.check()
            else:
                asked.fill(value)
        form.locator("button").click()
        self.page.wait_for_load_state()
        assert self.page.locator("[role=status]").count(), self.text()

    def text(self, where: str = "main") -> str:
        """What stands there to be read."""
        return self.page.inner_text(where)

    def faults(self) -> list[str]:
        """Everything wrong on the pages looked at, and what went wrong in the browser."""
        return self.found + [f"{self.story}: {error}" for error in self.tab.errors]


def sign_in(page: Page, kopru: LocalKopru, name: str) -> None:
    """A fresh session for one of the logins of docs/local.md."""
    page.context.clear_cookies()
    page.goto(f"{kopru.url}/personel/giris")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    press(page, "Giriş yapın")


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def record(page: Page, kopru: LocalKopru, **typed: str) -> str:
    """Open a request for a caller on a landline; its number."""
    page.goto(f"{kopru.url}/personel/kayit")
    said = {"description": "Kapımızın önünde çukur var.", "address": "Ankara Caddesi no 12", "phone": "0232 444 55 66"}
    return fill_in_record(page, **{"service_code": "road.pothole", "district": "Bornova"} | said | typed)


def fill_in_record(page: Page, *, service_code: str, district: str, **typed: str) -> str:
    """Fill in the form of a request where one stands, and record it; its number."""
    page.select_option("#f-request-service_code", service_code)
    page.select_option("#f-request-district", district)
    for name, value in typed.items():
        page.fill(f"#f-request-{name}", value)
    press(page, "Başvuruyu kaydet")
    return number_on(page)


def find_caller(page: Page, kopru: LocalKopru, known_by: str) -> None:
    """Look up whoever calls, by phone or number, before anything is recorded."""
    page.goto(f"{kopru.url}/personel/kayit")
    page.fill("[name=q]", known_by)
    press(page, "Ara")


def open_move(page: Page, move: str) -> None:
    """Unfold the form of a move, wherever it stands."""
    unfold(page)
    page.locator(f"#move-{move}").scroll_into_view_if_needed()


def walk(tab: Tab, kopru: LocalKopru) -> Iterator[str]:
    """Every page and error state of the workplace, one after the other, by name."""
    page = tab.page

    def go(path: str) -> None:
        page.goto(kopru.url + path)

    go("/personel/giris")
    yield "staff-sign-in"
    page.fill("[name=username]", "nobody")
    press(page, "Giriş yapın")
    yield "staff-sign-in-wrong"
    sign_in(page, kopru, "operator")
    yield "staff-inbox"
    go("/personel?gorunum=mine&lang=en")
    yield "staff-inbox-empty-english"
    go("/personel/kayit")
    press(page, "Aktarıldı")
    yield "staff-record-contact-errors"
    go("/personel/kayit")
    page.click("label[for=subject-road]")
    press(page, "Bilgi verildi")
    yield "staff-record-contact"
    press(page, "Başvuruyu kaydet")
    yield "staff-record-errors"
    number = record(page, kopru)
    yield "staff-recorded"
    go(f"/personel/makbuz/{number}")
    yield "staff-receipt"
    go("/personel/kayit")
    page.fill("[name=q]", "0232 444 55 66")
    press(page, "Ara")
    yield "staff-record-found"
    sign_in(page, kopru, "officer.fen-isleri")
    go(f"/personel/basvuru/{number}")
    yield "staff-request-new"
    press(page, "Alındı")
    yield "staff-request-taken"
    open_move(page, "ask")
    page.fill("#f-ask-question", "Çukur hangi kapının önünde?")
    press(page, "Vatandaşa sor")
    yield "staff-request-waiting"
    sign_in(page, kopru, "supervisor")
    go("/personel/aramalar?liste=back")
    yield "staff-calls"
    go(f"/personel/basvuru/{number}")
    unfold(page)
    yield "staff-request-open"
    page.click("#move-reopen button, #move-message button")
    page.wait_for_load_state()
    yield "staff-request-errors"
    go("/personel/temas/gun")
    yield "staff-contacts"
    go("/personel/basvuru/2611-4817-3056")
    yield "staff-fault"
    go("/personel/bildirimler")
    yield "staff-notices"
    go("/personel/bildirimler?bildirim=resolve.reporter&kanal=email")
    yield "staff-notices-mail"
    go("/personel/bildirimler?bildirim=open.unit&kanal=sms&numara=2611-4817-3056&lang=en")
    yield "staff-notices-error-english"
    sign_in(page, kopru, "admin")
    yield "staff-inbox-none"
    for path in ("", "/people", "/people/operator", "/units/fen-isleri", "/ladder/P1"):
        go(f"/personel/ayarlar{path}")
        yield f"staff-settings{path.replace('/', '-')}"
