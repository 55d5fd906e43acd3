"""The staff API's notices: who is told of what and how, and what each notice will look like."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.notices import NOTICES, Notice
from chalicelib.core.rights import Actor
from chalicelib.entry.public_api import told
from chalicelib.entry.rim import language_of
from chalicelib.entry.staff_requests import query
from chalicelib.flows import preview


def table(request: Request, actor: Actor) -> Response:
    """Every notice, in the order of the table."""
    wording = wire.desk().wording
    notices = [
        _line(notice) | {"channels": list(preview.channels_of(notice, wording)), "texts": preview.texts_of(notice)}
        for notice in NOTICES
    ]
    return told({"notices": notices}, language_of(request))


def one(request: Request, actor: Actor, purpose: str, audience: str) -> Response:
    """One notice as it will look, of a sample or of a request that they may see."""
    asked = query(request, ("channel", "language", "number"))
    notice = preview.find_notice(purpose, audience)
    seen = preview.preview(
        wire.desk(), actor, notice, asked("channel"), asked("language") or "tr", asked("number").strip()
    )
    sms = seen.sms
    answer = _line(notice) | {
        "channel": seen.channel,
        "language": seen.language,
        "subject": seen.subject,
        "text": seen.text,
        "html": seen.html,
        "sms": {"encoding": sms.encoding, "length": sms.length, "parts": sms.parts} if sms else None,
    }
    return told(answer, language_of(request))


def _line(notice: Notice) -> dict[str, Any]:
    names = ("event", "audience", "channel", "urgency", "purpose", "status")
    return {name: getattr(notice, name) for name in names}
