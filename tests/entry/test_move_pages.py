"""A move made on the page of a request: one tap, nothing typed lost, nothing done twice."""

from __future__ import annotations

from tests.entry.staff import Desk, path


def test_one_tap_takes_an_untaken_request(desk: Desk) -> None:
    case, fen = desk.opens("road"), desk.as_("fen")
    _, page = fen.get(path(case))
    assert "Bu işi kimse almadı." in page.words
    answer, _ = fen.post(f"{path(case)}/accept", fen.form(path(case), version="1"))
    assert answer.headers["location"] == f"{path(case)}?oldu=accept"
    _, after = fen.get(answer.headers["location"])
    assert "Kaydedildi: İş alındı." in after.words
    assert "Bu işi kimse almadı." not in after.words
    assert "Fikret Fen İş alındı." in after.words
    assert "move-accept" not in after.ids
    assert "move-start" in after.ids
    desk.moves(case, "start", "fen")
    assert "move-start" not in fen.get(path(case))[1].ids


def test_a_faulty_move_keeps_its_words_beside_what_is_wrong(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", body="", check_back="2020-01-01", receipt="A-1", note="Bir not")
    answer, page = operator.post(f"{path(case)}/refer", typed)
    assert answer.status == 400
    assert page.ids["f-refer-receipt"]["value"] == "A-1"
    assert "Bir not" in page.html
    assert "open" in page.ids["move-refer"]
    assert {"#f-refer-body", "#f-refer-check_back"} <= set(page.links)


def test_the_slower_of_two_loses_no_text_and_sees_what_happened(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", unit="izsu", note="İZSU kazmış olmalı.")
    desk.moves(case, "start", "fen")
    answer, page = operator.post(f"{path(case)}/assign", typed)
    assert answer.status == 409
    assert "Siz yazarken başvuru değişti" in page.words
    assert "Fikret Fen 23 Kasım 2026 Pazartesi 10.40 tarihinde işlem yaptı: Çalışma başladı." in page.words
    assert "İZSU kazmış olmalı." in page.html
    versions = {given["value"] for tag, given in page.tags if tag == "input" and given.get("name") == "version"}
    assert versions == {"2"}
    assert operator.post(f"{path(case)}/assign", typed | {"version": "2"})[0].status == 303


def test_words_of_a_move_that_is_gone_can_still_be_copied(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    typed = fen.form(path(case), version="1", question="Hangi kapının önü?")
    desk.moves(case, "return", "fen", reason="Bizim değil.")
    answer, page = fen.post(f"{path(case)}/ask", typed)
    assert answer.status == 404
    assert "Başvuru artık sizde değil" in page.words
    assert "Hangi kapının önü?" in page.words
    desk.moves(case, "assign", "operator", unit="fen-isleri")
    desk.moves(case, "ask", "fen", question="Neresi?")
    answer, page = fen.post(f"{path(case)}/ask", typed)
    assert answer.status == 409
    assert "Bu işlem artık yapılamıyor." in page.words
    assert "Hangi kapının önü?" in page.words


def test_who_returns_a_request_comes_home(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    answer, _ = fen.post(f"{path(case)}/return", fen.form(path(case), version="1", reason="Bizim değil."))
    assert answer.headers["location"] == "/personel?oldu=return"
    assert (
        "“Merkeze geri gönder” kaydedildi. Başvuru artık sizde değil." in fen.get(answer.headers["location"])[1].words
    )


def test_words_of_a_move_that_is_not_theirs_are_kept(desk: Desk) -> None:
    case, operator = desk.opens(), desk.as_("operator")
    typed = operator.form(path(case), version="1", reason="Yanlış birim.")
    answer, page = operator.post(f"{path(case)}/return", typed)
    assert answer.status == 403
    assert "Yanlış birim." in page.words


def test_a_double_click_makes_one_move_and_no_conflict(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    typed = fen.form(path(case), version="1", text="Aynı  not")
    for _ in range(2):
        assert fen.post(f"{path(case)}/note", typed)[0].status == 303
    assert len(desk.office.requests.cases[case.number].events) == 1
    assert fen.post(f"{path(case)}/note", typed | {"text": "Başka not"})[0].status == 409


def test_english_is_spoken_all_the_way(desk: Desk) -> None:
    case, fen = desk.opens(), desk.as_("fen")
    _, page = fen.get(f"{path(case)}?lang=en")
    assert "What you can do" in page.words
    answer, _ = fen.post(f"{path(case)}/start?lang=en", fen.form(path(case), version="1"))
    assert answer.headers["location"] == f"{path(case)}?oldu=start&lang=en"
