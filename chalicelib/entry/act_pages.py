"""What a citizen sends from the tracking page, and the page that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.errors import Invalid, NotAllowed, NotFound, Refused, TryLater
from chalicelib.core.tracking import read, show
from chalicelib.core.workflow import MOVES
from chalicelib.entry.form_page import Shown
from chalicelib.entry.pages import say, show_page
from chalicelib.entry.rim import read_error, say_fault, say_why
from chalicelib.entry.tracking_pages import LONGEST_TYPED, Tried, proof_words, show_refused, show_seen
from chalicelib.flows.admit import admit
from chalicelib.flows.citizen import act, enter
from chalicelib.flows.desk import Desk
from chalicelib.flows.photos import citizen_session
from chalicelib.flows.track import Seen


def answer_act(desk: Desk, number: str, name: str, fields: Mapping[str, str], caller: str, language: str) -> Response:
    """Make the move `name` of workflow.py with what the form holds: `ticket`, or `contact` for the proof; the text,
    under the move's own name; and `sure` to withdraw. Whatever fails keeps the text. Raises NotFound for the move."""
    text, files = fields.get(name, ""), fields.get("files", "") if "files" in _carried(name) else ""
    try:
        seen = enter(desk, number, caller, ticket=fields.get("ticket", ""), proof=fields.get("contact", ""))
    except NotFound as error:
        return show_refused(error, number[:LONGEST_TYPED], language)
    except (Refused, TryLater) as error:
        return _show_again(number, name, fields, error, language)
    if name == "withdraw" and not fields.get("sure"):
        return show_seen(desk, seen, language, _wrong(name, text, {"sure": say("follow.withdraw.unsure", language)}))
    try:
        admit(desk, "acting", seen.case.number)
        after = act(desk, seen, name, text, files=_ids(files), session=citizen_session(desk, seen.case.number))
    except Invalid as error:
        wrong = {f"{name}-files" if each.field == "files" else name: say_fault(each, language) for each in error.faults}
        return show_seen(desk, seen, language, replace(_wrong(name, text, wrong), files=files))
    except NotAllowed as error:
        return _show_moved_on(desk, seen, name, text, error, language)
    except (Refused, TryLater) as error:
        return _show_again(number, name, fields, error, language)
    return show_seen(desk, after, language, Tried(done=say(f"follow.{name}.done", language)))


def _carried(name: str) -> set[str]:
    """The names of what a move carries."""
    return {field.name for field in MOVES[name].carries}


def _ids(files: str) -> list[str]:
    return [id for id in files.split(",") if id]


def _wrong(name: str, text: str, errors: Mapping[str, str]) -> Tried:
    return Tried(name, text, 400, trouble="follow.failed.lead", errors=errors)


def _show_moved_on(desk: Desk, seen: Seen, name: str, text: str, error: NotAllowed, language: str) -> Response:
    """The present state (409), and the text where it can be seen and copied, or sent as an addition."""
    present = desk.requests.case(seen.case.number)
    now = Seen(present, own=True) if present else seen
    return show_seen(desk, now, language, Tried(name, text, 409, trouble="follow.moved-on"))


def _show_again(
    number: str, name: str, fields: Mapping[str, str], error: Refused | TryLater, language: str
) -> Response:
    """The form alone, with its text: to be proved anew (403, 429), or sent again later (503)."""
    status, code, _, headers = read_error(error)
    shown = show(read(number))
    later = isinstance(error, TryLater) or code == "limit-acting"
    if isinstance(error, TryLater):
        errors = {"": say("follow.later", language, line=wire.city().line)}
    elif later:
        errors = {"": say_why(error, code, language)}
    elif error.code == "ticket":
        errors = {"contact": say("follow.prove.required", language)}
    else:
        errors = dict([proof_words(error, language)])
    return show_page(
        "again.html",
        language,
        f"/takip/{shown}",
        say("web.seen.title", language, number=shown),
        status=status,
        headers=headers,
        failed=True,
        number=shown,
        act=name,
        typed=fields.get(name, ""),
        sure=fields.get("sure", ""),
        ticket=fields.get("ticket", "") if later else "",
        contact=fields.get("contact", "") if later else "",
        asks=not later,
        errors={"contact": "", **errors},
        faults=[Shown("", anchor, message) for anchor, message in errors.items()],
    )
