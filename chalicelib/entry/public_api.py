"""The public JSON API: open a request, follow it, list the services."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid, Refused
from chalicelib.core.text import clean
from chalicelib.core.wording import LANGUAGES
from chalicelib.entry import answers
from chalicelib.entry.bearer import bearer_of
from chalicelib.entry.rim import api, body_of, caller_of, language_of, problem_of

if TYPE_CHECKING:
    from chalicelib.flows.desk import Desk
    from chalicelib.flows.track import Seen

# Flows are imported where they are called: opening a request never pays for following one.

bp = Blueprint(__name__)

KEY = re.compile(r"[\x21-\x7e]{1,255}")
MOVE_FIELDS = ("move", "text", "files", "upload_session")


@bp.route("/api/requests", methods=["POST"])
@api(bp)
def open_request() -> Response:
    """Open a request, or tell again what the same Idempotency-Key opened before."""
    from chalicelib.flows import intake

    request = bp.current_request
    language = language_of(request)
    sent = request.headers.get("idempotency-key")  # one that is empty is a mistake of its sender's
    key = secrets.token_urlsafe(18) if sent is None else str(sent)
    if not KEY.fullmatch(key):
        raise Invalid(Fault("Idempotency-Key", "idempotency-key"))
    said = read_object(body_of(request))
    if said.get("language") in LANGUAGES:
        language = str(said["language"])
    desk = wire.desk()
    try:
        heard = intake.hear(desk, said, intake.Source("api", key, caller=caller_of(request)), language, asks=True)
    except Invalid as error:
        return problem_of(error, language)
    answer = answers.opened(desk, heard.request, language, folded=heard.folded)
    headers = {"Location": answer["tracking_url"], "Idempotency-Key": key}
    return told(answer, language, status=201 if heard.new else 200, headers=headers)


@bp.route("/api/requests/{number}", methods=["GET"])
@api(bp)
def read_request(number: str) -> Response:
    """State and dates; with proof or in a session of its phone, the citizen's own view."""
    request = bp.current_request
    language = language_of(request)
    desk = wire.desk()
    proof = request.headers.get("x-contact-proof") or (request.query_params or {}).get("contact") or ""
    seen = _seen(request, desk, number, str(proof))
    if not seen.own:
        return told(answers.public(desk, seen.case, language), language)
    from chalicelib.entry import own_answers

    return told(own_answers.own(desk, seen.case, language), language)


@bp.route("/api/requests/{number}/moves", methods=["POST"])
@api(bp)
def move_request(number: str) -> Response:
    """What a citizen does with a request, by the proof or in a session: answer, add, withdraw, solved, not_solved."""
    from chalicelib.entry import own_answers
    from chalicelib.flows import citizen
    from chalicelib.flows.admit import admit

    request = bp.current_request
    language = language_of(request)
    said = read_object(body_of(request))
    _check_move(said, citizen.ACTS)
    proof = str(request.headers.get("x-contact-proof", ""))
    if not proof and bearer_of(request) is None:
        raise Refused("wrong-proof")
    desk = wire.desk()
    seen = _seen(request, desk, number, proof)
    if not seen.own:
        raise Refused("refused")
    admit(desk, "acting", seen.case.number)
    session = said.get("upload_session") or ""
    after = citizen.act(desk, seen, said["move"], said.get("text"), files=said.get("files") or (), session=session)
    return told(own_answers.own(desk, after.case, language), language)


@bp.route("/api/services", methods=["GET"])
@api(bp)
def list_services() -> Response:
    """Every service of the city with its questions, by group."""
    from chalicelib.entry.service_answers import services

    request = bp.current_request
    language = language_of(request)
    answer = told(services(wire.city(), language), language, store=True)
    return with_tag(request, answer)


@bp.route("/api/openapi.json", methods=["GET"])
@api(bp)
def openapi() -> Response:
    """The OpenAPI document of these routes."""
    from chalicelib.entry.openapi import document  # a page of text: only for whom asks

    return Response(
        json.dumps(document(wire.public_url(), wire.city()), ensure_ascii=False),
        headers={"Content-Type": "application/json; charset=utf-8", "Cache-Control": "public, max-age=300"},
    )


def with_tag(request: Request, answer: Response) -> Response:
    """The answer with an ETag, or 304 where the caller has it already (RFC 9110 8.8.3, 13.1.2)."""
    tag = f'"{hashlib.sha256(answer.body.encode()).hexdigest()[:24]}"'
    headers = answer.headers | {"ETag": tag}
    known = str(request.headers.get("if-none-match", "")).replace("W/", "").split(",")
    if tag in (each.strip() for each in known):
        return Response("", status_code=304, headers=headers)
    return Response(answer.body, status_code=answer.status_code, headers=headers)


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


def _seen(request: Request, desk: Desk, number: str, proof: str) -> Seen:
    """The request as this caller may see it; a session that is over is refused, whatever proof comes with it."""
    token = bearer_of(request)
    if token is not None:
        from chalicelib.flows import own

        seen = own.see(desk, number, token, caller_of(request))
        if seen.own or not proof:
            return seen
    from chalicelib.flows import track

    return track.look(desk, number, proof, caller_of(request))


def _check_move(said: dict[str, Any], acts: Collection[str]) -> None:
    faults = [Fault(clean(name, lines=False)[:40], "unknown-field") for name in said if name not in MOVE_FIELDS]
    name, files = said.get("move"), said.get("files")
    if not isinstance(name, str) or name not in acts:
        faults.append(Fault("move", "choice"))
    if files is not None and not (isinstance(files, list) and all(isinstance(id, str) for id in files)):
        faults.append(Fault("files", "files"))
    if not isinstance(said.get("upload_session") or "", str):
        faults.append(Fault("upload_session", "must-be-text"))
    if faults:
        raise Invalid(*faults)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
