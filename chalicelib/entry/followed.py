"""What only the proof shows of a request: the matter, its story, the question, the outcome, what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.answered import answers
from chalicelib.core.case import Case, Event
from chalicelib.core.moments import local_day, say_day, say_moment
from chalicelib.core.story import outcome_words, story
from chalicelib.core.words import name_of_service, place_words
from chalicelib.entry import views
from chalicelib.flows.citizen import acts_now, reopens_until, ticket_of
from chalicelib.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class Question:
    """What the citizen is asked, and until when the answer is waited for."""

    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Result:
    """How the request ended: the short outcome and its kind, the whole answer, and what the law leaves to do."""

    code: str
    kind: str
    text: str
    answer: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline."""

    moment: str
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class Own:
    """The request as its citizen sees it; `story` is newest first, `acts` are what the citizen can do now, `ticket`
    lets their forms in. `answer_by` and `said_by` are the days until which an answer to the question, and a word on the
    outcome, are waited for; `answers` are to the questions of the service."""

    service: str
    kind: str
    basis: str
    place: str
    text: str
    handled: views.Handled
    reach: str
    story: tuple[Happening, ...]
    question: Question | None
    result: Result | None
    acts: tuple[str, ...]
    ticket: str
    answer_by: str
    said_by: str
    answers: tuple[tuple[str, str], ...] = ()


def own_of(desk: Desk, case: Case, language: str) -> Own:
    """What only the citizen sees."""
    request, state = case.request, case.state
    return Own(
        service=name_of_service(state.service, desk.city, language),
        kind=desk.wording.say(f"kind.{request.draft.kind}", language),
        basis=desk.wording.say(f"basis.{state.basis}", language) if state.basis != "service" else "",
        place=place_words(request),
        text=request.draft.text,
        handled=views.handled_by(desk, request, language),
        reach=views.reach_words(desk, request, language, stem="follow"),
        story=tuple(
            Happening(say_moment(step.at, language), step.words, step.said)
            for step in story(case, desk.city, desk.wording, language)
        ),
        question=question_of(case),
        result=result_of(desk, case, language),
        acts=acts_now(case, desk.city, desk.now()),
        ticket=ticket_of(desk, request),
        answer_by=say_day(local_day(state.waits), language) if state.waits else "",
        said_by=_said_by(desk, case, language),
        answers=tuple((each.label, each.words) for each in answers(request.draft, desk.city, language)),
    )


def question_of(case: Case) -> Question | None:
    """What the citizen is asked now."""
    if case.state.status != "waiting_citizen":
        return None
    asked = next((event for event in reversed(case.events) if event.move == "ask"), None)
    return Question(case.texts(asked.n).get("question", ""), case.state.waits) if asked else None


def result_of(desk: Desk, case: Case, language: str) -> Result | None:
    """The outcome, where one was given and stands."""
    state = case.state
    event = case.event(state.outcome_event)
    if not state.result or event is None:
        return None
    remedy = _remedy(case, event)
    return Result(
        code=state.outcome,
        kind=state.result,
        text=outcome_words(state.outcome, state.result, state.service, desk.city, desk.wording, language),
        answer=case.texts(event.n).get("answer", ""),
        remedy=desk.wording.say(f"remedy.{remedy}", language) if remedy else "",
    )


def _remedy(case: Case, event: Event) -> str:
    """The law whose remedy a negative answer names, or ""; what was decided for another request is as negative here."""
    state = case.state
    if event.move == "follow" and state.result in ("negative", "rejected") and state.basis != "service":
        return state.basis
    return str(event.facts.get("remedy", ""))


def _said_by(desk: Desk, case: Case, language: str) -> str:
    """The day on which silence closes it (core/clocks.py), or, once it is closed, the last on which it reopens."""
    answered = case.state.answered
    if answered is None:
        return ""
    if case.state.status == "closed":
        return say_day(local_day(reopens_until(case, desk.city)), language)
    return say_day(local_day(answered) + timedelta(days=desk.city.confirm_days), language)
