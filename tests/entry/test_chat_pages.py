"""Conversations on the pages of the workplace: in both languages, and safe against what people write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.core.chat import Kept
from chalicelib.core.inbound import Item, Who
from tests.entry.staff import Browser, Desk
from tests.flows.chatting import ID, hears, now_is, ours, waits

HOSTILE = '<script>alert(1)</script> \u202etxet {{7*7}} "><img src=x onerror=alert(2)>'
PAGE = f"/personel/sohbet/{ID}"


def claims(browser: Browser, version: int = 1) -> None:
    answer, _ = browser.post(f"{PAGE}/claim", browser.form(PAGE, version=str(version)))
    assert answer.status == 303


def test_page_lists_who_waits_and_leads_to_the_conversation(desk: Desk) -> None:
    waits(desk.office, "gizli söz", alarm=True)
    _, page = desk.as_("operator").get("/personel/sohbetler")
    assert PAGE in page.links
    assert "Acil" in page.words
    assert "15 dk kaldı" in page.words
    assert "gizli" not in page.words
    assert "Ayşe" not in page.words
    assert "/personel/sohbetler" in page.links


def test_page_in_english_too(desk: Desk) -> None:
    waits(desk.office, "x")
    operator = desk.as_("operator")
    assert "Conversations" in operator.get("/personel/sohbetler?lang=en")[1].words
    assert "What was said" in operator.get(f"{PAGE}?lang=en")[1].words


def test_empty_queue_says_what_would_be_here(desk: Desk) -> None:
    assert "Bekleyen görüşme yok" in desk.as_("operator").get("/personel/sohbetler")[1].words


def test_whoever_has_no_right_sees_neither_page_nor_menu(desk: Desk) -> None:
    waits(desk.office, "x")
    officer = desk.as_("fen")
    assert officer.get("/personel/sohbetler")[0].status == 403
    assert officer.get(PAGE)[0].status == 403
    assert "/personel/sohbetler" not in officer.get("/personel")[1].links


def test_taken_answered_and_seen_again(desk: Desk) -> None:
    waits(desk.office, "merhaba")
    operator = desk.as_("operator")
    claims(operator)
    fields = operator.form(PAGE, version="2", text="Ekip yolda.")
    answer, _ = operator.post(f"{PAGE}/reply", fields)
    assert (answer.status, answer.headers["location"]) == (303, f"{PAGE}?oldu=reply")
    again, _ = operator.post(f"{PAGE}/reply", fields)
    assert again.status == 303
    assert ours(desk.office) == ["Ekip yolda."]
    assert "Ekip yolda." in operator.get(f"{PAGE}?oldu=reply")[1].words


def test_who_was_too_slow_reads_it_and_loses_no_word(desk: Desk) -> None:
    waits(desk.office, "merhaba")
    operator = desk.as_("operator")
    claims(operator)
    answer, page = operator.post(f"{PAGE}/reply", operator.form(PAGE, version="1", text="Uzun bir yanıt"))
    assert answer.status == 409
    assert "Uzun bir yanıt" in answer.text
    assert "yazdıklarınız duruyor" in page.words
    taken, other = desk.as_("sorumlu").post(f"{PAGE}/claim", desk.as_("sorumlu").form(PAGE, version="2"))
    assert taken.status == 409
    assert "başka bir görevli üstlendi" in other.words


def test_nothing_is_done_without_the_key_of_the_session(desk: Desk) -> None:
    waits(desk.office, "merhaba")
    assert desk.as_("operator").post(f"{PAGE}/claim", {"version": "1"})[0].status == 403
    assert now_is(desk.office).owner == ""


def test_hostile_words_are_only_words(desk: Desk) -> None:
    thread = waits(desk.office, HOSTILE, name=HOSTILE[:80])
    hears(desk.office, thread, "w2", "location", place=HOSTILE, lat=1.0, long=2.0)
    operator = desk.as_("operator")
    claims(operator)
    _, page = operator.get(PAGE)
    assert "<script>alert(1)</script>" in page.words
    assert "{{7*7}}" in page.words
    assert not [given for tag, given in page.tags if tag == "img" and given.get("src") == "x"]
    assert not [given for _, given in page.tags if any(name.startswith("on") for name in given)]
    assert all(given.get("dir") == "auto" for tag, given in page.tags if tag == "blockquote")


def test_deleted_edited_and_strange_messages_are_shown_as_such(desk: Desk) -> None:
    thread = waits(desk.office, "eski söz")
    desk.office.chats.set_fate("m0", "edited")
    hears(desk.office, thread, "e1", "edited", text="yeni söz", about="m0")
    hears(desk.office, thread, "u1", "unsupported")
    hears(desk.office, thread, "v1", "voice")
    words = desk.as_("operator").get(PAGE)[1].words
    for said in ("Sonradan değiştirildi", "Önceki iletisini değiştirdi", "gösterilemiyor", "Sesli ileti"):
        assert said in words


def test_request_is_filled_in_from_the_chosen_messages_and_opened_once(desk: Desk) -> None:
    waits(desk.office, "Büyük bir çukur var", "teşekkürler")
    operator = desk.as_("operator")
    claims(operator)
    prepared, page = operator.post(f"{PAGE}/request", operator.form(PAGE, version="2", m_m0="1", ne="hazirla"))
    assert prepared.status == 200
    assert "Büyük bir çukur var</textarea>" in prepared.text
    assert "checked" in page.ids["f-m-m0"]
    assert "checked" not in page.ids["f-m-m1"]
    fields = operator.form(PAGE, version="2", m_m0="1", ne="ac", service_code="road.pothole", description="Çukur")
    for _ in range(2):
        assert operator.post(f"{PAGE}/request", fields)[0].status == 303
    (case,) = desk.office.requests.cases.values()
    assert (case.request.draft.text, case.request.by) == ("Çukur", "operator")
    assert len(ours(desk.office)) == 1


def test_request_without_messages_or_service_is_explained(desk: Desk) -> None:
    waits(desk.office, "Büyük bir çukur var")
    operator = desk.as_("operator")
    claims(operator)
    answer, page = operator.post(f"{PAGE}/request", operator.form(PAGE, version="2", ne="ac", description="Çukur"))
    assert answer.status == 400
    assert "#f-request-messages" in page.links
    answer, page = operator.post(f"{PAGE}/request", operator.form(PAGE, version="2", m_m0="1", ne="ac"))
    assert answer.status == 400
    assert "#f-request-service_code" in page.links


def test_outside_the_window_the_page_says_how_it_goes(desk: Desk) -> None:
    waits(desk.office, "merhaba", heard=desk.office.clock() - timedelta(hours=25))
    operator = desk.as_("operator")
    claims(operator)
    assert "onaylı şablonuyla" in operator.get(PAGE)[1].words
    thread = now_is(desk.office)
    desk.office.chats.threads[ID] = replace(thread, network="messenger")
    answer, page = operator.post(f"{PAGE}/reply", operator.form(PAGE, version="2", text="Merhaba"))
    assert answer.status == 409
    assert "24 saat geçti" in page.words


def test_ready_answers_of_the_matter_come_first_and_go_with_one_tap(desk: Desk) -> None:
    waits(desk.office, "merhaba")
    operator = desk.as_("operator")
    claims(operator)
    answer, _ = operator.get(PAGE)
    text = desk.office.city.canned[0].text.tr
    assert text in answer.text
    assert operator.post(f"{PAGE}/reply", operator.form(PAGE, version="2", text=text))[0].status == 303
    assert ours(desk.office) == [text]


def test_public_comment_is_answered_in_public_only_without_data(desk: Desk) -> None:
    thread = waits(desk.office, network="messenger", public=True, why="comment", address="")
    item = Item("90_1", Who("messenger", "u1"), kind="comment", text="Çöpler alınmıyor")
    desk.office.chats.keep(Kept("90_1", desk.office.clock(), thread.id, item=item), desk.office.clock())
    operator = desk.as_("operator")
    claims(operator)
    form = operator.form(PAGE, version="2", comment="90_1", text="0532 111 22 33")
    answer, page = operator.post(f"{PAGE}/public", form)
    assert answer.status == 400
    assert "#f-public-text" in page.links
    assert "0532 111 22 33" in answer.text
    assert "eleştiri gizlenmez" in page.words
    assert "criticism" not in answer.text


def test_what_is_there_no_more_is_a_page_of_its_own(desk: Desk) -> None:
    answer, page = desk.as_("operator").get("/personel/sohbet/C" + "9" * 24)
    assert answer.status == 404
    assert "Böyle bir görüşme yok" in page.words
    assert (
        desk.as_("operator").post(f"{PAGE}/shout", desk.as_("operator").form("/personel", version="1"))[0].status == 404
    )
