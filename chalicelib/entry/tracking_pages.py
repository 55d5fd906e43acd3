"""The pages by which a citizen follows a request: ask for the number, show what the caller may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.moments import say_moment
from chalicelib.core.tracking import show
from chalicelib.entry import followed, views
from chalicelib.entry.form_page import Shown
from chalicelib.entry.pages import say, show_page
from chalicelib.entry.photo_views import photos_of
from chalicelib.entry.public_views import for_all
from chalicelib.entry.rim import read_error, say_error
from chalicelib.flows.desk import Desk
from chalicelib.flows.photos import citizen_session
from chalicelib.flows.track import Seen, look

MINUTE = 60
# Longer is no number, and not worth showing again.
LONGEST_TYPED = 80


@dataclass(frozen=True, slots=True)
class Tried:
    """What the citizen has just tried on the page: the move with its text and the ids of its
    photos, and what came of it. `done` says that it was
    made, `trouble` why it was not; `errors` are beside the fields of its form."""

    act: str = ""
    text: str = ""
    status: int = 200
    done: str = ""
    trouble: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    files: str = ""


NOTHING = Tried()


def answer_look(desk: Desk, typed: str, proof: str, caller: str, language: str) -> Response:
    """The request of the number that was typed, or what is wrong with the number or the proof."""
    try:
        seen = look(desk, typed, proof, caller)
    except (NotFound, Refused) as error:
        return show_refused(error, typed, language)
    return show_seen(desk, seen, language)


def show_find(language: str) -> Response:
    """The page that asks for a number."""
    return _find(language)


def show_empty(language: str) -> Response:
    """The same page, saying that no number was typed (400)."""
    return _find(language, status=400, wrong=("number", say("web.find.number-required", language)))


def show_refused(error: NotFound | Refused, typed: str, language: str) -> Response:
    """The same page, saying what is wrong with the number (404) or the proof (403, or 429 for too many tries)."""
    status, code, _, headers = read_error(error)
    wrong = ("number", say_error(code, language)) if isinstance(error, NotFound) else proof_words(error, language)
    return _find(language, status=status, wrong=wrong, typed=typed, headers=headers)


def proof_words(error: Refused, language: str) -> tuple[str, str]:
    """The field of the proof, and what is wrong with it."""
    if error.wait:
        return "contact", _wait_words(error.wait, language)
    return "contact", say_error(error.code, language)


def show_seen(desk: Desk, seen: Seen, language: str, tried: Tried = NOTHING) -> Response:
    """State and dates; with the proof, the citizen's own view, and what came of what they tried."""
    state = seen.case.state
    number = show(seen.case.number)
    return show_page(
        "seen.html",
        language,
        f"/takip/{number}",
        say("web.seen.title", language, number=number),
        status=tried.status,
        failed=bool(tried.trouble),
        number=number,
        status_code=state.status,
        state=say(f"state.{state.status}", language),
        opened=say_moment(seen.request.opened, language),
        changed=say_moment(state.changed, language) if state.version > 1 else "",
        promise=views.promise_of(desk, seen.case, language, desk.now(), explained=seen.own) if state.open else None,
        own=followed.own_of(desk, seen.case, language) if seen.own else None,
        public=for_all(desk, seen.case, language),
        photos=photos_of(desk, seen.case, language) if seen.own else (),
        upload_session=citizen_session(desk, seen.case.number) if seen.own else "",
        tried=tried,
        faults=[Shown("", name, message) for name, message in tried.errors.items()],
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
