"""What was sent from the tracking page and could not be done: refused, too late, or not stored; the text is kept."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.core.rights import CITIZEN
from chalicelib.core.tracking import show
from tests.entry.citizen import get, post
from tests.entry.gateway import call
from tests.entry.own_page import forms, own_page
from tests.fakes import Office
from tests.flows.working import Working


def test_an_expired_page_asks_for_the_proof_and_keeps_the_text(office: Office) -> None:
    work = Working(office)
    fields = forms(own_page(work))["add"] | {"add": "Kapı 12."}
    office.clock.move(minutes=31)
    answer, page = post(f"/takip/{show(work.opened.number)}/add", fields)
    assert answer.status == 403
    assert page.fields["add"] == "Kapı 12."
    assert "#f-contact" in page.links
    assert "Büyük bir çukur" not in page.html
    answer, wrong = post(f"/takip/{show(work.opened.number)}/add", page.fields | {"contact": "0000"})
    assert answer.status == 403
    assert wrong.fields["add"] == "Kapı 12."
    answer, page = post(f"/takip/{show(work.opened.number)}/add", wrong.fields | {"contact": "2233"})
    assert answer.status == 200
    assert "Kapı 12." in page.words


def test_wrong_proofs_of_a_form_wait_like_any_other_and_keep_the_text(office: Office) -> None:
    work = Working(office)
    url = f"/takip/{show(work.opened.number)}/add"
    for _ in range(5):
        post(url, {"add": "Kapı 12.", "contact": "0000"})
    answer, page = post(url, {"add": "Kapı 12.", "contact": "2233"})
    assert answer.status == 429
    assert answer.headers["retry-after"] == "30"
    assert page.fields["add"] == "Kapı 12."


def test_nobody_else_can_send_it(office: Office) -> None:
    work = Working(office)
    url = f"/takip/{show(work.opened.number)}/withdraw"
    for forged in ({}, {"ticket": "x"}, {"ticket": f"29939000.{'0' * 32}"}):
        assert post(url, forged | {"sure": "1"})[0].status == 403
    assert call("POST", url, '{"sure": 1}', {"content-type": "application/json"}).status == 415
    assert work.case.state.open


def test_an_answer_that_comes_too_late_becomes_an_addition(office: Office) -> None:
    work = Working(office)
    work.ask()
    fields = forms(own_page(work))["answer"] | {"answer": "12 numara."}
    work.by_system("no_answer")
    office.clock.move(hours=-1)  # the page is still fresh
    answer, page = post(f"/takip/{show(work.opened.number)}/answer", fields)
    assert answer.status == 409
    assert "bu arada değişti" in page.words
    assert forms(page)["add"]["add"] == "12 numara."


def test_a_text_for_which_there_is_no_form_any_more_is_shown(office: Office) -> None:
    work = Working(office)
    fields = forms(own_page(work))["add"] | {"add": "Kapı 12."}
    work.move("withdraw", CITIZEN)
    office.clock.move(hours=-1)
    answer, page = post(f"/takip/{show(work.opened.number)}/add", fields)
    assert answer.status == 409
    assert "Kapı 12." in page.words


def test_when_it_cannot_be_stored_the_same_form_can_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Working(office)
    fields = forms(own_page(work))["add"] | {"add": "Kapı 12."}

    def away(changes: object) -> bool:
        raise TryLater("dynamodb away")

    with monkeypatch.context() as patch:
        patch.setattr(office.requests, "change", away)
        answer, page = post(f"/takip/{show(work.opened.number)}/add", fields)
    assert answer.status == 503
    assert "Şu anda kaydedemedik" in page.words
    assert post(f"/takip/{show(work.opened.number)}/add", page.fields)[0].status == 200
    assert work.case.texts(2) == {"text": "Kapı 12."}


def test_an_unknown_act_is_no_page_and_an_address_opened_anew_sends_nothing(office: Office) -> None:
    work = Working(office)
    assert post(f"/takip/{show(work.opened.number)}/erase", {})[0].status == 404
    answer, page = get(f"/takip/{show(work.opened.number)}/withdraw")
    assert answer.status == 200
    assert "Alındı" in page.words
    assert not work.case.events
    assert post("/takip/2611-4817-3053/add", {"contact": "2233"})[0].status == 404
