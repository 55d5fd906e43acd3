"""The moves of the table as forms: each with its fields, what may be chosen, and what was typed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.core.case import ANSWERED, Case, State
from chalicelib.core.city import City
from chalicelib.core.errors import Fault
from chalicelib.core.fields import LATE, choices
from chalicelib.core.moments import local_day
from chalicelib.core.request import Request
from chalicelib.core.workflow import Field, Move
from chalicelib.entry import staff_words
from chalicelib.entry.pages import say
from chalicelib.entry.photo_views import Photo
from chalicelib.entry.staff_words import Options
from chalicelib.flows.desk import Desk

# What is wanted every day stands open on the page; the rest is one click away.
FIRST = ("accept", "start", "resolve", "ask", "answer", "return", "assign", "triage", "refer", "message", "note")
# What the state asks for stands above the rest: who must be called, whose task it is, whether it is solved.
CALL = ("called",)
SORTING = ("assign", "triage", "refer")
VERDICT = ("solved", "not_solved")
JOINED = ("unmerge",)
FINAL = ("erase", "withdraw", "reject", "merge", "solved")
PHOTOS = "photos"
"""The field of photos to tick, each by its own name, `photos.<id>`."""
NEEDED = (("release", "text"),)
"""What the page demands beyond the table: whoever empties the words that were filled in for them does not mean the
citizen's own as they are."""

Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a move's form; `groups` are options under headings, `first` the earliest day, "" for any; of the
    `photos` those are ticked whose ids stand in `value`."""

    name: str
    kind: str
    label: str
    required: bool
    longest: int
    value: str
    error: str
    groups: tuple[tuple[str, Options], ...] = ()
    first: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A move as a form: its name, its words, its fields; `open` where it was just sent."""

    move: str
    title: str
    hint: str
    asks: tuple[Ask, ...]
    open: bool
    daily: bool
    final: bool


def forms(
    moves: tuple[Move, ...],
    case: Case,
    desk: Desk,
    language: str,
    photos: tuple[Photo, ...] = (),
    tried: str = "",
    typed: Typed | None = None,
    errors: Typed | None = None,
) -> list[Form]:
    """A form for every move, what the state asks for first, then those of every day; the one that was `tried` is open,
    with what was typed."""
    first = leading(case.state) + FIRST
    clean = tuple(photo for photo in photos if photo.url)
    order = {name: first.index(name) for name in first}
    found = sorted(moves, key=lambda move: order.get(move.name, len(order)))
    return [
        Form(
            move=move.name,
            title=say(f"move.{move.name}", language),
            hint=say(f"move.{move.name}.hint", language),
            asks=tuple(
                _ask(
                    field,
                    case.request,
                    desk,
                    language,
                    typed if typed and move.name == tried else given(move, case),
                    errors if errors and move.name == tried else {},
                    late=move.name in LATE,
                    needed=(move.name, field.name) in NEEDED,
                    photos=clean,
                )
                for field in move.carries
                if field.name != PHOTOS or clean
            ),
            open=move.name == tried,
            daily=move.name in order,
            final=move.name in FINAL,
        )
        for move in found
    ]


def leading(state: State) -> tuple[str, ...]:
    """The moves that the state asks for first, by name; whether somebody may make them is not asked here."""
    called = CALL if state.call_back else ()
    asked = {"triaged": SORTING, "duplicate": JOINED} | dict.fromkeys(ANSWERED, VERDICT)
    return called + asked.get(state.status, ())


def said_of(move: Move, fields: Typed) -> dict[str, object]:
    """What a form said for this move; empty fields stay out, and ticked photos are one list."""
    ticked = _ticked(fields)
    said: dict[str, object] = {
        field.name: fields[field.name] for field in move.carries if fields.get(field.name, "").strip()
    }
    return said | ({PHOTOS: ticked} if ticked else {})


def missing(move: Move, said: Mapping[str, object]) -> tuple[Fault, ...]:
    """The fields that the page demands and that were left empty."""
    return tuple(Fault(name, "required") for of, name in NEEDED if of == move.name and name not in said)


def given(move: Move, case: Case) -> Typed:
    """What a form holds before anybody typed: the words that are public, or would be, and no photo."""
    if move.name != "release":
        return {}
    return {"text": case.texts(case.state.released).get("text", "") or case.request.draft.text}


def _ask(
    field: Field,
    request: Request,
    desk: Desk,
    language: str,
    typed: Typed,
    errors: Typed,
    *,
    late: bool,
    needed: bool,
    photos: tuple[Photo, ...],
) -> Ask:
    return Ask(
        name=field.name,
        kind=field.kind,
        label=say(f"field.{field.name}", language),
        required=field.required or needed or (field.name == "evidence" and _needs_evidence(request, desk.city)),
        longest=field.longest,
        value=" ".join(_ticked(typed)) if field.name == PHOTOS else typed.get(field.name, ""),
        error=errors.get(field.name, ""),
        groups=_groups(field, request, desk.city, language),
        first=local_day(desk.now()).isoformat() if field.kind == "day" and not late else "",
        photos=photos if field.name == PHOTOS else (),
    )


def _ticked(fields: Typed) -> list[str]:
    """The ids of the photos that were ticked."""
    return [name.removeprefix(f"{PHOTOS}.") for name in fields if name.startswith(f"{PHOTOS}.")]


def _needs_evidence(request: Request, city: City) -> bool:
    service = city.services.get(request.state.service)
    return bool(service and service.evidence)


def _groups(field: Field, request: Request, city: City, language: str) -> tuple[tuple[str, Options], ...]:
    if field.kind == "service":
        return tuple(staff_words.services(city, language))
    if field.kind == "unit":
        return (("", staff_words.units(city, language)),)
    if field.kind == "body":
        return (("", staff_words.bodies(city, language)),)
    codes = choices(field, request, city)
    if field.kind == "outcome":
        service = city.services.get(request.state.service)
        return (("", [(each.code, each.text.say(language)) for each in service.outcomes] if service else []),)
    return (("", [(code, say(f"{field.kind}.{code}", language)) for code in codes]),) if codes else ()
