"""The session that an app brings with a call."""

from __future__ import annotations

from chalice.app import Request


def bearer_of(request: Request) -> str | None:
    """The token in `Authorization: Bearer`, "" for an authorisation of another kind; none where there is none."""
    sent = request.headers.get("authorization")
    if sent is None:
        return None
    kind, _, token = str(sent).partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
