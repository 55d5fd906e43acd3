"""Makes a move: checks it against the table, lets it take effect, and gives what must be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.core.case import Case, Change, Event, Said, State
from chalicelib.core.chain import genesis, link, said_hash
from chalicelib.core.city import City
from chalicelib.core.clocks import reckon, watch
from chalicelib.core.effects import EFFECTS
from chalicelib.core.effects.scene import Effect, Scene
from chalicelib.core.errors import NotAllowed, NotFound, Refused
from chalicelib.core.fields import WORDS, Value, read_carried
from chalicelib.core.moments import local_day
from chalicelib.core.publication import grade_of, public_of
from chalicelib.core.request import Draft, Request
from chalicelib.core.rights import Actor, parts, sight
from chalicelib.core.updates import news
from chalicelib.core.workflow import MOVES, Move, may_make

# What an event says of every change, from and to.
TRACKED = ("status", "unit", "service", "priority", "basis", "taken_by", "confidential", "body", "result", "call")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A move as somebody asks for it: its name, its fields, who asks, and the salt of its texts; `facts` are codes of
    ours that its event keeps beside them."""

    move: str
    said: Mapping[str, object]
    actor: Actor
    salt: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def make(wanted: Wanted, case: Case, city: City, now: datetime, other: Case | None = None) -> tuple[Change, ...]:
    """What the move writes: its own change, and with merging that of the `other` request.

    `now` is aware UTC; `other` is what it is merged into, or was. Raises NotFound where the actor may not know of the
    request, Refused where the move is not theirs, NotAllowed where it does not fit the state, Invalid for its fields.
    """
    request, state = case.request, case.state
    move = MOVES.get(wanted.move)
    mine = parts(wanted.actor, request, city)
    if not mine and (wanted.actor.kind == "staff" and sight(wanted.actor, request, city) == "none"):
        raise NotFound("not-found")
    if move is None:
        raise NotFound("no-such-move")
    if not mine & set(move.who):
        raise Refused("refused")
    if not may_make(move, state, mine):
        supervisors = "supervisor" not in mine and may_make(move, state, mine | {"supervisor"})
        raise Refused("refused") if supervisors else NotAllowed(version=state.version)
    values = read_values(move, wanted, request, city, now)
    scene = Scene(request, state, values, wanted.actor, mine, city, now, other.request if other else None, case.files)
    effect = EFFECTS[move.name](scene)
    own = _change(case, move, wanted, values, effect, city, now)
    if not effect.other or other is None:
        return (own,)
    theirs = MOVES["merge" if move.name == "merge" else "unmerge"]
    return own, _attached(other, theirs, wanted.actor, effect, case, city, now)


def read_values(move: Move, wanted: Wanted, request: Request, city: City, now: datetime) -> dict[str, Any]:
    """The fields of a move; the system's own moves carry codes of ours and are taken as they are."""
    if wanted.actor.kind == "system":
        return dict(wanted.said)
    return dict(read_carried(move, wanted.said, request, city, local_day(now)))


def _change(
    case: Case,
    move: Move,
    wanted: Wanted,
    values: Mapping[str, Value],
    effect: Effect,
    city: City,
    now: datetime,
) -> Change:
    before = case.state
    target = {"": before.status, "back": before.resume}.get(move.target, move.target)
    changes: dict[str, Any] = {"status": target, "version": before.version + 1, "changed": now} | dict(effect.changes)
    state = replace(before, **changes)
    clocks: dict[str, Any] = {}
    if effect.reckons and state.open:
        state, clocks = reckon(state, city)
    words = {field.name for field in move.carries if field.kind in WORDS}
    texts = {name: str(value) for name, value in values.items() if name in words} | dict(effect.texts)
    draft = _completed(case.request.draft, effect)
    if state.released and _is_silent(replace(case.request, state=state, draft=draft or case.request.draft), city):
        state = replace(state, released=0)
    said = Said(state.version, wanted.salt, texts) if texts else None
    codes = {name: value for name, value in values.items() if name not in words and name not in texts}
    changed = {
        name: [getattr(before, name), getattr(state, name)]
        for name in TRACKED
        if getattr(before, name) != getattr(state, name)
    }
    facts = codes | dict(wanted.facts) | dict(effect.facts) | clocks
    facts |= {"unit_then": state.unit, "priority_then": state.priority}
    event = Event(
        number=case.number,
        n=state.version,
        at=now,
        move=move.name,
        actor=wanted.actor.name,
        facts=facts | ({"changed": changed} if changed else {}),
        said=said_hash(said) if said else "",
    )
    event = link(event, before.chain or genesis(case.request))
    state = replace(state, chain=event.hash)
    seen = watch(state, city, now)
    later = with_event(case, state, event, said, draft)
    public = public_of(later, city)
    return Change(
        number=case.number,
        state=state,
        event=event,
        next=seen.at if seen else None,
        tells=bool(move.told) and effect.tells,
        said=said,
        draft=draft,
        erases=effect.erases,
        public=public,
        update=news(before, later, public, city),
    )


def _attached(other: Case, move: Move, actor: Actor, effect: Effect, case: Case, city: City, now: datetime) -> Change:
    """The other request's own event of a merge: whom it got, or lost."""
    before = other.state
    state = replace(before, version=before.version + 1, changed=now, **dict(effect.other))
    event = Event(
        number=other.number,
        n=state.version,
        at=now,
        move="attach" if move.name == "merge" else "detach",
        actor=actor.name,
        facts={"request": case.number, "unit_then": state.unit, "priority_then": state.priority},
    )
    event = link(event, before.chain or genesis(other.request))
    state = replace(state, chain=event.hash)
    seen = watch(state, city, now)
    public = public_of(with_event(other, state, event), city)
    return Change(other.number, state, event, seen.at if seen else None, tells=False, public=public)


def with_event(case: Case, state: State, event: Event, said: Said | None = None, draft: Draft | None = None) -> Case:
    """The case with one more event."""
    request = replace(case.request, state=state, draft=draft or case.request.draft)
    words = dict(case.said) | ({said.n: said} if said else {})
    return replace(case, request=request, events=(*case.events, event), said=words)


def _is_silent(request: Request, city: City) -> bool:
    """Whether words of it can be public no more, and what was released has to be released anew."""
    return grade_of(request, city) != "released"


def _completed(draft: Draft, effect: Effect) -> Draft | None:
    return replace(draft, **dict(effect.draft)) if effect.draft else None
