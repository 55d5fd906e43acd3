"""A request as the JSON API tells it: to who opened it, and to anybody with the number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.answered import answers
from chalicelib.core.case import Case
from chalicelib.core.moments import TURKEY
from chalicelib.core.publication import Public, public_of, still
from chalicelib.core.request import Request, needs_pin
from chalicelib.core.tracking import pin, show
from chalicelib.core.words import name_of_body, name_of_service, name_of_unit
from chalicelib.flows.desk import Desk


def opened(desk: Desk, request: Request, language: str, *, folded: bool = False) -> dict[str, Any]:
    """What POST /api/requests answers: number, state, unit, promised date; emergency, referred_to and pin if any. Where
    it was `folded` into an earlier one the PIN is not told: it went to whoever said the same first."""
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
    if needs_pin(request) and not folded:
        answer["pin"] = pin(desk.secret, request.number, request.state.pin_edition)
    return answer


def public(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """State and dates, and what is public of it: what anybody with the number may see. `due` as long as something is
    promised."""
    state = case.state
    seen = public_of(case, desk.city)
    shown = still(seen, desk.city) if seen else None
    told: dict[str, Any] = {
        "number": show(case.number),
        "status": state.status,
        "status_text": desk.wording.say(f"state.{state.status}", language),
        "opened": local(case.request.opened),
        "changed": local(state.changed),
    }
    told |= {"due": local(state.promise)} if state.open else {}
    return told | ({"public": published(desk, shown, language)} if shown else {})


def published(desk: Desk, public: Public, language: str) -> dict[str, Any]:
    """What anybody may see of a request; what is not there is left out."""
    told = {
        "service_code": public.service,
        "service": name_of_service(public.service, desk.city, language),
        "district": public.district or None,
        "lat": public.lat,
        "long": public.long,
        "text": public.text or None,
        "photos": [desk.photo_url(id) for id in public.photos],
    }
    return {name: value for name, value in told.items() if value is not None}


def answers_told(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """`answers`: each question with its answers in words, to whoever may read the matter."""
    found = answers(case.request.draft, desk.city, language)
    return {"answers": [{"code": each.code, "label": each.label, "values": list(each.values)} for each in found]}


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
    """A moment in Turkish time, to the second: RFC 3339 has no shorter one."""
    return at.astimezone(TURKEY).isoformat(timespec="seconds")
