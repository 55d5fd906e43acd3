"""What is somebody's own: the requests of a contact that an app has proved."""

from __future__ import annotations

from chalicelib.core.marks import Entry
from chalicelib.core.tracking import same
from chalicelib.flows import codes
from chalicelib.flows.desk import Desk
from chalicelib.flows.track import Seen, look

MOST = 100
"""Requests of a list at most, the newest."""


def requests(desk: Desk, token: str, limit: int = MOST) -> tuple[Entry, ...]:
    """The requests of the session's contact, the newest first, `limit` at most. One get and one query. Raises Refused
    ("signed-out"), TryLater."""
    return desk.requests.of_citizen(codes.who(desk, token), min(limit, MOST)).entries


def see(desk: Desk, typed: str, token: str, caller: str) -> Seen:
    """The request of the number that was typed: everything to the session whose contact opened it, to any other what
    anybody sees. One get and one query. Raises Refused ("signed-out"), NotFound, TryLater."""
    citizen = codes.who(desk, token)
    seen = look(desk, typed, "", caller)
    return Seen(seen.case, own=bool(citizen) and same(seen.request.citizen, citizen))
