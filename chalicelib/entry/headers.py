"""The security headers of every answer, whatever view gave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalice import Response

# Only this host: a municipality's domain may have others that still speak http. Two years (hstspreload.org).
HSTS = "max-age=63072000"

COMMON: Mapping[str, str] = {
    "Strict-Transport-Security": HSTS,
    "X-Content-Type-Options": "nosniff",
    # Numbers and proofs stand in addresses: nothing of them may leave by a Referer.
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
}

# What is no page loads nothing, runs nothing and is shown in no frame.
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# A service worker is bound by the policy of its own script.
WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"

# Photos that were released stand in pages of others too: in the media_url of Open311.
FOR_ALL = "/foto/"


def page_policy(images: str = "") -> str:
    """The Content-Security-Policy of a page: everything from this address alone; `images` are sources of pictures
    beside it, such as the tiles of a map."""
    pictures = f"'self' data: {images}".strip()
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; connect-src 'self'; "
        "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def dress(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """A middleware: the answer with every header that its view did not set itself."""
    answer = get_response(event)
    own = {name.lower() for name in answer.headers}
    kind = str(next((answer.headers[name] for name in answer.headers if name.lower() == "content-type"), ""))
    wanted = {**COMMON, "Content-Security-Policy": _policy(kind), "Cache-Control": "no-store"}
    if str(event.path).startswith(FOR_ALL):
        wanted["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers.update({name: value for name, value in wanted.items() if name.lower() not in own})
    return answer


def _policy(kind: str) -> str:
    if kind.startswith("text/html"):
        return page_policy()
    return WORKER_POLICY if kind.startswith("text/javascript") else DATA_POLICY
