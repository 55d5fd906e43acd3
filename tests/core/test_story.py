"""What the citizen is told of what happened: everything that is theirs, and nothing that is not."""

from __future__ import annotations

import pytest

from chalicelib.core.rights import CITIZEN
from chalicelib.core.story import CODES, SAID, SILENT, STEPS, Step, outcome_words, story
from chalicelib.core.workflow import MOVES
from tests.build import a_city, the_wording
from tests.flows.working import Working

CITY = a_city()


def told(work: Working, language: str = "tr") -> tuple[Step, ...]:
    return story(work.case, CITY, the_wording(), language)


def test_every_move_is_told_or_left_out_on_purpose() -> None:
    assert CODES.keys() | SILENT == MOVES.keys() | {"attach", "detach"}
    assert not CODES.keys() & SILENT


def test_every_step_has_its_sentence() -> None:
    assert [code for code in STEPS if not the_wording().knows(f"follow.step.{code}")] == []


def test_only_words_that_staff_write_for_the_citizen_can_be_read() -> None:
    for name, field in SAID.items():
        assert field in {carried.name for carried in MOVES[name].carries} | {"answer"}
    assert not {field for name, field in SAID.items() if "citizen" not in MOVES[name].who} & {"note", "evidence"}


def test_a_whole_life_is_told_in_order_the_newest_first() -> None:
    work = Working()
    work.move("accept")
    work.move("start")
    work.ask()
    work.answer()
    work.move("note", text="İç not: taşeron gecikiyor.")
    work.resolve()
    work.move("not_solved", CITIZEN, text="Çukur duruyor.")
    work.resolve()
    work.move("solved", CITIZEN)
    codes = [step.code for step in told(work)]
    assert codes == ["solved", "resolved", "not-solved", "resolved", "answered", "asked", "started", "opened"]
    said = [step.said for step in told(work)]
    assert said[1:6] == ["Çukuru bugün kapattık.", "Çukur duruyor.", "Çukuru bugün kapattık.", "12 numara.",
                         "Hangi kapı numarası?"]  # fmt: skip
    assert "Talebiniz yerine getirildi." in told(work)[1].words
    assert "Your request has been carried out." in told(work, "en")[1].words


def test_nothing_of_the_staffs_own_is_told() -> None:
    work = Working()
    work.move("note", text="GİZLİ not")
    work.move("return", reason="GİZLİ neden")
    work.move("assign", unit="izsu", note="GİZLİ açıklama")
    work.move("accept", by="GİZLİ kişi")
    work.move("confidential", reason="GİZLİ gerekçe")
    work.by_system("escalate", clock="due", level=1, step="warning", role="unit:izsu")
    steps = told(work)
    assert [step.code for step in steps] == ["assigned", "back", "opened"]
    assert "GİZLİ" not in str(steps)
    assert "officer" not in str(steps)


def test_another_unit_and_another_body_are_named() -> None:
    work = Working()
    work.move("assign", unit="izsu")
    assert CITY.units["izsu"].name.tr in told(work)[0].words
    work.move("refer", body="konak-belediyesi", check_back="2026-12-10", receipt="GİZLİ Ahmet Bey")
    assert told(work)[0].code == "referred"
    assert "Konak" in told(work)[0].words
    assert "GİZLİ" not in str(told(work))


def test_more_time_is_told_with_its_reason_and_the_new_date() -> None:
    work = Working(legal_basis="foi")
    work.move("extend", reason="Arşivde arıyoruz.")
    assert told(work)[0].said == "Arşivde arıyoruz."
    assert "Ocak 2027" in told(work)[0].words


def test_a_fee_is_told_with_its_amount_and_last_day_and_no_note() -> None:
    work = Working(legal_basis="foi")
    work.move("fee", amount="120 TL", note="GİZLİ")
    assert "120 TL" in told(work)[0].words
    assert "14 Aralık 2026" in told(work)[0].words
    assert "GİZLİ" not in str(told(work))


def test_who_was_sent_to_another_body_at_once_reads_both() -> None:
    work = Working(service_code="waste.collection", district="Konak")
    assert [step.code for step in told(work)] == ["sent-on", "received"]


def test_work_that_begins_twice_is_told_once() -> None:
    work = Working()
    work.move("start")
    work.move("start")
    assert [step.code for step in told(work)] == ["started", "opened"]


@pytest.mark.parametrize(("result", "words"), [("negative", "Olumsuz"), ("rejected", "İşleme"), ("partial", "Kısmen")])
def test_an_outcome_of_another_list_is_told_by_its_kind(result: str, words: str) -> None:
    assert words in outcome_words("granted", result, "road.pothole", CITY, the_wording(), "tr")


def test_an_outcome_is_worded_by_the_service_it_was_given_for() -> None:
    work = Working()
    work.resolve(outcome="repaired")
    work.move("reopen", reason="yeniden")
    work.move("triage", service_code="water.leak" if "water.leak" in CITY.services else "water.bill")
    assert "Yol ya da kaldırım onarıldı." in told(work)[-2].words
