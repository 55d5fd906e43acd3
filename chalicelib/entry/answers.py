"""A request as the JSON API tells it: to who opened it, and to anybody with the number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.case import Case
from chalicelib.core.moments import TURKEY
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import pin, show
from chalicelib.core.words import name_of_body, name_of_unit
from chalicelib.flows.desk import Desk


def opened(desk: Desk, request: Request, language: str) -> dict[str, Any]:
    """What POST /api/requests answers: number, state, unit, promised date; emergency, referred_to and pin if any."""
    answer: dict[str, Any] = {
        "number": show(request.number),
        "status": request.status,
        "service_code": request.draft.service,
        "unit": unit_of(desk, request, language),
        "due": local(request.state.promise),
        "tracking_url": desk.tracking_url(request.number),
    }
    if request.emergency:
        danger = desk.city.dangers[request.emergency]
        answer["emergency"] = {
            "code": danger.code,
            "text": danger.text.say(language),
            "lines": list(danger.lines),
        }
    if request.state.body:
        answer["referred_to"] = referred_to(desk, request, language)
    if needs_pin(request):
        answer["pin"] = pin(desk.secret, request.number, request.state.pin_edition)
    return answer


def public(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """State and dates, nothing else: what anybody with the number may see. `due` as long as something is promised."""
    state = case.state
    return {
        "number": show(case.number),
        "status": state.status,
        "status_text": desk.wording.say(f"state.{state.status}", language),
        "opened": local(case.request.opened),
        "changed": local(state.changed),
    } | ({"due": local(state.promise)} if state.open else {})


def unit_of(desk: Desk, request: Request, language: str) -> dict[str, str]:
    """Code and name of the accountable unit."""
    return {"code": request.state.unit, "name": name_of_unit(request.state.unit, desk.city, language)}


def referred_to(desk: Desk, request: Request, language: str) -> dict[str, str]:
    """Code and name of the body that the matter was referred to; the phone to dial where it is known."""
    code = request.state.body
    body = desk.city.bodies.get(code)
    told = {"code": code, "name": name_of_body(code, desk.city, desk.wording, language)}
    return told | ({"phone": body.phone} if body and body.phone else {})


def local(at: datetime) -> str:
    """A moment in Turkish time, to the minute."""
    return at.astimezone(TURKEY).isoformat(timespec="minutes")
