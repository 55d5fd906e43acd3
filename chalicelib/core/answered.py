"""The answers to a service's questions in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.city import City
from chalicelib.core.moments import say_moment
from chalicelib.core.questions import Question
from chalicelib.core.request import Draft


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what was answered."""

    code: str
    label: str
    values: tuple[str, ...]

    @property
    def words(self) -> str:
        """The answers on one line."""
        return ", ".join(self.values)


def answers(draft: Draft, city: City, language: str) -> tuple[Answered, ...]:
    """Every answer by the questions of the service that was asked for; where a question is no longer there, its code
    and the bare answer."""
    service = city.services.get(draft.service)
    questions = {question.code: question for question in service.questions} if service else {}
    return tuple(_answered(code, values, questions.get(code), language) for code, values in draft.answers)


def extras(draft: Draft) -> tuple[Answered, ...]:
    """What a peer said beyond the questions, by the names it used; may hold whatever it liked, a contact too."""
    return tuple(Answered("", name, values) for name, values in draft.extras)


def _answered(code: str, values: Sequence[str], question: Question | None, language: str) -> Answered:
    if question is None:
        return Answered(code, code, tuple(values))
    return Answered(code, question.label.say(language), tuple(_words(value, question, language) for value in values))


def _words(value: str, question: Question, language: str) -> str:
    if question.datatype == "datetime":
        return say_moment(datetime.fromisoformat(value), language)
    named = {choice.key: choice.name.say(language) for choice in question.choices}
    return named.get(value, value)
