"""The public JSON API: open a request, follow it, list the services."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid, Refused
from chalicelib.core.text import clean
from chalicelib.core.wording import LANGUAGES
from chalicelib.entry import answers
from chalicelib.entry.rim import api, body_of, caller_of, language_of, problem_of

# Flows are imported where they are called: opening a request never pays for following one.

bp = Blueprint(__name__)

KEY = re.compile(r"[\x21-\x7e]{1,255}")


@bp.route("/api/requests", methods=["POST"])
@api(bp)
def open_request() -> Response:
    """Open a request, or tell again what the same Idempotency-Key opened before."""
    from chalicelib.flows import intake

    request = bp.current_request
    language = language_of(request)
    key = str(request.headers.get("idempotency-key", "")) or secrets.token_urlsafe(18)
    if not KEY.fullmatch(key):
        raise Invalid(Fault("Idempotency-Key", "idempotency-key"))
    said = read_object(body_of(request))
    if said.get("language") in LANGUAGES:
        language = str(said["language"])
    desk = wire.desk()
    try:
        heard = intake.hear(desk, said, intake.Source("api", key), language)
    except Invalid as error:
        return problem_of(error, language)
    answer = answers.opened(desk, heard.request, language)
    headers = {"Location": answer["tracking_url"], "Idempotency-Key": key}
    return told(answer, language, status=201 if heard.new else 200, headers=headers)


@bp.route("/api/requests/{number}", methods=["GET"])
@api(bp)
def read_request(number: str) -> Response:
    """State and dates; with proof, the citizen's own view."""
    from chalicelib.flows import track

    request = bp.current_request
    language = language_of(request)
    proof = request.headers.get("x-contact-proof") or (request.query_params or {}).get("contact") or ""
    desk = wire.desk()
    seen = track.look(desk, number, str(proof), caller_of(request))
    if not seen.own:
        return told(answers.public(desk, seen.case, language), language)
    from chalicelib.entry import own_answers

    return told(own_answers.own(desk, seen.case, language), language)


@bp.route("/api/requests/{number}/moves", methods=["POST"])
@api(bp)
def move_request(number: str) -> Response:
    """What a citizen does with a request, by the proof: answer, add, withdraw, solved, not_solved."""
    from chalicelib.entry import own_answers
    from chalicelib.flows import citizen

    request = bp.current_request
    language = language_of(request)
    said = read_object(body_of(request))
    faults = [Fault(clean(name, lines=False)[:40], "unknown-field") for name in said if name not in ("move", "text")]
    name = said.get("move")
    if not isinstance(name, str) or name not in citizen.ACTS:
        faults.append(Fault("move", "choice"))
    if faults:
        raise Invalid(*faults)
    proof = str(request.headers.get("x-contact-proof", ""))
    if not proof:
        raise Refused("wrong-proof")
    desk = wire.desk()
    seen = citizen.enter(desk, number, caller_of(request), proof=proof)
    after = citizen.act(desk, seen, str(name), said.get("text"))
    return told(own_answers.own(desk, after.case, language), language)


@bp.route("/api/services", methods=["GET"])
@api(bp)
def list_services() -> Response:
    """Every service of the city, by group."""
    language = language_of(bp.current_request)
    city = wire.city()
    services = [
        {
            "service_code": service.code,
            "label": service.label.say(language),
            "short_label": service.short.say(language),
            "group": service.group,
            "priority": service.priority,
            "confidential": service.confidential,
            "public": service.listed,
            **({"emergency": service.danger} if service.danger else {}),
            **({"hint": service.hint.say(language)} if service.hint else {}),
        }
        for service in city.services.values()
    ]
    groups = [{"code": group.code, "label": group.label.say(language)} for group in city.groups]
    return told(
        {"city": city.name.say(language), "city_code": city.code, "groups": groups, "services": services},
        language,
        store=True,
    )


@bp.route("/api/openapi.json", methods=["GET"])
@api(bp)
def openapi() -> Response:
    """The OpenAPI document of these routes."""
    from chalicelib.entry.openapi import document  # a page of text: only for whom asks

    return Response(
        json.dumps(document(wire.public_url(), wire.city()), ensure_ascii=False),
        headers={"Content-Type": "application/json; charset=utf-8", "Cache-Control": "public, max-age=300"},
    )


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises Invalid ("json") for anything else, however deep or broken."""
    try:
        said = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Invalid(Fault("", "json")) from error
    if not isinstance(said, dict):
        raise Invalid(Fault("", "json"))
    return said


def told(
    answer: dict[str, Any],
    language: str,
    *,
    status: int = 200,
    store: bool = False,
    headers: dict[str, str] | None = None,
) -> Response:
    """A JSON answer, not stored anywhere unless `store`."""
    kept = "public, max-age=60" if store else "no-store"
    common = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Language": language,
        "Cache-Control": kept,
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(json.dumps(answer, ensure_ascii=False), status_code=status, headers=common | (headers or {}))


def _refuse(constant: str) -> None:
    raise ValueError(constant)
