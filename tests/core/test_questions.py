"""The questions of a service: each answer is of its type, and required ones bind whoever shows them."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid, Misconfigured
from chalicelib.core.label import Label
from chalicelib.core.preset import read_city
from chalicelib.core.questions import Choice, Question, read_answers
from chalicelib.core.understand import understand
from tests.build import a_city, a_request, what_is_said
from tests.cities.reading import a_preset, read_json

NAME = Label("Ad", "Name")
LIST = (Choice("small", NAME), Choice("large", NAME))
QUESTIONS = (
    Question("pole", "string", False, NAME),
    Question("pieces", "number", False, NAME),
    Question("since", "datetime", False, NAME),
    Question("story", "text", False, NAME),
    Question("size", "singlevaluelist", True, NAME, choices=LIST),
    Question("lanes", "multivaluelist", False, NAME, choices=LIST),
    Question("note", "text", False, NAME, asked=False),
)
SIZE = {"size": ["small"]}


def faults(said: dict[str, list[str]], *, asks: bool = True) -> dict[str, str]:
    found: list[Fault] = []
    read_answers(QUESTIONS, said, found.append, asks=asks)
    return {fault.field: fault.code for fault in found}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("pole", ["A-12"]),
        ("pieces", ["-3.5"]),
        ("since", ["2026-11-23T10:30:00+03:00"]),
        ("since", ["2026-11-23T07:30:00Z"]),
        ("story", ["İki satır\nve bir daha"]),
        ("lanes", ["small", "large"]),
    ],
)
def test_an_answer_of_its_type_is_kept_as_it_is(code: str, values: list[str]) -> None:
    answers = dict(read_answers(QUESTIONS, SIZE | {code: values}, lambda fault: pytest.fail(str(fault))))
    assert answers == {code: tuple(values), "size": ("small",)}


@pytest.mark.parametrize(
    ("code", "values", "fault"),
    [
        ("pole", ["x" * 201], "too-long"),
        ("pole", ["a", "b"], "answer-one"),
        ("pieces", ["drei"], "answer-number"),
        ("pieces", ["NaN"], "answer-number"),
        ("pieces", ["1e9"], "answer-number"),
        ("since", ["yesterday"], "answer-datetime"),
        ("since", ["2026-11-23T10:30:00"], "answer-datetime"),
        ("since", ["0001-01-01T00:00:00+14:00"], "answer-datetime"),
        ("since", ["9999-12-31T23:59:59-14:00"], "answer-datetime"),
        ("size", ["huge"], "answer-choice"),
        ("size", ["small", "large"], "answer-one"),
        ("lanes", ["small", "huge"], "answer-choice"),
        ("note", ["x"], "unknown-question"),
        ("colour", ["x"], "unknown-question"),
    ],
)
def test_an_answer_that_is_none_is_named_by_its_code(code: str, values: list[str], fault: str) -> None:
    assert faults(SIZE | {code: values}) == {f"answers.{code}": fault}


def test_a_required_answer_binds_only_whoever_shows_the_question() -> None:
    assert faults({}) == {"answers.size": "answer-required"}
    assert faults({"size": ["  "]}) == {"answers.size": "answer-required"}
    assert faults({}, asks=False) == {}


def test_the_same_choice_twice_counts_once() -> None:
    answers = read_answers(QUESTIONS, {"size": ["small"], "lanes": ["small", "small"]}, pytest.fail)
    assert dict(answers)["lanes"] == ("small",)


def test_a_chat_or_staff_may_leave_open_what_a_form_must_ask() -> None:
    lamp = what_is_said(service_code="out.streetlight")
    assert understand(lamp, a_city()).answers == ()
    with pytest.raises(Invalid) as refusal:
        understand(lamp, a_city(), asks=True)
    assert [fault.field for fault in refusal.value.faults] == ["answers.lamp"]
    assert understand(lamp | {"answers": {"lamp": "out"}}, a_city(), asks=True).answers == (("lamp", ("out",)),)


def services_with(city: City, **wanted: Any) -> list[str]:
    return [
        service.code
        for service in city.services.values()
        if any(all(getattr(each, name) == value for name, value in wanted.items()) for each in service.questions)
    ]


@pytest.mark.parametrize("code", ["izmir-him", "ilkadim-ilkim", "example"])
def test_the_presets_ask_in_every_type_and_demand_little(code: str) -> None:
    city = a_city(code)
    assert len([service for service in city.services.values() if service.questions]) >= 12
    for datatype in ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"):
        assert services_with(city, datatype=datatype), datatype
    assert services_with(city, required=True) == ["transit.delay", "out.streetlight"]
    assert services_with(city, asked=False)


def test_answers_are_a_part_of_what_was_said() -> None:
    one, other = (
        a_request(service_code="out.streetlight", answers={"lamp": lamp}).draft.canonical() for lamp in ("out", "day")
    )
    assert one != other


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ({"code": "Lamp"}, "questions[0].code"),
        ({"datatype": "colour"}, "questions[0].datatype"),
        ({"datatype": "singlevaluelist"}, "questions[0].values"),
        ({"label": {"tr": "Lamba"}}, "questions[0].label"),
        ({"colour": "red"}, "questions[0].colour"),
        ({"values": [{"key": "a", "name": {"tr": "a", "en": "a"}}]}, "questions[0].values"),
    ],
)
def test_a_preset_with_a_faulty_question_is_told_where(question: dict[str, Any], line: str) -> None:
    whole = {"code": "lamp", "datatype": "string", "label": {"tr": "Lamba", "en": "Lamp"}} | question
    preset = a_preset("example") | {"services": {"park.new": {"questions": [whole]}}}
    with pytest.raises(Misconfigured) as refused:
        read_city(preset, read_json("catalogue.json"), read_json("holidays.json"))
    assert any(f"services.park.new.{line}" in each for each in refused.value.lines), refused.value.lines
