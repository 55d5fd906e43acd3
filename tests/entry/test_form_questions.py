"""A service's questions on the form: every data type asked, answered, kept after a fault, and told to intake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.label import Label
from chalicelib.core.questions import Choice, Question
from tests.entry.citizen import filled_in, get, post, the_request
from tests.fakes import Office


def label(words: str) -> Label:
    return Label(words, f"{words} (en)")


CHOICES = (Choice("left", label("Sol şerit")), Choice("right", label("Sağ şerit")))
QUESTIONS = (
    Question("pole", "string", True, label("Direk numarası"), hint=label("Direğin üstünde yazar")),
    Question("depth", "number", False, label("Derinlik")),
    Question("seen", "datetime", False, label("Ne zaman")),
    Question("story", "text", False, label("Nasıl oldu")),
    Question("side", "singlevaluelist", False, label("Hangi yan"), choices=CHOICES),
    Question("lanes", "multivaluelist", False, label("Şeritler"), choices=CHOICES),
    Question("note", "string", False, label("Gece bakılır"), asked=False),
)
ANSWERS = {"q.pole": "A-12", "q.depth": "12,5", "q.seen": "2026-11-23T07:30", "q.story": "Birden\nçöktü"} | {
    "q.side": "left",
    "q.lanes.right": "1",
    "q.lanes.left": "1",
}


@pytest.fixture
def asked(office: Office) -> Office:
    pothole = replace(office.city.services["road.pothole"], questions=QUESTIONS)
    office.city = replace(office.city, services={**office.city.services, "road.pothole": pothole})
    return office


def test_every_question_is_asked_by_its_label_and_what_is_only_said_has_no_field(asked: Office) -> None:
    _, page = get("/basvuru/road.pothole")
    for question in QUESTIONS:
        assert question.label.tr in page.words
    assert {f"f-q.{question.code}" for question in QUESTIONS if question.asked} <= page.ids.keys()
    assert "f-q.note" not in page.ids
    assert page.ids["f-q.pole"].keys() >= {"required"}
    assert "Direk numarası (gerekli)" in page.words
    assert page.ids["f-q.seen"]["type"] == "datetime-local"
    assert page.ids["f-q.depth"]["inputmode"] == "decimal"


def test_answers_of_every_type_reach_the_request(asked: Office) -> None:
    assert post("/basvuru", filled_in() | ANSWERS)[0].status == 201
    assert dict(the_request(asked).draft.answers) == {
        "pole": ("A-12",),
        "depth": ("12.5",),
        "seen": ("2026-11-23T07:30:00+03:00",),
        "story": ("Birden\nçöktü",),
        "side": ("left",),
        "lanes": ("left", "right"),
    }


def test_a_required_question_left_open_is_said_on_top_and_beside_it(asked: Office) -> None:
    answer, page = post("/basvuru", filled_in() | ANSWERS | {"q.pole": " "})
    assert answer.status == 400
    assert "#f-q.pole" in page.links
    assert "error-q.pole" in page.ids["f-q.pole"]["aria-describedby"].split()
    assert asked.requests.rows == {}


@pytest.mark.parametrize(("field", "wrong"), [("depth", "derin"), ("seen", "dün"), ("side", "up")])
def test_what_cannot_be_taken_comes_back_with_all_other_answers(asked: Office, field: str, wrong: str) -> None:
    answer, page = post("/basvuru", filled_in() | ANSWERS | {f"q.{field}": wrong})
    assert answer.status == 400
    assert f"#f-q.{field}" in page.links
    kept: dict[str, Any] = {name: value for name, value in ANSWERS.items() if name != f"q.{field}"}
    assert page.fields.items() >= kept.items()


def test_an_answer_that_is_not_asked_any_more_stays_behind(asked: Office) -> None:
    assert post("/basvuru", filled_in() | ANSWERS | {"q.gone": "1", "q.lanes.middle": "1"})[0].status == 201


def test_questions_speak_english(asked: Office) -> None:
    _, page = get("/basvuru/road.pothole?lang=en")
    assert "Direk numarası (en) (required)" in page.words
