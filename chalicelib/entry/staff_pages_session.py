"""The pages by which staff sign in, and the cookies that keep them so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import Invalid, Refused, TryLater
from chalicelib.core.session import CHALLENGES, NEW_PASSWORD, Challenge, Tokens
from chalicelib.entry.pages import say, show_page
from chalicelib.entry.rim import read_error, say_error, say_fault
from chalicelib.entry.staff_rim import COOKIE, REFRESH_COOKIE
from chalicelib.entry.staff_visit import HOME, SIGN_IN, address, redirect
from chalicelib.entry.tracking_pages import MINUTE

if TYPE_CHECKING:
    from chalicelib.flows.session import Door

# As long as the pool's refresh token lasts: a working day.
REFRESH_SECONDS = 12 * 3600
# The cookie ends before its token does: a session is renewed by what is missing, never by what is refused.
EARLIER = 30
_COMMON = "HttpOnly; Secure; SameSite=Lax"


def cookies_of(tokens: Tokens) -> list[str]:
    """The Set-Cookie headers of a session: the refresh token goes to the staff pages alone."""
    kept = [f"{COOKIE}={tokens.access}; Path=/; Max-Age={tokens.seconds - EARLIER}; {_COMMON}"]
    if tokens.refresh:
        kept.append(f"{REFRESH_COOKIE}={tokens.refresh}; Path={HOME}; Max-Age={REFRESH_SECONDS}; {_COMMON}")
    return kept


def no_cookies() -> list[str]:
    """The Set-Cookie headers that end a session."""
    return [f"{COOKIE}=; Path=/; Max-Age=0; {_COMMON}", f"{REFRESH_COOKIE}=; Path={HOME}; Max-Age=0; {_COMMON}"]


def local_path(asked: str) -> str:
    """Where to go on after signing in: a page of the workplace, its home for anything else."""
    inside = asked == HOME or asked.startswith((f"{HOME}/", f"{HOME}?"))
    plain = asked.isascii() and asked.isprintable() and "\\" not in asked and ".." not in asked
    return asked if inside and plain and not asked.startswith((SIGN_IN, f"{HOME}/cikis")) else HOME


def show_sign_in(language: str, onward: str) -> Response:
    """The empty sign-in page."""
    return _page(language, local_path(onward))


def sign_in(door: Door, fields: Mapping[str, str], caller: str, language: str) -> Response:
    """Go on to the workplace, to the next question, or back to the page with what is wrong (400, 403, 429, 503)."""
    from chalicelib.flows import session

    onward = local_path(fields.get("devam", ""))
    name, username = fields.get("challenge", ""), fields.get("username", "")
    asked = Challenge(name, username, fields.get("session", "")) if name in CHALLENGES else None
    try:
        if asked:
            given = session.answer(wire.desk(), door, asked, fields.get("answer", ""), caller)
        else:
            given = session.sign_in(wire.desk(), door, username, fields.get("password", ""), caller)
    except Invalid as error:
        return _page(language, onward, asked, say_fault(error.faults[0], language), status=400, username=username)
    except (Refused, TryLater) as error:
        status, code, _, headers = read_error(error)
        words = _refusal(error, code, language)
        still = None if code == "signed-out" else asked
        return _page(language, onward, still, words, status=status, headers=headers, username=username)
    if isinstance(given, Challenge):
        return _page(language, onward, given)
    return redirect(onward if "lang=" in onward or language != "en" else address(onward, language), cookies_of(given))


def _refusal(error: Refused | TryLater, code: str, language: str) -> str:
    if not isinstance(error, Refused) or not error.wait:
        return say_error(code, language)
    if error.wait <= 2 * MINUTE:
        return say("console.sign-in.wait-seconds", language, count=error.wait)
    return say("console.sign-in.wait-minutes", language, count=-(-error.wait // MINUTE))


def _page(
    language: str,
    onward: str,
    asked: Challenge | None = None,
    wrong: str = "",
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    username: str = "",
) -> Response:
    return show_page(
        "staff/sign_in.html",
        language,
        SIGN_IN,
        say("staff.session.title", language),
        status=status,
        headers=headers,
        failed=bool(wrong),
        wrong=wrong,
        onward=onward,
        asked=asked,
        wants_password=bool(asked and asked.name == NEW_PASSWORD),
        username=username[:80],
        action=address(SIGN_IN, language),
    )
