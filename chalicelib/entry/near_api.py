"""What is public and open near a place, for forms and apps: GET /api/requests/near."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.text import clean
from chalicelib.core.tracking import show
from chalicelib.entry import answers
from chalicelib.entry.public_api import told
from chalicelib.entry.rim import api, caller_of, language_of
from chalicelib.flows.admit import admit
from chalicelib.flows.desk import Desk
from chalicelib.flows.near import NEAR, Near, near, too_far

bp = Blueprint(__name__)

KEPT = "public, max-age=30"
"""A withdrawn release is gone within a minute."""

NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")


@bp.route("/api/requests/near", methods=["GET"])
@api(bp)
def list_near() -> Response:
    """Public open requests around `lat` and `long`, the nearest first; `radius` in metres, `service_code` and its
    group."""
    request = bp.current_request
    language = language_of(request)
    asked: Mapping[str, str] = request.query_params or {}
    lat, long, metres = _place(asked)
    desk = wire.desk()
    admit(desk, "asking", caller_of(request))
    service = clean(asked.get("service_code", "")[:200], lines=False)
    found = near(desk, lat, long, metres, service)
    answer = {"requests": [_told(desk, each, language) for each in found]}
    return told(answer, language, headers={"Cache-Control": KEPT})


def _place(asked: Mapping[str, str]) -> tuple[float, float, float]:
    """Latitude, longitude and distance; raises Invalid for what is missing or no number."""
    faults: list[Fault] = []
    read = {"radius": float(NEAR)}
    for name in ("lat", "long", "radius"):
        typed = asked.get(name, "").strip()
        if NUMBER.fullmatch(typed):
            read[name] = float(typed)
        elif name == "radius":
            faults += [too_far()] if typed else []
        else:
            faults.append(Fault(name, "coordinate") if typed else Fault(name, "point-incomplete"))
    if faults:
        raise Invalid(*faults)
    return read["lat"], read["long"], read["radius"]


def _told(desk: Desk, found: Near, language: str) -> dict[str, Any]:
    public = found.public
    told = {
        "number": show(public.number),
        "status": public.status,
        "status_text": desk.wording.say(f"state.{public.status}", language),
        "opened": answers.local(public.opened),
        "distance_metres": round(found.metres),
    }
    due = {"due": answers.local(public.promise)} if public.promise else {}
    return told | due | answers.published(desk, public, language)
