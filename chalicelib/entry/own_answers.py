"""A request as the JSON API tells it to the citizen who proves it."""

from __future__ import annotations

from typing import Any

from chalicelib.core.case import Case
from chalicelib.core.promise import promise
from chalicelib.core.story import story
from chalicelib.core.words import name_of_service, place_words, say_line
from chalicelib.entry.answers import answers_told, local, public, referred_to, unit_of
from chalicelib.entry.files_api import file_answer
from chalicelib.entry.followed import question_of, result_of
from chalicelib.flows.citizen import acts_now
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import shown


def own(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """The citizen's own view: the public one, with the matter, the place, who answers and why then, what happened, what
    is asked or was decided, and what can be done now."""
    request, state, draft = case.request, case.state, case.request.draft
    answer = public(desk, case, language) | {
        "service_code": state.service,
        "service": name_of_service(state.service, desk.city, language),
        "kind": draft.kind,
        "legal_basis": state.basis,
        "description": draft.text,
        **answers_told(desk, case, language),
        "place": place_words(request),
        "unit": unit_of(desk, request, language),
        "due_explanation": [say_line(line, desk.wording, language) for line in promise(case, desk.city).lines],
        "reached_by": request.reach,
        "timeline": _timeline(desk, case, language),
        "moves": list(acts_now(case, desk.city, desk.now())),
    }
    if case.files:
        answer["files"] = [file_answer(file, language) for file in shown(desk, case.files, case.number)]
    if state.body:
        answer["referred_to"] = referred_to(desk, request, language)
    if question := question_of(case):
        answer["question"] = {"text": question.text} | ({"until": local(question.until)} if question.until else {})
    if result := result_of(desk, case, language):
        answer["outcome"] = {"code": result.code, "kind": result.kind, "text": result.text, "answer": result.answer}
        answer["outcome"] |= {"remedy": result.remedy} if result.remedy else {}
    return answer


def _timeline(desk: Desk, case: Case, language: str) -> list[dict[str, str]]:
    return [
        {"id": f"{case.number}-{step.place}", "at": local(step.at), "code": step.code, "text": step.words}
        | ({"said": step.said} if step.said else {})
        for step in story(case, desk.city, desk.wording, language)
    ]
