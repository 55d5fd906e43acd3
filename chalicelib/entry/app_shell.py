"""What makes the pages an app: the manifest, the service worker, and the page of no connection."""

from __future__ import annotations

import json

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.city import City
from chalicelib.entry.public_web import html

bp = Blueprint(__name__)

# The colour of `--paper` and of `--bridge` in kopru.css, where the city has none of its own.
PAPER = "#ffffff"
BRIDGE = "#0b5cad"
# Its code is a static file: built in one piece, and fetched anew whenever the browser looks for another worker.
WORKER = 'importScripts("/static/worker.js");\n'


@bp.route("/manifest.webmanifest", methods=["GET"])
@html
def manifest() -> Response:
    """Name, colours and icon of the installed app."""
    from chalicelib.entry import pages

    language = pages.pick((bp.current_request.query_params or {}).get("lang"))
    return Response(
        json.dumps(_manifest(wire.city(), language), ensure_ascii=False),
        headers={
            "Content-Type": "application/manifest+json; charset=utf-8",
            "Cache-Control": "public, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )


@bp.route("/sw.js", methods=["GET"])
@html
def worker() -> Response:
    """The service worker of all pages; it may speak to us alone."""
    return Response(
        WORKER,
        headers={
            "Content-Type": "text/javascript; charset=utf-8",
            "Cache-Control": "no-cache",
            "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'",
            "X-Content-Type-Options": "nosniff",
        },
    )


@bp.route("/cevrimdisi", methods=["GET"])
@html
def offline() -> Response:
    """What is shown where the network is away; the service worker keeps it."""
    from chalicelib.entry import pages

    language = pages.pick((bp.current_request.query_params or {}).get("lang"))
    return pages.show_page("offline.html", language, "/cevrimdisi", pages.say("form.offline", language))


def _manifest(city: City, language: str) -> dict[str, object]:
    start = "/?lang=en" if language == "en" else "/"
    return {
        "name": city.centre.say(language),
        "short_name": city.name.say(language),
        "lang": language,
        "id": "/",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": city.colour or BRIDGE,
        "icons": [{"src": "/static/logo.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
