"""The tracking page in every state, looked at in a browser: axe, pictures for a person, twice the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from chalicelib import wire
from chalicelib.core.rights import CITIZEN
from chalicelib.core.tracking import show
from tests.e2e.browser import LOOKS, Scheme, Tab, chromium, visit
from tests.entry.gateway import call
from tests.fakes import Office
from tests.flows.working import Working

pytestmark = pytest.mark.e2e

STATIC = Path(wire.__file__).parent / "web"
HERE = "http://kopru.test"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def serve(route: Route) -> None:
    """Answers the browser from the application itself; nothing listens anywhere."""
    request = route.request
    path = request.url.removeprefix(HERE)
    if path.startswith("/static/"):
        route.fulfill(path=STATIC / path.lstrip("/"))
        return
    answer = call(request.method, path, request.post_data, request.headers)
    route.fulfill(status=answer.status, headers=answer.headers, body=answer.text)


def lives(office: Office) -> dict[str, Working]:
    """A request in every state that a citizen can meet, by the picture's name."""
    count = iter(range(100))

    def a_case(**said: object) -> Working:
        return Working(office, key=f"key-{next(count)}", **said)

    lives = {"received": a_case(), "progress": a_case(), "waiting": a_case(), "resolved": a_case(), "closed": a_case()}
    lives |= {"rejected": a_case(legal_basis="petition"), "withdrawn": a_case(), "reopened": a_case()}
    lives |= {"joined": a_case(), "duplicate": a_case(), "extended": a_case(legal_basis="foi")}
    lives |= {"fee": a_case(legal_basis="foi"), "referred": a_case(service_code="waste.collection", district="Konak")}
    lives["progress"].move("assign", unit="izsu")
    lives["progress"].move("start")
    lives["progress"].move("message", text="Ekibimiz yarın sabah gelecek.\nKapıyı açık bırakmanız yeterli.")
    lives["waiting"].move("start")
    lives["waiting"].move("ask", question="Çukur tam olarak hangi kapı numarasının önünde? Gece mi gündüz mü büyüyor?")
    for name in ("resolved", "closed", "reopened"):
        lives[name].move("start")
        lives[name].resolve(answer="Çukuru bugün asfaltla kapattık; yarın üzerinden silindir geçecek.")
    lives["closed"].by_system("close")
    lives["reopened"].move("not_solved", CITIZEN, text="Yağmurdan sonra yeniden açıldı.")
    lives["rejected"].move("reject", answer="Konu özel mülkiyette; belediyenin yetkisi yok.")
    lives["withdrawn"].move("withdraw", CITIZEN, reason="Kendim hallettim.")
    for name in ("joined", "duplicate"):
        lives[name].move("merge", into=lives["progress"].opened.number)
    lives["duplicate"].by_system("follow", of=5, outcome="done", result="positive", answer="Çukuru kapattık.")
    lives["extended"].move("extend", reason="Arşivdeki belgeleri arıyoruz.")
    lives["fee"].move("fee", amount="120 TL")
    return lives


def walk(tab: Tab, office: Office) -> Iterator[str]:
    """Every state, and what can be sent, one after the other, by name."""
    page = tab.page
    page.route("**/*", serve)
    open_ones = lives(office)
    for name, work in open_ones.items():
        page.goto(f"{HERE}/takip/{show(work.opened.number)}?contact=2233")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        yield f"seen-{name}"
    received = show(open_ones["received"].opened.number)
    page.goto(f"{HERE}/takip/{show(open_ones['waiting'].opened.number)}")
    yield "seen-waiting-unproved"
    page.goto(f"{HERE}/takip/{received}?contact=2233")
    page.get_by_text("Başvurumu geri çek").first.click()
    page.get_by_role("button", name="Başvurumu geri çek").click()
    page.wait_for_load_state()
    yield "seen-withdraw-unsure"
    page.goto(f"{HERE}/takip/{received}?contact=2233")
    yield "seen-folded"
    page.get_by_text("Bilgi ekle").first.click()
    page.fill("[name=add]", "Kapı 12'nin önünde.")
    page.evaluate("document.querySelectorAll('[name=ticket]').forEach((each) => { each.value = 'old'; })")
    page.get_by_role("button", name="Bilgiyi gönder").click()
    page.wait_for_load_state()
    yield "again"
    page.fill("[name=contact]", "2233")
    page.get_by_role("button", name="Bilgiyi gönder").click()
    page.wait_for_load_state()
    yield "seen-added"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_state_of_a_request_is_read_by_axe_and_kept_as_a_picture(
    office: Office, browser: Browser, width: int, scheme: Scheme
) -> None:
    with visit(browser, width=width, scheme=scheme, bypass_csp=True) as tab:
        faults = tab.look(walk(tab, office), width, scheme)
    assert faults == []


def test_with_twice_the_text_on_the_narrowest_phone_it_scrolls_in_one_direction(
    office: Office, browser: Browser
) -> None:
    with visit(browser, width=360, bypass_csp=True) as tab:
        for name in walk(tab, office):
            tab.page.evaluate("document.documentElement.style.fontSize = '34px'")
            assert not tab.overflows(), name


def test_without_javascript_a_question_is_answered_and_an_outcome_is_judged(office: Office, browser: Browser) -> None:
    work = Working(office)
    work.ask()
    with visit(browser, width=360, scripts=False) as tab:
        tab.page.route("**/*", serve)
        tab.page.goto(f"{HERE}/takip/{show(work.opened.number)}")
        tab.page.fill("[name=contact]", "2233")
        tab.page.get_by_role("button", name="Ayrıntıları görün").click()
        tab.page.fill("[name=answer]", "12 numara.")
        tab.page.get_by_role("button", name="Cevabı gönder").click()
        assert "Cevabınızı aldık" in tab.page.inner_text("main")
        work.resolve()
        tab.page.goto(f"{HERE}/takip/{show(work.opened.number)}?contact=2233")
        tab.page.get_by_text("Hayır, çözülmedi").click()
        tab.page.fill("[name=not_solved]", "Duruyor.")
        tab.page.get_by_role("button", name="Başvurumu yeniden aç").click()
        assert "Başvurunuz yeniden açıldı" in tab.page.inner_text("main")
    assert work.case.state.status == "reopened"
