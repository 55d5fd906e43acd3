"""The page of one request: what each may see of it, and which moves it offers in which order."""

from __future__ import annotations

from datetime import timedelta

from tests.entry.staff import Desk, path


def test_a_unit_sees_the_matter_and_not_the_contact(desk: Desk) -> None:
    case = desk.opens()
    _, mine = desk.as_("fen").get(path(case))
    _, centre = desk.as_("operator").get(path(case))
    assert "Büyük bir çukur var" in mine.words
    assert "+905321112233" not in mine.html
    assert "111 22 33" not in mine.words
    assert "0532 111 22 33" in centre.words
    assert desk.as_("izsu").get(path(case))[0].status == 404


def test_an_auditor_sees_the_history_and_not_a_word(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "note", "fen", text="Kazı izi var.")
    _, page = desk.as_("denetci").get(path(case))
    assert "Not eklendi." in page.words
    assert "Kazı izi var." not in page.html
    assert "Büyük bir çukur" not in page.html
    assert not [given for _, given in page.tags if given.get("action", "").startswith(path(case))]


def test_the_centre_is_not_asked_to_take_what_a_unit_has(desk: Desk) -> None:
    case = desk.opens("road")
    _, centre = desk.as_("operator").get(path(case))
    assert "Bu işi kimse almadı." not in centre.words
    assert "move-accept" in centre.ids  # what the unit says on the phone


def test_what_comes_back_is_sorted_first_and_says_why_on_top(desk: Desk) -> None:
    case = desk.moves(desk.opens("road"), "return", "fen", reason="Karayolu, bizim değil.")
    _, centre = desk.as_("operator").get(path(case))
    assert [name for name in centre.ids if name.startswith("move-")][:3] == ["move-assign", "move-triage", "move-refer"]
    assert centre.words.index("Karayolu, bizim değil.") < centre.words.index("Vatandaşın yazdıkları")
    assert "Bu işi kimse almadı." not in centre.words


def test_what_came_back_twice_says_who_decides_and_then_that_it_is_final(desk: Desk) -> None:
    case = desk.opens("road")
    for unit, who in (("izsu", "fen"), ("fen-isleri", "izsu")):
        case = desk.moves(case, "return", who, reason="Bizim değil.")
        case = desk.moves(case, "assign", "operator", unit=unit) if unit == "izsu" else case
    decides = "Hangi birimin bakacağına merkez sorumlusu karar verir."
    assert decides in desk.as_("operator").get(path(case))[1].words
    assert decides not in desk.as_("sorumlu").get(path(case))[1].words
    case = desk.moves(case, "assign", "sorumlu", unit="fen-isleri")
    _, mine = desk.as_("fen").get(path(case))
    assert "artık geri gönderilemez" in mine.words
    assert "move-return" not in mine.ids


def test_whose_outcome_waits_for_a_call_is_called_and_asked_first(desk: Desk) -> None:
    case = desk.opens("road", phone="0232 444 55 66")
    case = desk.moves(case, "resolve", "fen", outcome="done", answer="Çukur kapatıldı.")
    _, centre = desk.as_("operator").get(path(case))
    forms = [name for name in centre.ids if name.startswith("move-")]
    assert forms[:3] == ["move-called", "move-solved", "move-not_solved"]
    assert "Henüz kimse almadı" not in centre.words
    assert ".." not in centre.words


def test_every_allowed_move_stands_on_the_page_as_a_form(desk: Desk) -> None:
    case = desk.opens()
    _, page = desk.as_("operator").get(path(case))
    actions = {given["action"].rpartition("/")[2] for tag, given in page.tags if tag == "form"}
    assert {"assign", "triage", "refer", "reject", "merge", "ask", "note", "message", "withdraw"} <= actions
    assert {"resolve", "return", "erase", "escalate"} & actions == set()


def test_reading_a_confidential_request_is_said_and_recorded(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "confidential", "operator", reason="Aile içi bir konu.")
    _, page = desk.as_("sorumlu").get(path(case))
    assert "bu sayfayı açtığınız kaydedildi" in page.words
    assert [read.who for read in desk.office.requests.cases[case.number].reads] == ["sorumlu"]


def test_a_waiting_request_says_that_its_clock_stands_still(desk: Desk) -> None:
    case = desk.moves(desk.opens(), "ask", "fen", question="Hangi kapı?")
    desk.office.clock.at += timedelta(days=9)
    _, page = desk.as_("fen").get(path(case))
    assert "süre durdu" in page.words
    assert "gecikti" not in page.words
