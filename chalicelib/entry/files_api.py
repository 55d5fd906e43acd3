"""Uploads and what became of them."""

from __future__ import annotations

from typing import Any

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.files import LARGEST, MOST_PIXELS
from chalicelib.core.text import clean
from chalicelib.entry.answers import local
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import api, body_of, caller_of, language_of

# Flows are imported where they are called: opening a request never pays for uploads.

bp = Blueprint(__name__)

FIELDS = ("media_type", "session", "consent_position")


@bp.route("/api/uploads", methods=["POST"])
@api(bp)
def offer_upload() -> Response:
    """Permission to upload one file straight to the bucket; without a session one is minted."""
    from chalicelib.flows import files
    from chalicelib.flows.admit import admit

    request = bp.current_request
    language = language_of(request)
    said = read_object(body_of(request))
    _check(said)
    desk = wire.desk()
    admit(desk, "uploading", caller_of(request))
    session = said.get("session") or desk.mint() + desk.mint()
    file, offer = files.offer(desk, session, said["media_type"], consents=said.get("consent_position") is True)
    answer = {
        "file": file.id,
        "session": session,
        "url": offer.url,
        "fields": dict(offer.fields),
        "expires": local(offer.until),
    }
    return told(answer, language, status=201, headers={"Location": f"{wire.public_url()}/api/uploads/{file.id}"})


@bp.route("/api/uploads/{file}", methods=["GET"])
@api(bp)
def read_upload(file: str) -> Response:
    """What became of a file, to whoever uploads it: the session is the proof."""
    from chalicelib.flows import files

    request = bp.current_request
    language = language_of(request)
    shown = files.own(wire.desk(), str(request.headers.get("x-upload-session", "")), file)
    return told(file_answer(shown, language), language)


def file_answer(shown: Any, language: str) -> dict[str, Any]:
    """A file (flows.files.Shown) in JSON: size and addresses where it is clean, the reason in words where it is
    refused."""
    answer: dict[str, Any] = {"file": shown.id, "state": shown.state}
    if shown.state == "refused":
        answer["reason"] = {"code": shown.reason, "message": say_refused(shown.reason, language)}
    if shown.state == "clean":
        answer |= {"width": shown.width, "height": shown.height}
        answer |= {"url": shown.url, "thumbnail_url": shown.thumbnail_url}
    if shown.position:
        answer["position"] = {"lat": shown.position.lat, "long": shown.position.long}
    return answer


def say_refused(reason: str, language: str) -> str:
    """Why a file was refused, in words."""
    return wire.wording().say(f"file.{reason}", language, limit=LARGEST >> 20, pixels=MOST_PIXELS // 1_000_000)


def _check(said: dict[str, Any]) -> None:
    faults = [Fault(clean(name, lines=False)[:40], "unknown-field") for name in said if name not in FIELDS]
    if not isinstance(said.get("media_type"), str):
        faults.append(Fault("media_type", "required" if said.get("media_type") is None else "must-be-text"))
    if not isinstance(said.get("session", ""), str | None):
        faults.append(Fault("session", "must-be-text"))
    if not isinstance(said.get("consent_position", False), bool | None):
        faults.append(Fault("consent_position", "must-be-boolean"))
    if faults:
        raise Invalid(*faults)
