"""A service's questions on the form: what their fields are called, and what was answered in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.core.moments import TURKEY
from chalicelib.core.questions import Question

PREFIX = "q."
"""The field of a question is `q.<code>`; each value of a list of several has one of its own, `q.<code>.<key>`."""
_FIELD = "answers."


def read_said(fields: Mapping[str, str], questions: Sequence[Question]) -> dict[str, object]:
    """The answers to these questions as intake takes them, by code; what is not asked any more stays behind."""
    said = {question.code: _said(fields, question) for question in questions if question.asked}
    return {code: answer for code, answer in said.items() if answer}


def choices_of(question: Question, language: str) -> list[tuple[str, str]]:
    """The values of a list: key and words."""
    return [(choice.key, choice.name.say(language)) for choice in question.choices]


def anchor_of(field: str) -> str:
    """The name on the form of a fault's field; any other field has its own."""
    return PREFIX + field.removeprefix(_FIELD) if field.startswith(_FIELD) else field


def label_of(anchor: str, questions: Sequence[Question], language: str) -> str:
    """What the question of this name is called, "" where the name is no question's."""
    code = anchor.removeprefix(PREFIX)
    return next((each.label.say(language) for each in questions if anchor != code == each.code), "")


def _said(fields: Mapping[str, str], question: Question) -> object:
    name = PREFIX + question.code
    if question.datatype == "multivaluelist":
        return [choice.key for choice in question.choices if fields.get(f"{name}.{choice.key}")]
    typed = fields.get(name, "").strip()
    if question.datatype == "datetime":
        return _moment(typed)
    return typed.replace(",", ".") if question.datatype == "number" else typed


def _moment(typed: str) -> str:
    """A browser tells the local time without its zone; what is no time is left as it is, to be refused."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (at if at.tzinfo else at.replace(tzinfo=TURKEY)).isoformat()
