"""The pages by which a citizen follows a request: ask for the number, show what the caller may see."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show
from chalicelib.entry import views
from chalicelib.entry.intake_pages import Shown
from chalicelib.entry.pages import say, show_page
from chalicelib.entry.rim import read_error, say_error
from chalicelib.flows.desk import Desk
from chalicelib.flows.track import Seen

MINUTE = 60
# Longer is no number, and not worth showing again.
LONGEST_TYPED = 80


def show_find(language: str) -> Response:
    """The page that asks for a number."""
    return _find(language)


def show_empty(language: str) -> Response:
    """The same page, saying that no number was typed (400)."""
    return _find(language, status=400, wrong=("number", say("web.find.number-required", language)))


def show_refused(error: NotFound | Refused, typed: str, language: str) -> Response:
    """The same page, saying what is wrong with the number (404) or the proof (403, or 429 for too many tries)."""
    status, code, _, headers = read_error(error)
    if isinstance(error, NotFound):
        wrong = ("number", say_error(code, language))
    elif error.wait:
        wrong = ("contact", _wait_words(error.wait, language))
    else:
        wrong = ("contact", say_error(code, language))
    return _find(language, status=status, wrong=wrong, typed=typed, headers=headers)


def show_seen(desk: Desk, seen: Seen, language: str) -> Response:
    """State and dates; with the proof, the citizen's own view."""
    request = seen.request
    number = show(request.number)
    return show_page(
        "seen.html",
        language,
        f"/takip/{number}",
        say("web.seen.title", language, number=number),
        number=number,
        state=say(f"state.{request.status}", language),
        opened=say_moment(request.opened, language),
        promise=views.promise_of(desk, request, language, desk.now(), explained=seen.own),
        own=views.own_of(desk, request, language) if seen.own else None,
        handled=views.handled_by(desk, request, language) if seen.own else None,
        reach=views.reach_words(desk, request, language) if seen.own else "",
    )


def _find(
    language: str,
    *,
    status: int = 200,
    wrong: tuple[str, str] | None = None,
    typed: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    errors = {"number": "", "contact": ""} | (dict([wrong]) if wrong else {})
    return show_page(
        "find.html",
        language,
        "/takip",
        say("web.find.title", language),
        status=status,
        headers=headers,
        urgent=True,
        failed=bool(wrong),
        typed={"number": typed[:LONGEST_TYPED]},
        errors=errors,
        faults=[Shown("", name, message) for name, message in errors.items() if message],
    )


def _wait_words(wait: int, language: str) -> str:
    """How long to wait, in seconds up to two minutes, then in whole minutes."""
    if wait <= 2 * MINUTE:
        return say("web.find.wait-seconds", language, count=wait, line=wire.city().line)
    return say("web.find.wait-minutes", language, count=-(-wait // MINUTE), line=wire.city().line)
