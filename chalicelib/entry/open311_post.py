"""Open311 GeoReport v2: what peers file, and what they add to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.api_keys import ApiKey
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.open311_xml import Content
from chalicelib.core.peer_form import PeerForm
from chalicelib.entry.open311_rim import peer, stem, told
from chalicelib.entry.rim import language_of
from chalicelib.flows.desk import Desk

# Flows are imported where they are called: reading a list never pays for filing.

bp = Blueprint(__name__)

Resource = tuple[str, Content]
"""The name of the root element, and what it holds."""
OWN_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@bp.route("/open311/v2/{name}", methods=["POST"], content_types=[])
@peer(bp)
def post(name: str) -> Response:
    """File a request, or update one."""
    return _answer(POSTS.get(stem(name)))


@bp.route("/open311/test/v2/{name}", methods=["POST"], content_types=[])
@peer(bp)
def rehearse(name: str) -> Response:
    """The same without anything being filed."""
    return _answer(REHEARSALS.get(stem(name)))


def _answer(act: Act | None) -> Response:
    from chalicelib.core.open311_discovery import check_jurisdiction
    from chalicelib.entry.open311_form import read_form
    from chalicelib.flows.open311_keys import enter

    if act is None:
        raise NotFound("no-resource")
    desk = wire.desk()
    form = read_form(bp.current_request)
    check_jurisdiction(form.one("jurisdiction_id"), desk.city, desk.public_url)
    key = enter(desk, form.one("api_key"), wire.city_now)
    return told(bp.current_request, *act(desk, key, form))


def _file(desk: Desk, key: ApiKey, form: PeerForm) -> Resource:
    from chalicelib.entry.open311_reply import reply
    from chalicelib.flows import open311_file

    language = language_of(bp.current_request)
    filed = open311_file.file(desk, key, form, _own_key(form), language)
    return "service_requests", [reply(desk, filed, form, language)]


def _rehearse(desk: Desk, key: ApiKey, form: PeerForm) -> Resource:
    from chalicelib.entry.open311_reply import reply
    from chalicelib.flows import open311_file

    language = language_of(bp.current_request)
    filed = open311_file.rehearse(desk, key, form, _own_key(form), language)
    return "service_requests", [reply(desk, filed, form, language, rehearsed=True)]


def _update(desk: Desk, key: ApiKey, form: PeerForm) -> Resource:
    from chalicelib.flows import open311_updates

    return _updated(open311_updates.post(desk, key, form), form)


def _rehearse_update(desk: Desk, key: ApiKey, form: PeerForm) -> Resource:
    from chalicelib.flows import open311_updates

    return _updated(open311_updates.rehearse(form), form)


def _updated(id: str, form: PeerForm) -> Resource:
    account = form.one("account_id")
    row: dict[str, Content] = {"update_id": id} | ({"account_id": account} if account else {})
    return "service_request_updates", [row]


def _own_key(form: PeerForm) -> str:
    """The peer's own key of this report: what makes a repeat a repeat; "" where it brought none."""
    key = str(bp.current_request.headers.get("idempotency-key", "")).strip() or form.one("idempotency_key")
    if key and not OWN_KEY.fullmatch(key):
        raise Invalid(Fault("idempotency_key", "idempotency-key"))
    return key


Act = Callable[[Desk, ApiKey, PeerForm], Resource]
POSTS: Mapping[str, Act] = {"requests": _file, "servicerequestupdates": _update}
REHEARSALS: Mapping[str, Act] = {"requests": _rehearse, "servicerequestupdates": _rehearse_update}
