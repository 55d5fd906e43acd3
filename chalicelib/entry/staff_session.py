"""The staff API's sign-in: tokens for a password, for the answer to a question, or for a refresh token."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.errors import NotFound
from chalicelib.core.rights import Actor
from chalicelib.core.session import Challenge, Tokens
from chalicelib.entry import staff_answers
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, caller_of, language_of
from chalicelib.entry.staff_requests import read_texts
from chalicelib.entry.staff_rim import token_of, whose
from chalicelib.flows import session


def begin(request: Request) -> Response:
    """Sign in, or renew a session by its refresh token."""
    said = read_object(body_of(request))
    if "refresh_token" in said:
        return _given(request, session.refresh(wire.door(), read_texts(said, ("refresh_token",))["refresh_token"]))
    typed = read_texts(said, ("username", "password"))
    caller = caller_of(request)
    return _given(request, session.sign_in(wire.desk(), wire.door(), typed["username"], typed["password"], caller))


def answer(request: Request) -> Response:
    """Answer what was asked: the code of an authenticator app, or a new password."""
    typed = read_texts(read_object(body_of(request)), ("challenge", "username", "session", "answer"))
    asked = Challenge(typed["challenge"], typed["username"], typed["session"])
    return _given(request, session.answer(wire.desk(), wire.door(), asked, typed["answer"], caller_of(request)))


def end(request: Request, actor: Actor) -> Response:
    """Sign out: the session of the refresh token, or every session of the person where none is sent. The access token
    itself ends within 15 minutes."""
    raw = body_of(request)
    if raw.strip():
        session.sign_out(wire.door(), read_texts(read_object(raw), ("refresh_token",))["refresh_token"])
    else:
        try:
            wire.logins().sign_out(actor.name)
        except NotFound:
            return told({"signed_out": False}, language_of(request))
    return told({"signed_out": True}, language_of(request))


def codes(request: Request, actor: Actor) -> Response:
    """Without a body a secret for the person's authenticator app; with its first `code`, codes from the next sign-in
    on."""
    raw, door, token = body_of(request), wire.door(), token_of(request)
    if not raw.strip():
        return told({"secret": session.offer_codes(door, token)}, language_of(request))
    session.demand_codes(wire.desk(), door, token, read_texts(read_object(raw), ("code",))["code"], actor.name)
    return told({"codes": True}, language_of(request))


def me(request: Request, actor: Actor) -> Response:
    """Who is signed in."""
    return told(staff_answers.person(wire.desk(), actor), language_of(request))


def _given(request: Request, given: Tokens | Challenge) -> Response:
    language = language_of(request)
    if isinstance(given, Challenge):
        return told({"challenge": given.name, "username": given.username, "session": given.session}, language)
    desk = wire.desk()
    actor = whose(wire.verifier().read(given.access, desk.now()))
    answer: dict[str, Any] = {
        "access_token": given.access,
        "token_type": "Bearer",
        "expires_in": given.seconds,
        "refresh_token": given.refresh,
        "person": staff_answers.person(desk, actor),
    }
    return told(answer, language)
