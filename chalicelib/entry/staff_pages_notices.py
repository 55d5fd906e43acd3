"""The notices as pages: the table of who is told of what, and one of them as it will look."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.notices import NOTICES, Notice
from chalicelib.entry.pages import HEADERS
from chalicelib.entry.rim import say_fault
from chalicelib.entry.staff_guard import say_failure
from chalicelib.entry.staff_visit import Visit, show
from chalicelib.flows.preview import channels_of, find_notice, preview

PATH = "/personel/bildirimler"
# The page shows a mail in a frame; the mail has its own styles, in it and nowhere else, and no script.
FRAMING = {"Content-Security-Policy": HEADERS["Content-Security-Policy"] + "; frame-src 'self'"}
MAIL = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
}


def show_notices(visit: Visit) -> Response:
    """The table, and beside it the notice that was asked for: of a sample, or of a request by its number."""
    desk = wire.desk()
    chosen = _chosen(visit)
    channel, number = visit.query.get("kanal", ""), visit.query.get("numara", "").strip()
    seen, wrong, status = None, "", 200
    if chosen:
        channel = channel if channel in channels_of(chosen, desk.wording) else ""
        try:
            seen = preview(desk, visit.actor, chosen, channel, _language(visit), number)
        except NotFound as error:
            wrong, status = say_failure(error.code, visit.language), 404
        except Invalid as error:
            wrong, status = say_fault(error.faults[0], visit.language), 400
    return show(
        "notices.html",
        visit,
        PATH,
        visit.say("console.notices.title"),
        current="notices",
        status=status,
        headers=FRAMING,
        failed=bool(wrong),
        rows=[_row(notice, visit) for notice in NOTICES],
        chosen=chosen,
        chosen_name=_name(chosen, visit) if chosen else "",
        channels=[(each, visit.say(f"notice.channel.{each}")) for each in channels_of(chosen, desk.wording)]
        if chosen
        else [],
        channel=seen.channel if seen else channel,
        said_in=_language(visit),
        number=number,
        wrong=wrong,
        seen=seen,
    )


def show_mail(visit: Visit, purpose: str, audience: str) -> Response:
    """The HTML part of a notice's e-mail, as it is sent."""
    notice = find_notice(purpose, audience)
    seen = preview(wire.desk(), visit.actor, notice, "email", _language(visit), visit.query.get("numara", "").strip())
    return Response(seen.html, status_code=200, headers=dict(MAIL))


def _chosen(visit: Visit) -> Notice | None:
    event, _, audience = visit.query.get("bildirim", "").partition(".")
    try:
        return find_notice(event, audience) if event else None
    except NotFound:
        return None


def _language(visit: Visit) -> str:
    return "en" if visit.query.get("dil") == "en" else "tr"


def _row(notice: Notice, visit: Visit) -> dict[str, str]:
    return {
        "event": visit.say(f"notice.event.{notice.event}"),
        "audience": visit.say(f"notice.audience.{notice.audience}"),
        "channel": visit.say(f"notice.channel.{notice.channel}"),
        "urgency": visit.say(f"notice.urgency.{notice.urgency}"),
        "code": f"{notice.event}.{notice.audience}",
        "name": _name(notice, visit),
    }


def _name(notice: Notice, visit: Visit) -> str:
    return visit.say(f"notice.event.{notice.event}") + " → " + visit.say(f"notice.audience.{notice.audience}")
