"""A request as the JSON API tells it: to who opened it, to anybody with the number, to who proves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.moments import TURKEY
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import pin, show
from chalicelib.core.words import body_name, place_words, say_line
from chalicelib.flows.desk import Desk


def opened(desk: Desk, request: Request, language: str) -> dict[str, Any]:
    """What POST /api/requests answers: number, state, unit, promised date; emergency, referred_to and pin if any."""
    answer: dict[str, Any] = {
        "number": show(request.number),
        "status": request.status,
        "service_code": request.draft.service,
        "unit": unit_of(desk, request, language),
        "due": _local(request.due.at),
        "tracking_url": desk.tracking_url(request.number),
    }
    if request.emergency:
        danger = desk.city.dangers[request.emergency]
        answer["emergency"] = {
            "code": danger.code,
            "text": danger.text.say(language),
            "lines": list(danger.lines),
        }
    if request.route.body:
        answer["referred_to"] = referred_to(desk, request, language)
    if needs_pin(request):
        answer["pin"] = pin(desk.secret, request.number, 0)
    return answer


def public(desk: Desk, request: Request, language: str) -> dict[str, Any]:
    """State and dates, nothing else: what anybody with the number may see."""
    return {
        "number": show(request.number),
        "status": request.status,
        "status_text": desk.wording.say(f"state.{request.status}", language),
        "opened": _local(request.opened),
        "changed": _local(request.changed or request.opened),
        "due": _local(request.due.at),
    }


def own(desk: Desk, request: Request, language: str) -> dict[str, Any]:
    """The citizen's own view: the public one, with the matter, the place, who answers and why then."""
    draft = request.draft
    answer = public(desk, request, language) | {
        "service_code": draft.service,
        "service": desk.city.services[draft.service].label.say(language),
        "kind": draft.kind,
        "legal_basis": draft.basis,
        "description": draft.text,
        "place": place_words(request),
        "unit": unit_of(desk, request, language),
        "due_explanation": explained(desk, request, language),
        "reached_by": request.reach,
    }
    if request.route.body:
        answer["referred_to"] = referred_to(desk, request, language)
    return answer


def unit_of(desk: Desk, request: Request, language: str) -> dict[str, str]:
    """Code and name of the accountable unit."""
    return {"code": request.route.unit, "name": desk.city.units[request.route.unit].name.say(language)}


def referred_to(desk: Desk, request: Request, language: str) -> dict[str, str]:
    """Code and name of the body that the matter was referred to; the phone to dial where it is known."""
    body = desk.city.bodies.get(request.route.body)
    told = {"code": request.route.body, "name": body_name(request, desk.city, desk.wording, language)}
    return told | ({"phone": body.phone} if body and body.phone else {})


def explained(desk: Desk, request: Request, language: str) -> list[str]:
    """The lines by which a citizen can check the promised date."""
    return [say_line(line, desk.wording, language) for line in request.due.lines]


def _local(at: datetime) -> str:
    return at.astimezone(TURKEY).isoformat(timespec="minutes")
