"""The page of the keys of other systems: issue one, see it once, revoke it."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.moments import say_moment
from chalicelib.entry import staff_words
from chalicelib.entry.rim import say_fault
from chalicelib.entry.staff_visit import Visit, redirect, show
from chalicelib.flows import open311_keys
from chalicelib.flows.open311_keys import Issued

PATH = "/personel/anahtarlar"
USUAL_RATE = "60"
LABELS = {"name": "keys.name", "per_minute": "keys.per-minute"}


def show_keys(visit: Visit) -> Response:
    """Every key, and the form for a new one."""
    return _page(visit, {"per_minute": USUAL_RATE})


def issue(visit: Visit, fields: Mapping[str, str]) -> Response:
    """Issue a key and show it, once; with a fault (400, or 409 where somebody was quicker) the form again."""
    rate = fields.get("per_minute", "").strip()
    try:
        issued = open311_keys.issue(
            wire.desk(), visit.actor.name, fields.get("name"), int(rate) if rate.isdecimal() and len(rate) < 7 else None
        )
    except Invalid as error:
        faults = {fault.field: say_fault(fault, visit.language) for fault in error.faults}
        return _page(visit, fields, faults=faults, status=400)
    except Conflict as error:
        words = visit.say("console.settings.changed-meanwhile", version=error.version)
        return _page(visit, fields, faults={"": words}, status=409)
    return _page(visit, {"per_minute": USUAL_RATE}, issued=issued)


def revoke(visit: Visit, key: str) -> Response:
    """Revoke a key and see the list again. Raises NotFound, Conflict."""
    open311_keys.revoke(wire.desk(), visit.actor.name, key)
    return redirect(visit.go(PATH, oldu="1"))


def _page(
    visit: Visit,
    typed: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    issued: Issued | None = None,
    status: int = 200,
) -> Response:
    desk, wrong = wire.desk(), faults or {}
    rows = [
        {
            "id": each.record.id,
            "name": each.record.name,
            "rate": visit.say("keys.rate", count=each.record.per_minute),
            "revoked": each.record.revoked,
            "changed": visit.say(
                "keys.revoked-line" if each.record.revoked else "keys.issued-line",
                when=say_moment(each.setting.at, visit.language),
                who=staff_words.person(each.setting.by, desk.city),
            ),
        }
        for each in open311_keys.listed(desk)
    ]
    return show(
        "keys.html",
        visit,
        PATH,
        visit.say("keys.title"),
        current="settings",
        status=status,
        failed=bool(wrong),
        keys=rows,
        issued=issued,
        typed={name: typed.get(name, "") for name in LABELS},
        wrong=wrong,
        faults=[
            {"label": visit.say(LABELS[name]) if name in LABELS else "", "anchor": name, "message": words}
            for name, words in wrong.items()
        ],
        may_issue=visit.actor.may("settings"),
        revoked=visit.say("keys.revoked-now") if visit.query.get("oldu") else "",
    )
