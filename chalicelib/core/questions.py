"""What a service asks beside the text: its questions, and the answers to them.

Data types are those of Open311 GeoReport v2, "GET Service Definition".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.core.errors import Fault
from chalicelib.core.label import Label
from chalicelib.core.shape import Table
from chalicelib.core.text import clean

DataType = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
DATA_TYPES: tuple[DataType, ...] = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
OF_A_LIST = ("singlevaluelist", "multivaluelist")
LONGEST: Mapping[str, int] = {"string": 200, "number": 40, "datetime": 40, "text": 1000}
"""Characters of an answer that is typed."""
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_YEARS = range(1900, 2200)
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?")

Answers = tuple[tuple[str, tuple[str, ...]], ...]
"""Answers by the code of their question, in the order of the questions; only a multivaluelist has several."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list: its key never changes, its name is for people."""

    key: str
    name: Label


@dataclass(frozen=True, slots=True)
class Question:
    """What a service asks. Where it is not `asked` the label is only displayed, and nothing can be answered."""

    code: str
    datatype: DataType
    required: bool
    label: Label
    hint: Label | None = None
    choices: tuple[Choice, ...] = ()
    asked: bool = True


def read_questions(table: Table) -> tuple[Question, ...]:
    """The list `questions` of a service in a preset, in its order; its faults are written down."""
    questions: dict[str, Question] = {}
    for row in table.rows("questions"):
        code = row.text("code", CODE, "a code such as lamp_number")
        if code in questions:
            row.fault("code", f'"{code}" stands twice')
        datatype = row.choice("datatype", DATA_TYPES)
        choices = _read_choices(row) if datatype in OF_A_LIST else ()
        asked = row.flag("asked", default=True)
        questions[code] = Question(
            code=code,
            datatype=datatype,
            required=row.flag("required", default=False) and asked,
            label=row.label("label"),
            hint=row.label("hint") if row.has("hint") else None,
            choices=choices,
            asked=asked,
        )
    return tuple(questions.values())


def read_answers(
    questions: Sequence[Question],
    said: Mapping[str, Sequence[str]],
    fault: Callable[[Fault], None],
    *,
    asks: bool = True,
) -> Answers:
    """The clean answers to these questions. `said` holds what was given by code; blank values count as unsaid. Where
    nobody `asks`, required ones may be missing too. What is wrong is handed to `fault`, its field named
    `answers.<code>`: "unknown-question", "answer-required", "answer-number", "answer-datetime" (ISO 8601 with its
    zone), "answer-choice", "answer-one", "too-long"."""
    asked = {question.code: question for question in questions if question.asked}
    for code in said:
        if code not in asked:
            fault(Fault(f"answers.{clean(code[:80], lines=False)[:40]}", "unknown-question"))
    found = []
    for code, question in asked.items():
        values = tuple(
            text for text in (clean(value, lines=question.datatype == "text") for value in said.get(code, ())) if text
        )
        wrong = _wrong(question, values, asks)
        if wrong:
            fault(Fault(f"answers.{code}", *wrong))
        elif values:
            found.append((code, tuple(dict.fromkeys(values))))
    return tuple(found)


def _wrong(question: Question, values: tuple[str, ...], asks: bool) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The code and the values of what is wrong with an answer, none where it can be taken."""
    if not values:
        return ("answer-required", ()) if asks and question.required else None
    if len(values) > 1 and question.datatype != "multivaluelist":
        return "answer-one", ()
    if question.choices:
        keys = {choice.key for choice in question.choices}
        return None if set(values) <= keys else ("answer-choice", ())
    longest = LONGEST[question.datatype]
    if len(values[0]) > longest:
        return "too-long", (("limit", str(longest)),)
    if question.datatype == "number" and not _NUMBER.fullmatch(values[0]):
        return "answer-number", ()
    if question.datatype == "datetime" and not _is_moment(values[0]):
        return "answer-datetime", ()
    return None


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and moment.year in _YEARS


def _read_choices(row: Table) -> tuple[Choice, ...]:
    choices: dict[str, Choice] = {}
    for value in row.rows("values"):
        key = value.text("key", KEY, "a key such as two_lanes")
        if key in choices:
            value.fault("key", f'"{key}" stands twice')
        choices[key] = Choice(key, value.label("name"))
    if not choices:
        row.fault("values", "must be a list of values, at least one")
    return tuple(choices.values())
