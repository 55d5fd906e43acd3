"""The lists of the workplace: a unit's inbox, and whom the centre must call."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.case import ANSWERED
from chalicelib.core.marks import Entry, Page
from chalicelib.core.workflow import MOVES
from chalicelib.entry import staff_words
from chalicelib.entry.staff_visit import HOME, Visit, show
from chalicelib.flows import work

PAGE = 50
LISTS = ("now", "back")
CALLS = "/personel/aramalar"


def show_inbox(visit: Visit) -> Response:
    """The inbox of a unit (its own first) in one view, with the centre's call lists beside it."""
    desk, actor, language = wire.desk(), visit.actor, visit.language
    mine = work.units_of(desk, actor)
    view = visit.query.get("gorunum", "") if visit.query.get("gorunum") in work.VIEWS else work.VIEWS[0]
    unit = visit.query.get("birim", "") or (mine[0] if mine else "")
    found = work.inbox(desk, actor, unit, view, PAGE, visit.query.get("devam", "")) if unit else Page(())
    calls = [(which, count_of(work.calls(desk, actor, which, PAGE))) for which in LISTS] if actor.may("calls") else []
    return show(
        "inbox.html",
        visit,
        HOME,
        visit.say("console.inbox.title"),
        current="inbox",
        unit=unit,
        unit_name=staff_words.unit(unit, desk.city, language) if unit else "",
        units=[(code, name) for code, name in staff_words.units(desk.city, language) if code in mine],
        views=work.VIEWS,
        view=view,
        rows=staff_words.rows(found.entries, unit, desk.now(), desk.city, language),
        cursor=found.cursor,
        paged=bool(visit.query.get("devam")),
        calls=calls,
        gone=visit.say(f"move.{done}") if (done := visit.query.get("oldu", "")) in MOVES else "",
    )


def show_calls(visit: Visit) -> Response:
    """One of the centre's call lists, each line with its form."""
    desk = wire.desk()
    which = visit.query.get("liste", "") if visit.query.get("liste") in LISTS else LISTS[0]
    found = work.calls(desk, visit.actor, which, PAGE, visit.query.get("devam", ""))
    rows = staff_words.rows(found.entries, desk.city.desk, desk.now(), desk.city, visit.language)
    return show(
        "calls.html",
        visit,
        CALLS,
        visit.say("console.calls.title"),
        current="calls",
        lists=LISTS,
        which=which,
        rows=[(row, visit.say(_why(entry, which))) for row, entry in zip(rows, found.entries, strict=True)],
        cursor=found.cursor,
        paged=bool(visit.query.get("devam")),
        saved=visit.query.get("oldu", "") in ("called", "accept"),
    )


def count_of(page: Page) -> str:
    """How long a list is, as far as its first page tells."""
    return f"{len(page.entries)}+" if page.cursor else str(len(page.entries))


def _why(entry: Entry, which: str) -> str:
    """Why somebody must be called, as far as the list itself tells: by the code of its words."""
    if which == "now":
        return f"console.calls.why.{'untaken' if entry.priority == 'P1' and not entry.taken_by else 'unreached'}"
    if entry.status in ANSWERED:
        return "console.calls.why.answer"
    return f"console.calls.why.{'question' if entry.status == 'waiting_citizen' else 'notice'}"
