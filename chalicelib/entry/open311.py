"""Open311 GeoReport v2: discovery, services and what is public of requests."""

from __future__ import annotations

from chalice import Blueprint, Response

from chalicelib.core.errors import NotFound
from chalicelib.entry.open311_rim import peer, stem

# What is read is imported where it is called: opening a request never pays for listing others.

bp = Blueprint(__name__)


@bp.route("/open311/{name}", methods=["GET", "HEAD"])
@peer(bp)
def read_discovery(name: str) -> Response:
    """Where the endpoints are."""
    from chalicelib.entry import open311_read

    if stem(name) != "discovery":
        raise NotFound("no-resource")
    return open311_read.discover(bp.current_request)


@bp.route("/open311/v2/{name}", methods=["GET", "HEAD"])
@bp.route("/open311/test/v2/{name}", methods=["GET", "HEAD"])
@peer(bp)
def read_list(name: str) -> Response:
    """The services, the requests, or what happened to them."""
    from chalicelib.entry import open311_read

    return open311_read.answer(bp.current_request, open311_read.LISTS.get(stem(name)))


@bp.route("/open311/v2/{name}/{id}", methods=["GET", "HEAD"])
@bp.route("/open311/test/v2/{name}/{id}", methods=["GET", "HEAD"])
@peer(bp)
def read_one(name: str, id: str) -> Response:
    """What a service asks, one request, or the request of a token."""
    from chalicelib.entry import open311_read

    return open311_read.answer(bp.current_request, open311_read.ONES.get(name), stem(id))


@bp.route("/open311/v2/{name}/{id}/{more}", methods=["GET", "HEAD"])
@bp.route("/open311/test/v2/{name}/{id}/{more}", methods=["GET", "HEAD"])
@peer(bp)
def read_nothing(name: str, id: str, more: str) -> Response:
    """Nothing lies so deep; said in the format of Open311."""
    raise NotFound("no-resource")
