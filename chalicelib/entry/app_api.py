"""What an app needs: a proof of the phone, my requests, and what my words could be filed as."""

from __future__ import annotations

from typing import Any

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.tracking import show
from chalicelib.entry.answers import local
from chalicelib.entry.bearer import bearer_of
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import api, body_of, caller_of, language_of, problem, say_error

# What stands behind a route is imported when it is called: citizens' requests do not wait for it at a cold start.

bp = Blueprint(__name__)


@bp.route("/api/codes", methods=["POST"])
@api(bp)
def ask_for_code() -> Response:
    """Have a one-time code sent to a phone."""
    from chalicelib.core.codes import LIFETIME
    from chalicelib.entry.staff_requests import read_texts
    from chalicelib.flows import codes

    request = bp.current_request
    language = language_of(request)
    said = {"channel": "sms"} | read_object(body_of(request))
    typed = read_texts(said, ("phone", "channel"))
    desk = wire.desk()
    try:
        asked = codes.ask(desk, typed["phone"], typed["channel"], caller_of(request), language)
    finally:
        wire.meter().flush()
    code = "app.code.lost" if asked.lost else "app.code.sent"
    minutes = int(LIFETIME.total_seconds()) // 60
    answer = {
        "code_id": asked.id,
        "channel": asked.channel,
        "expires": local(asked.expires),
        "text": desk.wording.say(code, language, minutes=minutes, line=desk.city.line),
    }
    return told(answer, language, status=202)


@bp.route("/api/sessions", methods=["POST"])
@api(bp)
def begin_session() -> Response:
    """A session for the code that came by phone."""
    from chalicelib.entry.staff_requests import read_texts
    from chalicelib.flows import codes

    request = bp.current_request
    language = language_of(request)
    typed = read_texts(read_object(body_of(request)), ("code_id", "code"))
    try:
        entered = codes.enter(wire.desk(), typed["code_id"], typed["code"], caller_of(request))
    finally:
        wire.meter().flush()
    if isinstance(entered, codes.Wrong):
        words = say_error("wrong-app-code" if entered.left else "spent-app-code", language, left=entered.left)
        return problem(403, language, detail=words, more={"guesses_left": entered.left})
    answer = {"token": entered.token, "expires": local(entered.expires), "phone": entered.phone}
    return told(answer, language, status=201)


@bp.route("/api/session", methods=["DELETE"])
@api(bp)
def end_session() -> Response:
    """The session is over."""
    from chalicelib.flows import codes

    request = bp.current_request
    codes.end(wire.desk(), bearer_of(request) or "")
    return told({"signed_out": True}, language_of(request))


@bp.route("/api/me/requests", methods=["GET"])
@api(bp)
def my_requests() -> Response:
    """The requests of the session's phone, the newest first."""
    from chalicelib.core.words import name_of_service
    from chalicelib.flows import own

    request = bp.current_request
    language = language_of(request)
    limit = _read_limit((request.query_params or {}).get("limit"), own.MOST)
    desk = wire.desk()
    entries = own.requests(desk, bearer_of(request) or "", limit)
    answer = [
        {
            "number": show(entry.number),
            "status": entry.status,
            "status_text": desk.wording.say(f"state.{entry.status}", language),
            "service_code": entry.service,
            "service": name_of_service(entry.service, desk.city, language),
            "opened": local(entry.opened),
        }
        for entry in entries
    ]
    return told({"requests": answer}, language)


@bp.route("/api/suggestions", methods=["POST"])
@api(bp)
def suggest_services() -> Response:
    """What a text could be filed as; nothing of it is kept."""
    from chalicelib.core.heard import LIMITS
    from chalicelib.core.lexicon import danger_told
    from chalicelib.core.suggest import suggest
    from chalicelib.entry.staff_requests import read_texts
    from chalicelib.flows.admit import admit

    request = bp.current_request
    language = language_of(request)
    admit(wire.desk(), "asking", caller_of(request))
    text = read_texts(read_object(body_of(request)), ("text",))["text"]
    if len(text) > LIMITS["description"]:
        raise Invalid(Fault("text", "too-long", (("limit", str(LIMITS["description"])),)))
    city = wire.city()
    answer: dict[str, Any] = {
        "services": [
            {
                "service_code": found.service,
                "label": city.services[found.service].label.say(language),
                "group": city.services[found.service].group,
                "words": list(found.words),
            }
            for found in suggest(text, city)
        ]
    }
    if danger := danger_told(text, city):
        told_of = city.dangers[danger]
        answer["emergency"] = {"code": danger, "text": told_of.text.say(language), "lines": list(told_of.lines)}
    return told(answer, language)


def _read_limit(typed: str | None, most: int) -> int:
    if typed is None or typed == "":
        return most
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4 and 1 <= int(typed) <= most):
        raise Invalid(Fault("limit", "limit", (("most", str(most)),)))
    return int(typed)
