"""The page of one request for those who work on it: facts, words, history, messages and every move as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused, TryLater
from chalicelib.core.moments import say_moment
from chalicelib.core.rights import is_confidential, parts, sight
from chalicelib.core.tracking import read
from chalicelib.core.tracking import show as show_number
from chalicelib.core.words import danger_words
from chalicelib.core.workflow import MOVES, RETURNS, Move, may_make
from chalicelib.entry import staff_calls, staff_history, staff_messages, staff_moves, staff_words
from chalicelib.entry.form_page import Shown
from chalicelib.entry.photo_views import photos_of
from chalicelib.entry.rim import read_error, say_error, say_fault
from chalicelib.entry.staff_facts import facts, path_of, pressing
from chalicelib.entry.staff_visit import HOME, Visit, redirect, show
from chalicelib.flows import work
from chalicelib.flows.desk import Desk
from chalicelib.flows.move import move as make_move

# Where a form may go back to, by the code it carries; the request's own page for anything else.
BACK = {"aramalar-now": ("/personel/aramalar", "now"), "aramalar-back": ("/personel/aramalar", "back")}
# What others did that asks for something now: it stands above the request, not only in its history.
NEWS = ("return", "answer", "add", "not_solved", "no_answer")
# What the page says was done where no move was made.
ALLOWED = "kanal"
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a move was not made: the status, what to say about it, and the faults of its fields; `gone` where the form
    itself is not there any more."""

    move: str
    status: int
    heading: str
    lead: str
    typed: Typed
    faults: tuple[Shown, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def show_request(visit: Visit, typed: str) -> Response:
    """The request of a number, as typed."""
    return _page(visit, read(typed))


def make(visit: Visit, typed: str, name: str, fields: Typed) -> Response:
    """Make the move and see the request again; with a fault the same page, everything typed kept."""
    desk, number = wire.desk(), read(typed)
    move = MOVES.get(name)
    if move is None:
        raise NotFound("no-such-move")
    said = staff_moves.said_of(move, fields)
    missing = staff_moves.missing(move, said)
    version = _version(fields)
    try:
        if missing:
            raise Invalid(*missing)
        made = make_move(desk, number, name, said, visit.actor, version)
        return _onward(visit, made, name, fields)
    except Invalid as error:
        faults = tuple(_shown(fault.field, say_fault(fault, visit.language), move, visit) for fault in error.faults)
        trouble = Trouble(name, 400, visit.say("console.errors"), visit.say("console.errors-lead"), fields, faults)
    except (Conflict, NotAllowed) as error:
        case = work.see(desk, visit.actor, number).case
        if version is not None and _done_before(case, move, version, visit, said):
            return _onward(visit, case, name, fields)
        trouble = _conflict(error, case, name, fields, visit, desk)
    except Refused as error:
        words = say_error(error.code, visit.language)
        trouble = Trouble(name, 403, visit.say("console.errors"), words, fields)
    except TryLater as error:
        status = read_error(error)[0]
        trouble = Trouble(name, status, visit.say("console.errors"), visit.say("console.later"), fields)
    except NotFound as error:
        return _lost(visit, move, fields, error)
    return _page(visit, number, trouble)


def allow(visit: Visit, typed: str, fields: Typed) -> Response:
    """Have the citizen told by a stopped channel again, and see the request."""
    number, _ = work.allow(wire.desk(), visit.actor, typed, fields.get("channel", ""))
    return redirect(visit.go(path_of(number), oldu=ALLOWED))


def _lost(visit: Visit, move: Move, fields: Typed, error: NotFound) -> Response:
    """The request went elsewhere while somebody was writing: what they wrote can still be copied."""
    title = visit.say("console.request.lost")
    words = say_error(error.code, visit.language)
    return show("lost.html", visit, HOME, title, status=404, failed=True, words=words, kept=_kept(move, fields, visit))


def _onward(visit: Visit, made: Case, name: str, fields: Typed) -> Response:
    """Where the form came from; home for whoever may not see the request any more, as after a return."""
    gone = sight(visit.actor, made.request, wire.city()) == "none"
    own = HOME if gone else path_of(made.number)
    path, which = BACK.get(fields.get("donus", ""), (own, ""))
    return redirect(visit.go(path, oldu=name, liste=which))


def _page(visit: Visit, number: str, trouble: Trouble | None = None) -> Response:
    desk, language = wire.desk(), visit.language
    seen = work.see(desk, visit.actor, number)
    case, city = seen.case, desk.city
    errors = {fault.anchor.rpartition("-")[2]: fault.message for fault in trouble.faults} if trouble else {}
    tried, typed = (trouble.move, trouble.typed) if trouble else ("", {})
    photos = photos_of(desk, case, language) if seen.sight in ("full", "masked") else ()
    forms = staff_moves.forms(seen.moves, case, desk, language, photos, tried, typed, errors)
    if trouble and tried not in {form.move for form in forms}:
        trouble = _without_form(trouble, visit)
    state, done = case.state, visit.query.get("oldu", "")
    take = not trouble and _is_theirs_to_take(case, visit, desk)
    history = staff_history.history(case, city, language)
    return show(
        "request.html",
        visit,
        path_of(number),
        visit.say("console.request.title", number=show_number(number)),
        status=trouble.status if trouble else 200,
        failed=trouble is not None,
        trouble=trouble,
        saved=_saved(case, done, visit, history) if not trouble else "",
        number=show_number(number),
        case=case,
        state=state,
        status_words=visit.say(f"console.state.{state.status}"),
        priority=visit.say(f"priority.{state.priority}"),
        service=staff_words.service(state.service, city, language),
        confidential=is_confidential(case.request, city),
        sight=seen.sight,
        left=pressing(case, desk, language),
        danger=danger_words(case.request, city, language),
        photos=photos,
        facts=facts(case, seen.sight, desk, visit),
        forms=[form for form in forms if form.open or not _is_idle(form.move, case, visit, take)],
        take=take,
        ruling=_ruling(case, visit, desk),
        latest=history[0] if _is_news(case, visit) else None,
        history=history,
        sent=staff_messages.messages(seen, city, language),
        calls=staff_calls.calls(case, seen.sight, desk, visit),
        stops=staff_messages.stops(seen.reach, language),
        may_allow=visit.actor.may("calls"),
        erased=not case.request.draft.text and seen.sight in ("full", "masked"),
        may_print=visit.actor.may("open") and seen.sight == "full",
        reads=[(say_moment(each.at, language), staff_words.person(each.who, city)) for each in reversed(case.reads)]
        if visit.actor.may("audit") else [],
    )  # fmt: skip


def _is_theirs_to_take(case: Case, visit: Visit, desk: Desk) -> bool:
    """Whether one tap takes it: nobody has it, and it is the work of their own unit; what the centre has yet to assign
    is nobody's."""
    state, mine = case.state, parts(visit.actor, case.request, desk.city)
    if state.taken_by or not may_make(MOVES["accept"], state, mine):
        return False
    return "unit" in mine or ("desk" in mine and state.status != "triaged")


def _is_idle(move: str, case: Case, visit: Visit, take: bool) -> bool:
    """Whether the move would change nothing any more, or stands above the others already."""
    state = case.state
    if move == "accept":
        return take or state.taken_by == visit.actor.name
    return move == "start" and state.status == "in_progress"


def _ruling(case: Case, visit: Visit, desk: Desk) -> str:
    """What a second return means for whoever looks: the supervisor's to assign, and final once assigned."""
    state, mine = case.state, parts(visit.actor, case.request, desk.city)
    if state.returns < RETURNS or not state.open:
        return ""
    if state.status == "triaged":
        return "" if "supervisor" in mine else visit.say("console.request.returned-twice")
    return visit.say("console.request.ruled") if "unit" in mine else ""


def _is_news(case: Case, visit: Visit) -> bool:
    """Whether somebody else did what whoever opens the page must know first."""
    last = case.events[-1] if case.events else None
    return bool(last and last.move in NEWS and last.actor != visit.actor.name and case.state.open)


def _saved(case: Case, done: str, visit: Visit, history: tuple[staff_history.Told, ...]) -> str:
    """What was just done, in the words of the history; the move's name where others went on since."""
    if done not in MOVES:
        return visit.say("console.request.allowed") if done == ALLOWED else ""
    last = case.events[-1] if case.events else None
    if last and (last.move, last.actor) == (done, visit.actor.name):
        return history[0].words
    return visit.say(f"move.{done}")


def _conflict(error: Conflict | NotAllowed, case: Case, name: str, fields: Typed, visit: Visit, desk: Desk) -> Trouble:
    """Somebody was quicker: who, when and with what; or the move does not fit."""
    last = case.events[-1] if case.events else None
    if last is None or (isinstance(error, NotAllowed) and _version(fields) == case.state.version):
        code = error.code if isinstance(error, NotAllowed) else "conflict"
        return Trouble(name, 409, visit.say("console.errors"), say_error(code, visit.language), fields)
    told = staff_history.event_told(last, case, desk.city, visit.language)
    lead = visit.say("console.request.changed-lead", who=told.who, when=told.moment, what=told.words)
    return Trouble(name, 409, visit.say("console.request.changed-meanwhile"), lead, fields)


def _without_form(trouble: Trouble, visit: Visit) -> Trouble:
    """The same trouble where the form is gone: what was typed can still be copied."""
    kept = _kept(MOVES[trouble.move], trouble.typed, visit)
    return Trouble(trouble.move, trouble.status, trouble.heading, trouble.lead, trouble.typed, (), kept)


def _kept(move: Move, typed: Typed, visit: Visit) -> tuple[tuple[str, str], ...]:
    """What was typed into a form, by the labels of its fields."""
    names = [field.name for field in move.carries if typed.get(field.name)]
    return tuple((visit.say(f"field.{name}"), typed[name]) for name in names)


def _done_before(case: Case, move: Move, version: int, visit: Visit, said: Mapping[str, object]) -> bool:
    """Whether the same form was sent twice: the first time made exactly this move."""
    event = case.event(version + 1)
    if event is None or event.move != move.name or event.actor != visit.actor.name:
        return False
    kept = dict(event.facts) | dict(case.texts(event.n))
    texts = [field.name for field in move.carries if field.kind in ("line", "text", "outcome", "unit", "service")]
    return all(_plain(kept.get(name)) == _plain(said.get(name)) for name in texts)


def _plain(value: object) -> str:
    return " ".join(str(value or "").split())


def _version(fields: Typed) -> int | None:
    given = fields.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None


def _shown(field: str, message: str, move: Move, visit: Visit) -> Shown:
    known = field in {each.name for each in move.carries}
    return Shown(visit.say(f"field.{field}") if known else "", f"{move.name}-{field}" if known else "", message)
