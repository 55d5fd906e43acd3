"""The citizen's pages: home, the form, the number, tracking."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib import wire
from chalicelib.entry.rim import TITLES, View, body_of, caller_of, read_error, say_error, say_why

# The pages themselves are imported where they are shown: the API never pays for them.

bp = Blueprint(__name__)


def html(view: View) -> View:
    """For the views of pages: what they raise is answered as a page, in the language that was asked for."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            return view(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the HTTP rim
            from chalicelib.entry.pages import say

            status, code, _, headers = read_error(error)
            # What cannot be read at all is the only Invalid that no page has answered itself.
            words = say("web.fault.form", _asked()) if code == "invalid" else say_why(error, code, _asked())
            return _fault(status, words, headers)

    return answered


def posted(view: Callable[..., Response]) -> View:
    """For the views of forms: hands them the fields; anything but a form is refused (415)."""

    @wraps(view)
    def answered(**arguments: str) -> Response:
        from chalicelib.entry import form
        from chalicelib.entry.pages import say

        media_type = str(bp.current_request.headers.get("content-type", ""))
        if media_type.split(";")[0].strip().lower() != form.MEDIA_TYPE:
            return _fault(415, say("web.fault.media-type", _asked()))
        return view(form.read_fields(body_of(bp.current_request)), **arguments)

    return answered


@bp.route("/", methods=["GET"])
@html
def home() -> Response:
    """The centre, what can be done here, and the other ways to reach it."""
    from chalicelib.entry import pages
    from chalicelib.entry.pages import say

    language = _asked()
    return pages.show_page("home.html", language, "/", say("web.home.title", language), stored=True, urgent=True)


@bp.route("/basvuru", methods=["GET"])
@html
def choose() -> Response:
    """The matters."""
    from chalicelib.entry import intake_pages

    return intake_pages.show_matters(_asked())


@bp.route("/basvuru/{service_code}", methods=["GET"])
@html
def fill_in(service_code: str) -> Response:
    """The form of one matter."""
    from chalicelib.entry import form, intake_pages

    service = wire.city().services.get(service_code)
    if not service or not service.listed:
        return _no_page(_asked())
    return intake_pages.show_form(service, form.mint(wire.desk().now()), _asked())


@bp.route("/basvuru/oneri", methods=["GET"])
@html
def suggest_anew() -> Response:
    """Where the address of suggestions is opened anew: the matters."""
    from chalicelib.entry import intake_pages

    return intake_pages.show_matters(_asked())


@bp.route("/basvuru/oneri", methods=["POST"], content_types=[])
@html
@posted
def suggest(fields: dict[str, str]) -> Response:
    """The matters that the citizen's own words could be about."""
    from chalicelib.entry import intake_pages, pages
    from chalicelib.flows.admit import admit

    admit(wire.desk(), "asking", caller_of(bp.current_request))
    return intake_pages.show_matters(pages.pick(fields.get("lang")), words=fields.get("description", ""))


@bp.route("/basvuru/{service_code}", methods=["POST"], content_types=[])
@html
@posted
def carry_on(fields: dict[str, str], service_code: str) -> Response:
    """The form of one matter, with the words that led to it: they never stand in an address."""
    from chalicelib.entry import form, intake_pages, pages

    language = pages.pick(fields.get("lang"))
    service = wire.city().services.get(service_code)
    if not service or not service.listed:
        return _no_page(language)
    return intake_pages.show_form(service, form.mint(wire.desk().now()), language, fields.get("description", ""))


# Chalice would answer another content type in JSON: `posted` says it on a page.
@bp.route("/basvuru", methods=["POST"], content_types=[])
@html
@posted
def send(fields: dict[str, str]) -> Response:
    """Open the request; with faults the same form again, everything typed kept."""
    from chalicelib.entry import intake_pages

    return intake_pages.answer_form(wire.desk(), fields, caller_of(bp.current_request))


@bp.route("/takip", methods=["GET"])
@html
def find() -> Response:
    """Ask for a number."""
    from chalicelib.entry import tracking_pages

    return tracking_pages.show_find(_asked())


@bp.route("/takip", methods=["POST"], content_types=[])
@html
@posted
def follow(fields: dict[str, str]) -> Response:
    """Show the request of a number, with everything of the citizen if the proof is right."""
    from chalicelib.entry import pages, tracking_pages

    language = pages.pick(fields.get("lang"))
    if not fields.get("number", "").strip():
        return tracking_pages.show_empty(language)
    return _look(fields["number"], fields.get("contact", ""), language)


@bp.route("/takip/{number}", methods=["GET"])
@html
def read(number: str) -> Response:
    """The same by address; `?contact=` carries the proof of a link."""
    return _look(number, _query("contact"), _asked())


@bp.route("/takip/{number}/{name}", methods=["GET"])
@html
def read_again(number: str, name: str) -> Response:
    """Where the address of something sent is opened anew: the request, and nothing is sent."""
    return _look(number, "", _asked())


@bp.route("/takip/{number}/{name}", methods=["POST"], content_types=[])
@html
@posted
def send_act(fields: dict[str, str], number: str, name: str) -> Response:
    """What a citizen does with the request: an answer, an addition, a withdrawal, solved or not."""
    from chalicelib.entry import act_pages, pages
    from chalicelib.flows.citizen import ACTS

    language = pages.pick(fields.get("lang"))
    if name not in ACTS:
        return _no_page(language)
    return act_pages.answer_act(wire.desk(), number, name, fields, caller_of(bp.current_request), language)


@bp.route("/aydinlatma", methods=["GET"])
@html
def notice() -> Response:
    """The privacy notice and its version."""
    from chalicelib.entry import pages
    from chalicelib.entry.pages import say

    language = _asked()
    return pages.show_page("notice.html", language, "/aydinlatma", say("web.notice.title", language), stored=True)


@bp.route("/tema.css", methods=["GET"])
@html
def colours() -> Response:
    """The city's colour."""
    from chalicelib.entry.theme import theme

    return Response(
        theme(wire.city().colour),
        headers={
            "Content-Type": "text/css; charset=utf-8",
            "Cache-Control": "public, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _look(typed: str, proof: str, language: str) -> Response:
    from chalicelib.entry import tracking_pages

    return tracking_pages.answer_look(wire.desk(), typed, proof, caller_of(bp.current_request), language)


def _asked() -> str:
    from chalicelib.entry import pages

    return pages.pick(_query("lang"))


def _query(name: str) -> str:
    given = bp.current_request.query_params
    return str(given[name]) if given and name in given else ""


def _no_page(language: str) -> Response:
    from chalicelib.entry.pages import say

    return _fault(404, say("web.fault.not-found", language))


def _fault(status: int, words: str, headers: dict[str, str] | None = None) -> Response:
    from chalicelib.entry import pages

    language = _asked()
    title = say_error(f"title-{TITLES.get(status, 'broken')}", language)
    return pages.show_page("fault.html", language, "/", title, status=status, headers=headers, words=words)
