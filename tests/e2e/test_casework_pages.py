"""A request from a landline to its end, on the pages alone, in Chromium: what everybody does and reads."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import chromium, visit
from tests.e2e.local import LocalKopru
from tests.e2e.staff import errands_of
from tests.e2e.staff_walk import Watched, fill_in_record, find_caller, sign_in

pytestmark = pytest.mark.e2e

# Not urgent (P3), so that no duty phone rings whatever the hour of the test.
SMELL = {
    "service_code": "sewer.smell",
    "description": "Sokağın başındaki mazgaldan günlerdir kötü koku geliyor.",
    "district": "Konak",
    "address": "Mithatpaşa Caddesi no 40",
    "first_name": "Emine",
    "last_name": "Kaya",
}
# A landline hears nothing by SMS: what the citizen is told waits on the list of calls, and the units get their mail.
TOLD = Counter(
    {
        "1-unit_izsu-alert": 1,
        "3-unit_cagri-merkezi-return": 1,
        "4-unit_fen-isleri-assign": 1,
        "7-person_officer-DOT-fen-isleri-answer": 1,
        "9-unit_fen-isleri-not_solved": 1,
    }
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.prove)])
def test_a_landline_request_is_carried_to_its_end_on_the_pages(kopru: LocalKopru, browser: Browser, width: int) -> None:
    landline = f"0232 {random.randrange(10**7):07d}"
    with ExitStack() as desks:

        def sit(name: str = "") -> Watched:
            """Somebody at a browser of their own, signed in where they work here."""
            one = Watched(desks.enter_context(visit(browser, width=width)), kopru, f"casework-{width}")
            if name:
                sign_in(one.page, kopru, name)
                one.look(f"inbox-{name}")
            return one

        operator, izsu, works, citizen = sit("operator"), sit("officer.izsu"), sit("officer.fen-isleri"), sit()

        # The caller is not known yet: the number typed fills the form, and the receipt is printed.
        find_caller(operator.page, kopru, landline)
        operator.look("caller-unknown")
        assert "kayıtlı başvuru ya da temas yok" in operator.text()
        assert operator.page.input_value("#f-request-phone").replace(" ", "") == landline.replace(" ", "")
        number = fill_in_record(operator.page, **SMELL)
        operator.look("recorded")
        operator.follow("Kayıt belgesini aç")
        operator.look("receipt")
        receipt = operator.text(".receipt")
        assert all(words in receipt for words in (number, "Kayıt tarihi", "Kanalizasyon kokusu"))
        staff_page = f"/personel/basvuru/{number}"

        # İZSU takes it from its inbox and gives it back: not its own.
        izsu.open("/personel")
        izsu.follow(number)
        izsu.look("unit-new")
        izsu.press("Alındı")
        izsu.move("return", reason="Koku kanalizasyondan değil, yağmur suyu hattından.")
        izsu.look("unit-returned")
        assert "“Merkeze geri gönder” kaydedildi. Başvuru artık sizde değil." in izsu.text()
        izsu.open(staff_page)
        izsu.look("unit-gone")
        assert number not in izsu.text()

        # The centre finds it in its own inbox, reads why, and gives it to the unit that has the drains.
        operator.open("/personel")
        operator.look("centre-inbox")
        operator.follow(number)
        operator.look("triage")
        assert "Koku kanalizasyondan değil" in operator.text("section[aria-labelledby=latest]")
        operator.move("assign", unit="fen-isleri", note="Yağmur suyu hattı sizde.")
        operator.look("assigned")

        # The unit starts and asks; the clock stands still and the page says so.
        works.open(staff_page)
        works.move("start")
        works.look("started")
        works.move("ask", question="Hangi kapının önü?")
        works.look("waiting")
        assert "süre durdu" in works.text(".facts")
        operator.open("/personel/aramalar?liste=back")
        operator.look("call-back")
        assert number in operator.text()

        # The citizen sees the question with the last four digits and answers it.
        citizen.open(f"/takip/{number}")
        citizen.look("citizen-unproved")
        citizen.page.fill("[name=contact]", landline[-4:])
        citizen.press("Ayrıntıları görün")
        citizen.look("citizen-asked")
        assert "Hangi kapının önü?" in citizen.text()
        citizen.page.fill("[name=answer]", "12 numaranın önü.")
        citizen.press("Cevabı gönder")
        citizen.look("citizen-answered")
        assert "Cevabınızı aldık" in citizen.text()

        works.open(staff_page)
        works.look("answered")
        assert "12 numaranın önü." in works.text(".timeline")
        assert "süre durdu" not in works.text(".facts")
        works.move("resolve", outcome="done", answer="Mazgal temizlendi, yarın ilaçlanacak.")
        works.look("resolved")

        # Solved is not closed: the citizen has the last word.
        citizen.open(f"/takip/{number}")
        citizen.page.fill("[name=contact]", landline[-4:])
        citizen.press("Ayrıntıları görün")
        citizen.look("citizen-resolved")
        citizen.page.get_by_text("Hayır, çözülmedi").click()
        citizen.page.fill("[name=not_solved]", "Koku hâlâ geliyor.")
        citizen.press("Başvurumu yeniden aç")
        citizen.look("citizen-reopened")
        assert "Başvurunuz yeniden açıldı" in citizen.text()

        works.open(staff_page)
        works.look("reopened")
        assert "Koku hâlâ geliyor." in works.text(".timeline")
        works.move("resolve", outcome="done", answer="Hattın tamamı yıkandı.")

        # The centre calls, tells the result, and closes on the citizen's word.
        operator.open("/personel/aramalar?liste=back")
        operator.follow(number)
        operator.look("to-be-called")
        operator.move("called", reached="1")
        operator.move("solved")
        operator.look("closed")
        assert "Kapandı" in operator.text(".marks")

        # Another day the caller has no number at hand: found by phone, the result is read out.
        find_caller(operator.page, kopru, landline)
        operator.look("caller-known")
        operator.follow(number)
        assert "Hattın tamamı yıkandı." in operator.text("main")
        citizen.open(f"/takip/{number}")
        citizen.page.fill("[name=contact]", landline[-4:])
        citizen.press("Ayrıntıları görün")
        citizen.look("citizen-closed")

        kopru.await_outbox(lambda messages: errands_of(messages, number) >= TOLD)
        time.sleep(2)  # nothing more comes
        assert errands_of(kopru.outbox(), number) == TOLD
        assert [fault for one in (operator, izsu, works, citizen) for fault in one.faults()] == []
