"""Photos that staff add to a request: permission to upload one, for programs and for the page."""

from __future__ import annotations

import json
from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.files import File, Offer
from chalicelib.core.rights import Actor
from chalicelib.entry.answers import local
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, language_of
from chalicelib.entry.staff_visit import Visit
from chalicelib.flows.photos import offer_to


def offer(request: Request, actor: Actor, number: str) -> Response:
    """Permission to upload one photo; its id goes into `files` of the move that it belongs to."""
    said = read_object(body_of(request))
    faults = [Fault(name[:40], "unknown-field") for name in said if name != "media_type"]
    if not isinstance(said.get("media_type"), str):
        faults.append(Fault("media_type", "required"))
    if faults:
        raise Invalid(*faults)
    file, permission = offer_to(wire.desk(), actor, number, said["media_type"])
    return told(_answer(file, permission), language_of(request), status=201)


def offer_on_page(visit: Visit, number: str, media_type: str) -> Response:
    """The same for the module of the page, which has the session's cookie and the key of its forms."""
    file, permission = offer_to(wire.desk(), visit.actor, number, media_type)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(json.dumps(_answer(file, permission)), status_code=201, headers=headers)


def _answer(file: File, permission: Offer) -> dict[str, Any]:
    return {
        "file": file.id,
        "url": permission.url,
        "fields": dict(permission.fields),
        "expires": local(permission.until),
    }
