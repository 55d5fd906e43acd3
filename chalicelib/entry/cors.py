"""Pages of other origins in a browser: which of them may call the public API, as the deployment says (CORS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice import Chalice, Response

from chalicelib import wire

PUBLIC = ("/api/", "/open311/")
# Whoever works here does so on the city's own pages.
STAFF = "/api/staff/"

SENT = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Contact-Proof, X-Upload-Session"
TOLD = "Content-Language, ETag, Idempotency-Key, Location, Retry-After"
# How long a browser need not ask again, in seconds: as long as another setting takes to be in force everywhere.
MAX_AGE = "600"


def allow(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """A middleware: an origin that is named may read the answer, without cookies; caches keep origins apart."""
    answer, origins = get_response(event), wire.cors_origins()
    if not origins or not is_public(str(event.path)):
        return answer
    answer.headers["Vary"] = ", ".join(filter(None, (answer.headers.get("Vary", ""), "Origin")))
    origin = str(event.headers.get("origin", ""))
    if origin in origins:
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Expose-Headers"] = TOLD
    return answer


def is_public(path: str) -> bool:
    """Whether a route is for other origins at all."""
    return path.startswith(PUBLIC) and not path.startswith(STAFF)


def answer_preflights(app: Chalice) -> None:
    """Let every public route of the application answer OPTIONS. Chalice's own `cors` would be fixed when the package is
    made, and answered by the gateway, which does not know the origins."""
    for path, methods in list(app.routes.items()):
        if is_public(path) and "OPTIONS" not in methods:
            app.route(path, methods=["OPTIONS"], name="preflight")(_preflight(app, path))


def _preflight(app: Chalice, path: str) -> Callable[..., Response]:
    def preflight(**_: str) -> Response:
        methods = ", ".join(sorted(app.routes[path]))
        headers = {"Allow": methods}
        if str(app.current_request.headers.get("origin", "")) in wire.cors_origins():
            headers |= {"Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": SENT}
            headers["Access-Control-Max-Age"] = MAX_AGE
        return Response("", status_code=204, headers=headers)

    return preflight
