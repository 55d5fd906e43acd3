"""Answers are told in words: to the unit with the alert, to another body with the referral, never in an SMS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.core.answered import Answered, answers, extras
from chalicelib.core.case import Case
from chalicelib.core.letters import write_letter, write_sms
from chalicelib.core.request import Draft
from chalicelib.core.shown import shown
from tests.build import MONDAY, a_city, a_draft, a_request, a_staffed_city, an_errand, moved, the_wording

POTHOLE = {"answers": {"size": "wheel", "lanes": ["right", "crossing"]}}


def test_a_choice_is_told_by_its_name_in_the_readers_language() -> None:
    tr, en = (answers(a_draft(**POTHOLE), a_city(), language) for language in ("tr", "en"))
    assert [(each.label, each.words) for each in tr] == [
        ("Çukur ne kadar büyük?", "Tekerlek girecek kadar"),
        ("Yolun neresinde?", "Sağ şerit, Kavşak ya da yaya geçidi"),
    ]
    assert [each.words for each in en] == ["A wheel fits in", "Right lane, Junction or crossing"]


def test_a_moment_is_told_in_turkish_time() -> None:
    draft = a_draft(service_code="waste.collection", answers={"since": "2026-11-20T07:00:00Z"})
    assert answers(draft, a_city(), "tr")[0].words == "20 Kasım 2026 Cuma 10.00"


def test_an_answer_outlives_its_question() -> None:
    draft = Draft("road.pothole", "x", answers=(("depth", ("12",)), ("size", ("gone",))))
    assert [each.words for each in answers(draft, a_city(), "tr")] == ["12", "gone"]
    assert answers(replace(draft, service="no.such"), a_city(), "tr")[0] == Answered("depth", "depth", ("12",))


def letter(role: str, **fields: Any) -> tuple[tuple[str, str], ...]:
    case = Case(a_request(**POTHOLE | fields))
    return write_letter(an_errand(role=role), case, a_city(), the_wording(), link="https://x", pin="").facts


def test_the_alert_of_the_unit_has_the_answers_and_its_sms_has_not() -> None:
    assert ("Çukur ne kadar büyük?", "Tekerlek girecek kadar") in letter("unit:fen-isleri")
    sms = write_sms(an_errand(channel="sms"), Case(a_request(**POTHOLE)), a_city(), the_wording())
    assert "ekerlek" not in sms


def test_whoever_gets_the_work_later_reads_the_answers_too() -> None:
    case = moved(Case(a_request(**POTHOLE)), "assign", "operator", now=MONDAY, unit="izsu")
    errand = an_errand(event=2, role="unit:izsu", purpose="assign")
    facts = write_letter(errand, case, a_staffed_city(), the_wording(), link="https://x", pin="").facts
    assert ("Çukur ne kadar büyük?", "Tekerlek girecek kadar") in facts
    errand = an_errand(event=3, role="unit:izsu", purpose="add")
    case = moved(case, "add", "citizen", now=MONDAY, text="x")
    assert "ekerlek" not in str(write_letter(errand, case, a_staffed_city(), the_wording(), link="https://x", pin=""))


def test_another_body_gets_the_answers_with_the_matter() -> None:
    pole = {"service_code": "out.streetlight", "answers": {"pole": "A-12", "lamp": "out"}}
    facts = letter("body:gdz-186", **pole)
    assert ("Direk numarası", "A-12") in facts
    assert ("Lambanın durumu", "Yanmıyor") in facts


def test_what_a_peer_said_beyond_the_questions_is_for_those_who_see_the_contact() -> None:
    case = Case(a_request())
    draft = replace(case.request.draft, extras=(("callback", ("0532 111 22 33",)),))
    case = replace(case, request=replace(case.request, draft=draft))
    assert [each.words for each in extras(shown(case, "full").request.draft)] == ["0532 111 22 33"]
    assert extras(shown(case, "masked").request.draft) == ()
    assert "0532" not in str(letter("unit:fen-isleri"))
