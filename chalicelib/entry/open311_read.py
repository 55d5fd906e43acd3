"""What readers of Open311 are answered: each resource by the function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from chalice import Response
from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import NotFound
from chalicelib.core.open311_ask import Arguments, one, read_asked
from chalicelib.core.open311_discovery import changeset, check_jurisdiction, discovery
from chalicelib.core.open311_requests import Teller
from chalicelib.core.open311_services import definition, service_rows
from chalicelib.core.open311_time import read_window
from chalicelib.core.open311_xml import Content
from chalicelib.core.tracking import show
from chalicelib.entry.open311_rim import required, told
from chalicelib.entry.rim import language_of
from chalicelib.flows import open311_lists
from chalicelib.flows.desk import Desk
from chalicelib.flows.open311_keys import peer_of
from chalicelib.flows.open311_tokens import number_of

Resource = tuple[str, Content]
"""The name of the root element, and what it holds."""

DAY = timedelta(days=1)
"""What a feed of updates reaches back where no window is asked for."""


def discover(request: Request) -> Response:
    """Where the endpoints are. Its content type carries no charset: readers compare it as a whole."""
    desk = _with_new_settings()
    changed = changeset(desk.city, open311_lists.services_changed(desk, wire.services_stamp()))
    content = discovery(desk.city, desk.wording, language_of(request), desk.public_url, changed)
    return told(request, "discovery", content, charset=False)


def answer(request: Request, read: Reader | None, id: str = "") -> Response:
    """The answer of this reader. Raises NotFound ("no-resource") where there is none, and for another jurisdiction."""
    if read is None:
        raise NotFound("no-resource")
    query = request.query_params
    arguments = {name: query.getlist(name) for name in query} if query else {}
    check_jurisdiction(one(arguments, "jurisdiction_id"), wire.city(), wire.public_url())
    return told(request, *read(id, arguments, language_of(request)))


def _services(_: str, __: Arguments, language: str) -> Resource:
    return "services", service_rows(_with_new_settings().city, language)


def _definition(code: str, _: Arguments, language: str) -> Resource:
    city = _with_new_settings().city
    return "service_definition", definition(city, required("service_code", code), language)


def _requests(_: str, arguments: Arguments, language: str) -> Resource:
    desk = wire.desk()
    found = open311_lists.requests(desk, read_asked(arguments, desk.now()))
    teller, extended = _teller(desk, language), _extended(arguments)
    return "service_requests", [teller.request(public, extended=extended) for public in found]


def _request(id: str, arguments: Arguments, language: str) -> Resource:
    desk = wire.desk()
    found = open311_lists.request(desk, required("service_request_id", id))
    return "service_requests", [_teller(desk, language).request(found, extended=_extended(arguments))]


def _token(token: str, _: Arguments, __: str) -> Resource:
    number = number_of(wire.desk(), required("token", token))
    return "service_requests", [{"service_request_id": show(number), "token": token}]


def _updates(_: str, arguments: Arguments, language: str) -> Resource:
    desk = wire.desk()
    dates = ((name, one(arguments, name)) for name in ("start_date", "end_date"))
    window = read_window(*dates, desk.now(), unsaid=DAY)
    key = one(arguments, "api_key")
    happened = open311_lists.updates(desk, window, peer_of(desk, key) if key else None)
    teller = _teller(desk, language)
    return "service_request_updates", [teller.update(each) for each in happened]


def _with_new_settings() -> Desk:
    """The desk with the settings of this very moment: a list of services that is older than its changeset would stay in
    its readers' caches. One query more."""
    return replace(wire.desk(), city=wire.city_now())


def _teller(desk: Desk, language: str) -> Teller:
    return Teller(desk.city, desk.wording, language, desk.public_url)


def _extended(arguments: Arguments) -> bool:
    return one(arguments, "extensions").lower() == "true"


Reader = Callable[[str, Arguments, str], Resource]
LISTS: Mapping[str, Reader] = {"services": _services, "requests": _requests, "servicerequestupdates": _updates}
ONES: Mapping[str, Reader] = {"services": _definition, "requests": _request, "tokens": _token}
