"""Who comes to the pages of the workplace: the session, its renewal, the key of its forms, and faults as pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from chalice.app import Blueprint, Request, Response

from chalicelib import wire
from chalicelib.core.errors import Refused
from chalicelib.entry import form, pages
from chalicelib.entry.pages import say
from chalicelib.entry.rim import TITLES, View, body_of, read_error, say_error

if TYPE_CHECKING:
    from chalicelib.entry.staff_visit import Visit

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Coming:
    """A call before it is known whose it is."""

    request: Request

    @property
    def query(self) -> dict[str, str]:
        """What the address asks; the last of each name."""
        given = self.request.query_params
        return {name: str(given[name]) for name in given} if given else {}

    @property
    def language(self) -> str:
        """The language of the page."""
        return pages.pick(self.query.get("lang"))

    @property
    def here(self) -> str:
        """Path and query of this call, from its route: what a gateway puts before it is not ours."""
        path = str(self.request.path)
        for name, value in (self.request.uri_params or {}).items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        return f"{path}?{urlencode(self.query)}" if self.query else path

    def fields(self) -> dict[str, str]:
        """The fields of its form. Raises Invalid, and Refused ("stale-form") for what no form sends."""
        media_type = str(self.request.headers.get("content-type", ""))
        if media_type.split(";")[0].strip().lower() != form.MEDIA_TYPE:
            raise Refused("stale-form")
        return form.read_fields(body_of(self.request))


def anybody(bp: Blueprint) -> Callable[[Callable[..., Response]], View]:
    """For the views that come before the sign-in: hands them the Coming; what they raise is answered as a page."""

    def guarded(view: Callable[..., Response]) -> View:
        @wraps(view)
        def answered(**arguments: str) -> Response:
            coming = Coming(bp.current_request)
            try:
                return view(coming, **arguments)
            except Exception as error:  # noqa: BLE001 - the HTTP rim
                return _failed(error, coming.language)

        return answered

    return guarded


def page(bp: Blueprint) -> Callable[[Callable[..., Response]], View]:
    """For the views of whoever is signed in: hands them the Visit; who is not goes to the sign-in page."""

    def guarded(view: Callable[..., Response]) -> View:
        @wraps(view)
        def answered(coming: Coming, **arguments: str) -> Response:
            visit = _visit(coming)
            return visit if isinstance(visit, Response) else view(visit, **arguments)

        return anybody(bp)(answered)

    return guarded


def posted(bp: Blueprint) -> Callable[[Callable[..., Response]], View]:
    """The same for forms: hands on the fields too, if the form was made in this session."""

    def guarded(view: Callable[..., Response]) -> View:
        @wraps(view)
        def answered(coming: Coming, **arguments: str) -> Response:
            from chalicelib.entry import staff_rim

            visit = _visit(coming)
            if isinstance(visit, Response):
                return visit
            fields = coming.fields()
            staff_rim.check_csrf(visit.actor, fields.get("csrf", ""))
            return view(visit, fields, **arguments)

        return anybody(bp)(answered)

    return guarded


def _visit(coming: Coming) -> Visit | Response:
    """Whoever is signed in, or where to go instead. Raises Refused ("no-access", "refused"), TryLater."""
    from chalicelib.entry import staff_rim
    from chalicelib.entry.staff_visit import Visit

    try:
        actor = staff_rim.signed_in(coming.request)
    except Refused as error:
        if error.code != "signed-out":
            raise
        return _sign_in_first(coming)
    return Visit(actor, coming.language, staff_rim.csrf_of(actor), coming.query)


def _sign_in_first(coming: Coming) -> Response:
    """Renew the session where its cookie ran out and the refresh token still stands, and come back with what was sent
    (307 keeps method and form); else to the sign-in page. Raises TryLater."""
    from chalicelib.entry import staff_pages_session, staff_rim
    from chalicelib.entry.staff_visit import SIGN_IN, address, redirect
    from chalicelib.flows import session

    cookies = staff_rim.cookies_of(coming.request)
    token = cookies.get(staff_rim.REFRESH_COOKIE, "")
    # A cookie that is there and was refused would be refused again: only one that ran out is renewed.
    if token and not cookies.get(staff_rim.COOKIE):
        try:
            renewed = session.refresh(wire.door(), token)
        except Refused:
            token = ""
        else:
            return redirect(coming.here, staff_pages_session.cookies_of(renewed), status=307)
    onward = coming.here if coming.request.method == "GET" else ""
    return redirect(address(SIGN_IN, coming.language, devam=onward), staff_pages_session.no_cookies())


def say_failure(code: str, language: str) -> str:
    """Why nothing is shown, in words for those who work here: they are not sent to the citizens' line."""
    own = {"invalid": "web.fault.form", "not-found": "console.request.absent"}.get(code)
    return say(own, language) if own else say_error(code, language)


def _failed(error: Exception, language: str) -> Response:
    status, code, _, headers = read_error(error)
    words = say_failure(code, language)
    title = say_error(f"title-{TITLES.get(status, 'broken')}", language)
    return pages.show_page(
        "staff/fault.html", language, "/personel", title, status=status, headers=headers, words=words
    )
