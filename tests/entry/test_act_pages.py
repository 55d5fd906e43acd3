"""The tracking page in work: what it shows of every state, and what the citizen sends from it."""

from __future__ import annotations

from chalicelib.core.tracking import show
from tests.entry.citizen import get, post
from tests.entry.own_page import forms, own_page, send
from tests.fakes import Office
from tests.flows.working import Working

HOSTILE = "<script>alert(1)</script> {{7*7}}"


def test_a_question_is_shown_with_its_last_day_and_answered_on_the_page(office: Office) -> None:
    work = Working(office)
    work.ask()
    page = own_page(work)
    assert "Hangi kapı numarası?" in page.words
    assert "süre durdu" in page.words
    assert "en geç 7 Aralık 2026 Pazartesi gününe kadar bekliyoruz" in page.words
    answer, page = send(work, "answer", answer="12 numara.")
    assert answer.status == 200
    assert "Cevabınızı aldık" in page.words
    assert "12 numara." in page.words
    assert work.case.state.status == "received"
    assert list(forms(page)) == ["add", "withdraw"]


def test_without_the_proof_a_question_is_announced_and_not_told(office: Office) -> None:
    work = Working(office)
    work.ask()
    _, page = get(f"/takip/{show(work.opened.number)}")
    assert "Size bir sorumuz var." in page.words
    assert "Hangi kapı" not in page.html
    assert list(forms(page)) == ["takip"]


def test_without_the_proof_no_text_and_no_unit_is_shown_in_any_state(office: Office) -> None:
    work = Working(office)
    work.ask()
    work.answer()
    work.move("message", text="GİZLİ mesaj")
    work.resolve(answer="GİZLİ cevap")
    _, page = get(f"/takip/{show(work.opened.number)}")
    assert "Sonuçlandırıldı" in page.words
    for hidden in ("GİZLİ", "12 numara", "Hangi kapı", "Fen", "Talebiniz yerine", "officer", "ticket"):
        assert hidden not in page.html, hidden


def test_an_outcome_is_shown_whole_and_the_citizen_has_the_last_word(office: Office) -> None:
    work = Working(office)
    work.resolve()
    page = own_page(work)
    assert "Talebiniz yerine getirildi." in page.words
    assert "Çukuru bugün kapattık." in page.words
    assert "30 Kasım 2026 Pazartesi gününe kadar haber vermezseniz" in page.words
    assert "En geç bilgi vereceğimiz tarih" not in page.words
    answer, page = send(work, "solved")
    assert answer.status == 200
    assert "başvurunuz kapandı" in page.words
    assert work.case.state.status == "closed"


def test_not_solved_reopens_it_with_the_citizens_words(office: Office) -> None:
    work = Working(office)
    work.resolve()
    answer, page = send(work, "not_solved", not_solved="Çukur duruyor.")
    assert answer.status == 200
    assert "yeniden açıldı" in page.words
    assert "Çukur duruyor." in page.words
    assert work.case.state.status == "reopened"
    assert "Talebiniz yerine getirildi." in page.words.split("Neler oldu")[1]
    assert "Talebiniz yerine getirildi." not in page.words.split("Neler oldu")[0]


def test_what_is_not_solved_must_be_said(office: Office) -> None:
    work = Working(office)
    work.resolve()
    answer, page = send(work, "not_solved")
    assert answer.status == 400
    assert page.title.startswith("Hata: ")
    assert "#f-not_solved" in page.links
    assert work.case.state.status == "resolved"
    assert ("details", {"class": "more", "open": ""}) in page.tags


def test_a_withdrawal_is_confirmed_first_and_keeps_its_reason(office: Office) -> None:
    work = Working(office)
    answer, page = send(work, "withdraw", withdraw="Kendim hallettim.")
    assert answer.status == 400
    assert "#f-sure" in page.links
    assert forms(page)["withdraw"]["withdraw"] == "Kendim hallettim."
    assert work.case.state.open
    answer, page = post(f"/takip/{show(work.opened.number)}/withdraw", forms(page)["withdraw"] | {"sure": "1"})
    assert answer.status == 200
    assert "Başvurunuz geri çekildi." in page.words
    assert work.case.state.status == "withdrawn"
    assert forms(page) == {}


def test_a_text_too_long_is_kept(office: Office) -> None:
    work = Working(office)
    answer, page = send(work, "add", add="ç" * 4001)
    assert answer.status == 400
    assert forms(page)["add"]["add"] == "ç" * 4001
    assert "En çok 4000 karakter" in page.words


def test_a_form_sent_again_by_a_reload_changes_nothing(office: Office) -> None:
    work = Working(office)
    fields = forms(own_page(work))["add"] | {"add": "Kapı 12."}
    first = post(f"/takip/{show(work.opened.number)}/add", fields)
    again = post(f"/takip/{show(work.opened.number)}/add", fields)
    assert first[1].words == again[1].words
    assert work.case.state.version == 2


def test_what_was_joined_says_so_and_then_tells_its_own_outcome(office: Office) -> None:
    main = Working(office)
    work = Working(office, key="key-2", description="Aynı çukur")
    work.move("merge", into=main.opened.number)
    page = own_page(work)
    assert "aynı konudaki başka bir başvuruyla birleştirildi" in page.words
    assert show(main.opened.number) not in page.html
    assert "not_solved" not in forms(page)
    work.by_system("follow", of=2, outcome="done", result="positive", answer="Çukuru kapattık.")
    page = own_page(work)
    assert "Çukuru kapattık." in page.words
    assert "başka bir başvuruyla birlikte sonuçlandı" in page.words
    assert send(work, "not_solved", not_solved="Bizimki duruyor.")[0].status == 200
    assert work.case.state.status == "reopened"


def test_the_unit_of_today_is_named(office: Office) -> None:
    work = Working(office)
    work.move("assign", unit="izsu")
    assert office.city.units["izsu"].name.tr in own_page(work).words.split("Neler oldu")[0]


def test_hostile_words_are_only_words_wherever_they_stand(office: Office) -> None:
    work = Working(office)
    work.move("ask", question=HOSTILE)
    send(work, "answer", answer=HOSTILE)
    work.move("message", text=HOSTILE)
    work.resolve(answer=HOSTILE)
    page = own_page(work)
    assert page.words.count("<script>alert(1)</script> {{7*7}}") == 5
    scripts = [dict(attributes) for tag, attributes in page.tags if tag == "script"]
    assert [script.get("src") for script in scripts] == ["/static/app.js", "/static/attach.js"]


def test_the_page_speaks_english_too(office: Office) -> None:
    work = Working(office)
    work.resolve()
    _, page = get(f"/takip/{show(work.opened.number)}?contact=2233&lang=en")
    assert "Did this solve your problem?" in page.words
    answer, page = post(f"/takip/{show(work.opened.number)}/solved", forms(page)["solved"])
    assert answer.status == 200
    assert "Thank you for telling us" in page.words


def test_a_negative_answer_to_a_petition_names_what_the_law_leaves_to_do(office: Office) -> None:
    work = Working(office, legal_basis="petition")
    work.move("reject", answer="Konu özel mülkiyette.")
    assert "idare mahkemesi" in own_page(work).words
    served = Working(office, key="key-2")
    served.move("reject", answer="Konu özel mülkiyette.")
    assert "idare mahkemesi" not in own_page(served).words
