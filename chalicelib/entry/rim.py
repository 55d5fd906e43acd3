"""The HTTP rim: every error becomes an answer in the shape and the language of its caller, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from chalice import Blueprint, Chalice, Response
from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import (
    Conflict,
    Fault,
    Invalid,
    KeyReused,
    Misconfigured,
    NotAllowed,
    NotFound,
    Refused,
    TryLater,
)
from chalicelib.core.text import clean
from chalicelib.core.tracking import same, show
from chalicelib.core.wording import pick_language
from chalicelib.entry.cors import allow
from chalicelib.entry.headers import dress

View = Callable[..., Response]
PROBLEM = "application/problem+json; charset=utf-8"
# What a form or an API call may weigh, in bytes: the longest description ten times over, escaped.
HEAVIEST = 200_000
# A longer wait is told in minutes.
LONGEST_IN_SECONDS = 90

TITLES = {400: "invalid", 401: "signed-out", 403: "refused", 404: "not-found", 405: "method", 409: "conflict",
          413: "too-large", 415: "media-type", 422: "key-reused", 429: "too-many", 500: "broken",
          503: "try-later"}  # fmt: skip
# Refusals that a sign-in settles.
SIGN_IN = ("signed-out", "wrong-login", "wrong-code")


class Kopru(Chalice):
    """The application; what Chalice itself refuses (405, 415, a broken route) gets our shape too."""

    def __init__(self, app_name: str) -> None:
        super().__init__(app_name)
        self.api.binary_types.append("multipart/form-data")  # else the gateway reads pictures as text
        for each in (dress, allow, _reshape):
            self.register_middleware(each, "http")


def api(bp: Blueprint) -> Callable[[View], View]:
    """For the views of a JSON API: what they raise is answered as application/problem+json (RFC 9457)."""
    return answering(bp, lambda error, request: problem_of(error, language_of(request)))


def answering(bp: Blueprint, reply: Callable[[Exception, Request], Response]) -> Callable[[View], View]:
    """For views whose errors are answered by `reply`."""

    def rimmed(view: View) -> View:
        @wraps(view)
        def answered(*args: Any, **kwargs: Any) -> Response:
            try:
                return view(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - the HTTP rim
                return reply(error, bp.current_request)

        return answered

    return rimmed


def problem_of(error: Exception, language: str) -> Response:
    """The answer to an error; what we did not foresee is logged by its kind and place alone, and is a 500."""
    status, code, faults, headers = read_error(error)
    detail = {"number": show(error.number)} if isinstance(error, KeyReused) else {}
    words = say_why(error, code, language, **detail)
    more = {"version": error.version} if isinstance(error, Conflict | NotAllowed) else {}
    return problem(status, language, detail=words, faults=faults, headers=headers, more=more)


def read_error(error: Exception) -> tuple[int, str, tuple[Fault, ...], dict[str, str]]:
    """Status, code of the sentence, faults and headers that an error asks for; the unforeseen is logged here."""
    if isinstance(error, Invalid):
        if any(fault.code == "too-large" for fault in error.faults):
            return 413, "too-large", (), {}
        return 400, "invalid", error.faults, {}
    if isinstance(error, NotFound):
        return 404, error.code, (), {}
    if isinstance(error, KeyReused):
        return 422, "key-reused", (), {}
    if isinstance(error, Conflict):
        return 409, "conflict", (), {}
    if isinstance(error, NotAllowed):
        return 409, error.code, (), {}
    if isinstance(error, Refused) and error.code in SIGN_IN:
        return 401, error.code, (), {"WWW-Authenticate": "Bearer"}
    if isinstance(error, Refused):
        wire.meter().flush()  # limits are counted where they are reached
        return (429, error.code, (), {"Retry-After": str(error.wait)}) if error.wait else (403, error.code, (), {})
    if isinstance(error, TryLater):
        wire.logger().warning("answered with try later", extra={"reason": error.reason})
        return 503, error.code, (), {"Retry-After": str(error.wait)}
    kind = "preset refused" if isinstance(error, Misconfigured) else "unforeseen error"
    wire.logger().error(kind, extra={"error": type(error).__name__, "where": _where(error)})
    return 500, "broken", (), {}


def problem(
    status: int,
    language: str,
    *,
    detail: str = "",
    faults: tuple[Fault, ...] = (),
    headers: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> Response:
    """An RFC 9457 problem; `errors` name each field and what is wrong with it, in `language`; `more` are members that
    only some problems have."""
    body = {
        "type": "about:blank",
        "title": say_error(f"title-{TITLES.get(status, 'broken')}", language),
        "status": status,
        "detail": detail or say_error(TITLES.get(status, "broken"), language),
        "errors": [
            {"field": clean(fault.field, lines=False), "message": say_fault(fault, language)} for fault in faults
        ],
        **(more or {}),
    }
    answer = {"Content-Type": PROBLEM, "Content-Language": language, "Cache-Control": "no-store"}
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, headers=answer | (headers or {}))


def say_fault(fault: Fault, language: str) -> str:
    """The sentence of a fault."""
    return say_error(fault.code, language, **dict(fault.values))


def say_error(code: str, language: str, **values: object) -> str:
    """A sentence of texts/errors.json."""
    return wire.wording().say(f"error.{code}", language, line=wire.city().line, **values)


def say_why(error: Exception, code: str, language: str, **values: object) -> str:
    """The sentence of an error, with the time to wait in words for one that says when to come again."""
    wait = error.wait if isinstance(error, Refused) else 0
    return say_error(code, language, **values, **({"wait": _wait_words(wait, language)} if wait else {}))


def language_of(request: Request) -> str:
    """The caller's language, by Accept-Language."""
    return pick_language(str(request.headers.get("accept-language", "")))


def caller_of(request: Request) -> str:
    """The caller's address as the gateway saw it, or, where CloudFront stands before it, as CloudFront did: the last
    but one of X-Forwarded-For, to which both add whom they see. Never a header that the caller writes: that it came by
    CloudFront is proved by a key that only the two know."""
    seen = str(request.context.get("identity", {}).get("sourceIp", ""))
    shown = str(request.headers.get("x-kopru-front", ""))
    if not shown or not wire.front_key() or not same(shown, wire.front_key()):
        return seen
    passed = str(request.headers.get("x-forwarded-for", "")).split(",")
    return passed[-2].strip() if len(passed) > 1 else seen


def body_of(request: Request) -> bytes:
    """The raw body. Raises Invalid ("too-large") beyond HEAVIEST bytes."""
    raw: bytes = request.raw_body
    if len(raw) > HEAVIEST:
        raise Invalid(Fault("", "too-large"))
    return raw


def _reshape(event: Any, get_response: Callable[[Any], Response]) -> Response:
    answer = get_response(event)
    if isinstance(answer.body, dict) and "Code" in answer.body and answer.status_code >= 400:
        headers = {"Allow": answer.headers["Allow"]} if "Allow" in answer.headers else {}
        if event.path.startswith("/open311/"):
            from chalicelib.entry.open311_rim import refused

            return refused(event, answer.status_code, headers=headers)
        return problem(answer.status_code, language_of(event), headers=headers)
    return answer


def _wait_words(seconds: int, language: str) -> str:
    if seconds <= LONGEST_IN_SECONDS:
        return say_error("wait-seconds", language, count=seconds)
    return say_error("wait-minutes", language, count=-(-seconds // 60))


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
