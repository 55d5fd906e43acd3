"""Published photos, by short-lived addresses."""

from __future__ import annotations

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.entry.public_web import html

bp = Blueprint(__name__)

KEPT = 15
"""Seconds that the way to a photo may be kept: a withdrawn release is gone within a minute."""


@bp.route("/foto/{file}", methods=["GET"])
@html
def show_photo(file: str) -> Response:
    """The way to a photo that is public; every other id is not found."""
    return _way(file, small=False)


@bp.route("/foto/{file}/kucuk", methods=["GET"])
@html
def show_thumbnail(file: str) -> Response:
    """The way to its small form."""
    return _way(file, small=True)


def _way(id: str, *, small: bool) -> Response:
    from chalicelib.flows import files

    url = files.photo_address(wire.desk(), id, small=small)
    return Response("", status_code=302, headers={"Location": url, "Cache-Control": f"public, max-age={KEPT}"})
