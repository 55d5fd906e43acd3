"""What each move does to a request beyond its state's name: one small function a move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.core.case import Clock, State
from chalicelib.core.city import City, Outcome
from chalicelib.core.clocks import waits_until
from chalicelib.core.errors import Fault, Invalid, NotAllowed, Refused
from chalicelib.core.law import Legal, may_extend
from chalicelib.core.people import on_duty
from chalicelib.core.request import Request
from chalicelib.core.rights import Actor, Part, is_confidential, parts
from chalicelib.core.routing import route
from chalicelib.core.understand import REQUIRED
from chalicelib.core.workflow import RETURNS

NOBODY: dict[str, Any] = {"taken_by": "", "take_round": 0}
NO_CALL: dict[str, Any] = {"call_now": None, "call_back": None}


@dataclass(frozen=True, slots=True)
class Scene:
    """What an effect looks at. `other` is the request it is merged into, or was."""

    request: Request
    state: State
    values: Mapping[str, Any]
    actor: Actor
    parts: frozenset[Part]
    city: City
    now: datetime
    other: Request | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Changes of the state; facts and texts for the event beyond what the move carried; changes of the citizen's own
    part and of the `other` request; whether the dates are reckoned anew, errands follow, and the own part goes."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    draft: Mapping[str, Any] = field(default_factory=dict)
    other: Mapping[str, Any] = field(default_factory=dict)
    reckons: bool = False
    tells: bool = True
    erases: bool = False


def triage(scene: Scene) -> Effect:
    """Reclassify: the new service decides unit and priority where these are not said; a priority that was raised by a
    danger stays as soon as it was. The clock keeps its start, and a referral stands unless a unit gets it."""
    state, city, said = scene.state, scene.city, scene.values
    unit, body = said.get("unit", state.unit), "" if "unit" in said else state.body
    service = said.get("service_code", state.service)
    priority = said.get("priority", state.priority)
    if service != state.service:
        way = route(replace(scene.request.draft, service=service), city)
        priority = said.get("priority", way.priority)
        if "unit" not in said:
            unit, body = way.unit, way.body
    if unit != state.unit and state.returns >= RETURNS and "supervisor" not in scene.parts:
        raise Refused("refused")
    changes: dict[str, Any] = {"service": service, "priority": priority}
    stays_referred = state.status == "referred" and unit == state.unit and "unit" not in said
    if not stays_referred:
        changes |= {"body": body} | _handed_to(scene, unit)
    if unit != state.unit or (state.status == "referred" and not stays_referred):
        changes["status"] = "assigned" if unit != city.desk else "triaged"
    elif state.status in ("received", "reopened") and unit == city.desk:
        changes["status"] = "triaged"
    if priority != state.priority:
        changes["clock"] = replace(changes.get("clock", state.clock), target=city.targets[priority])
        changes |= {"take_round": 0, "alerted": scene.now, "call_now": None}
        if city.ladder[priority].take and not city.ladder[state.priority].take:
            changes |= NOBODY  # whoever has it has not taken it as this urgent
    return Effect(changes, reckons=True, tells=unit != state.unit or priority < state.priority)


def assign(scene: Scene) -> Effect:
    """A unit answers for it from now on; nothing restarts the clock."""
    unit = scene.values["unit"]
    chosen = unit != scene.city.desk or scene.state.returns >= RETURNS
    status = "assigned" if chosen else "triaged"
    return Effect({"status": status, "body": ""} | _handed_to(scene, unit), reckons=True)


def hand_back(scene: Scene) -> Effect:
    """Returned: the centre answers for it again; the second time only the supervisor can assign it."""
    changes = _handed_to(scene, scene.city.desk) | {"returns": scene.state.returns + 1}
    return Effect(changes, {"returns": changes["returns"], "from": scene.state.unit}, reckons=True)


def refer(scene: Scene) -> Effect:
    """Another body has it now; the centre answers for it and asks for the result on the day that was agreed."""
    own = date.fromisoformat(scene.values["check_back"])
    state, away = scene.state, scene.state.status == "referred"
    clock = replace(_running(state.clock, scene.now), paused=scene.now, own=own)
    changes = {"body": scene.values["body"], "unit": scene.city.desk, "clock": clock, "taken_by": scene.actor.name}
    told = {} if away and state.body == scene.values["body"] else _to_be_called(scene)
    return Effect(changes | {"call_now": None} | told, reckons=True)


def accept(scene: Scene) -> Effect:
    """Taken (alındı): by a person of the unit, or told to the centre on the phone."""
    own = bool(scene.parts & {"unit", "desk"})
    who = scene.actor.name if own else f"unit:{scene.state.unit}"
    status = scene.state.status if scene.state.status == "in_progress" else "assigned"
    changes: dict[str, Any] = {"status": status, "taken_by": who, "call_now": None}
    return Effect(changes, {} if own else {"by_phone": True})


def start(scene: Scene) -> Effect:
    """Work has begun."""
    return Effect({"taken_by": scene.state.taken_by or scene.actor.name, "call_now": None})


def ask(scene: Scene) -> Effect:
    """The citizen is asked: the internal clock stands still, the legal one does not."""
    changes: dict[str, Any] = {
        "resume": scene.state.status,
        "waits": waits_until(scene.now, scene.state, scene.city),
        "clock": replace(scene.state.clock, paused=scene.now),
    }
    return Effect(changes | _to_be_called(scene))


def answer(scene: Scene) -> Effect:
    """The citizen has answered, or the time for it is over: the clock runs on."""
    changes: dict[str, Any] = {"waits": None, "resume": "", "clock": _running(scene.state.clock, scene.now)}
    return Effect(changes | {"call_back": None}, reckons=True)


def resolve(scene: Scene) -> Effect:
    """The outcome, short and whole; where the service demands it, with its evidence."""
    service = scene.city.services.get(scene.state.service)
    outcome = _outcome(scene, scene.values["outcome"])
    if service and service.evidence and outcome.kind != "negative" and not scene.values.get("evidence"):
        raise Invalid(Fault("evidence", "evidence"))
    return _answered(scene, outcome.code, outcome.kind)


def reject(scene: Scene) -> Effect:
    """It cannot be taken up; a reasoned answer like any other."""
    return _answered(scene, scene.values.get("outcome", ""), "rejected")


def merge(scene: Scene) -> Effect:
    """Joined with another request on the same matter, whose outcome its reporters hear as well: one that as many may
    see, and that the law wants answered no later."""
    main = scene.other
    if main is None or main.number == scene.request.number:
        raise Invalid(Fault("into", "merge-self"))
    if "centre" not in parts(scene.actor, main, scene.city):
        raise Invalid(Fault("into", "not-found"))
    if not main.state.open:
        raise Invalid(Fault("into", "merge-ended"))
    if is_confidential(main, scene.city) != is_confidential(scene.request, scene.city):
        raise Invalid(Fault("into", "merge-confidential"))
    if not _in_time_for(scene.state, main.state):
        raise Invalid(Fault("into", "merge-legal"))
    changes = {"resume": scene.state.status, "into": main.number, "call_now": None}
    return Effect(
        changes | _to_be_called(scene),
        {"into": main.number},
        other={"merged": (*main.state.merged, scene.request.number)},
    )


def unmerge(scene: Scene) -> Effect:
    """A request of its own again, as it was before, with whoever was merged into it."""
    changes: dict[str, Any] = {"into": "", "resume": "", "outcome": "", "result": "", "answered": None, "told": False}
    changes |= {"alerted": scene.now, "call_now": None, "legal": _asked_anew(scene.state.legal, scene.now)}
    return Effect(changes | _to_be_called(scene), other=_without(scene), reckons=True)


def reopen(scene: Scene) -> Effect:
    """Not solved: work begins anew, with a new clock. Within the city's days after the outcome; the supervisor may
    always. The law's clock runs on until an answer was given, and never anew."""
    state, city = scene.state, scene.city
    if state.status == "duplicate" and not state.answered:
        raise NotAllowed(version=state.version)  # no outcome yet: the centre takes it out by unmerging
    since = state.answered or state.changed
    late = scene.now > since + timedelta(days=city.reopen_days)
    if late and "supervisor" not in scene.parts and state.status != "duplicate":
        raise NotAllowed("reopen-late", version=state.version)
    changes: dict[str, Any] = {
        "clock": Clock(scene.now, city.targets[state.priority]),
        "due_level": 0,
        "legal": None if state.result else _asked_anew(state.legal, scene.now),
        "alerted": scene.now,
        "call_now": None,
        "outcome": "",
        "result": "",
        "answered": None,
        "told": False,
        "waits": None,
        "into": "",
        "resume": "",
    }
    heard = {"call_back": None} if scene.actor.kind == "citizen" else _to_be_called(scene)
    return Effect(changes | NOBODY | heard, other=_without(scene), reckons=True)


def set_legal(scene: Scene) -> Effect:
    """The legal basis, with what the law wants for it and the numbers of other registers. What the law runs on already
    is changed by the supervisor alone, who says why; what has happened to its clock stays."""
    said, draft, request, state = scene.values, scene.request.draft, scene.request, scene.state
    basis, same = said["legal_basis"], said["legal_basis"] == state.basis
    completed = {name: said[name] for name in ("first_name", "last_name", "address") if name in said}
    missing = [name for name in REQUIRED.get(basis, ()) if not (said.get(name) or getattr(draft, name))]
    known = dict(state.references) | {name: said[name] for name in ("cimer", "record") if name in said}
    has = {*known, *said, *(("date",) if same else ())}
    missing += [name for name in {"cimer": ("cimer",), "body": ("date", "record")}.get(basis, ()) if name not in has]
    if missing:
        raise Invalid(*(Fault(name, "required-by-law") for name in missing))
    own = date.fromisoformat(said["date"]) if "date" in said else None
    if state.basis != "service" and (not same or own):
        if "supervisor" not in scene.parts:
            raise Refused("refused")
        if not said.get("reason"):
            raise Invalid(Fault("reason", "required"))
    if same:
        legal = replace(state.legal, own=own or state.legal.own) if state.legal else None
    else:
        legal = None if basis == "service" else Legal(basis, request.opened, own=own)
    return Effect(
        {"basis": basis, "legal": legal, "references": tuple(sorted(known.items()))}, draft=completed, reckons=True
    )


def extend(scene: Scene) -> Effect:
    """More time, told before the first time is over: only where the law allows it (Law 4982 art. 11)."""
    legal = scene.state.legal
    if legal is None or not may_extend(legal, scene.now, scene.city.public_holidays):
        raise NotAllowed("extend-not", version=scene.state.version)
    return Effect({"legal": replace(legal, extended=True)} | _to_be_told(scene), reckons=True)


def fee(scene: Scene) -> Effect:
    """The cost was told: the clock of an information request is cut until it is paid (Law 4982)."""
    legal = scene.state.legal
    if legal is None or legal.basis != "foi" or legal.cut:
        raise NotAllowed("fee-not", version=scene.state.version)
    return Effect({"legal": replace(legal, cut=scene.now)} | _to_be_told(scene), reckons=True)


def paid(scene: Scene) -> Effect:
    """The proof of payment is there: the clock runs anew."""
    legal = scene.state.legal
    if legal is None or not legal.cut or legal.resumed:
        raise NotAllowed("fee-not", version=scene.state.version)
    return Effect({"legal": replace(legal, resumed=scene.now)}, reckons=True)


def set_legal_date(scene: Scene) -> Effect:
    """An admin's own legal date, with a reason."""
    legal = scene.state.legal
    if legal is None:
        raise NotAllowed("legal-not", version=scene.state.version)
    own = date.fromisoformat(scene.values["date"])
    return Effect({"legal": Legal("body", legal.start, own=own)}, reckons=True)


def write_to_citizen(scene: Scene) -> Effect:
    """A message; who cannot be written to is called."""
    return Effect(_to_be_called(scene))


def new_pin(scene: Scene) -> Effect:
    """A new takip şifresi; the old one is void. Who left a phone has none."""
    if scene.request.draft.phone:
        raise NotAllowed("pin-not", version=scene.state.version)
    return Effect({"pin_edition": scene.state.pin_edition + 1})


def called(scene: Scene) -> Effect:
    """Somebody called the citizen; who was reached is off the list, and knows the outcome. Who hears of a fee only now
    has the law's days to pay it from now on."""
    state = scene.state
    if not scene.values.get("reached"):
        return Effect({"call_back": scene.now} if state.call_back else {})
    knows: dict[str, Any] = {"told": True} if state.answered else {}
    if state.call_back and state.open:
        knows["legal"] = _asked_anew(state.legal, scene.now)
    return Effect({"call_back": None} | knows)


def end(scene: Scene) -> Effect:
    """It has ended."""
    return Effect({"waits": None, "answered": scene.state.answered or scene.now, "told": True} | NO_CALL)


def withdraw(scene: Scene) -> Effect:
    """It has ended at the citizen's wish, or because the fee was not paid; who did not do so themselves hears of it."""
    told = {} if scene.actor.kind == "citizen" else _to_be_called(scene)
    return Effect(dict(end(scene).changes) | told)


def mark_confidential(scene: Scene) -> Effect:
    """From now on only those entitled see it."""
    return Effect({"confidential": True})


def disclose(scene: Scene) -> Effect:
    """No longer confidential by anybody's mark."""
    return Effect({"confidential": False})


def erase(scene: Scene) -> Effect:
    """What is a person's own goes, with its numbers in other registers; the number, the dates and the chain stay."""
    return Effect(NO_CALL | {"references": ()}, erases=True)


def escalate(scene: Scene) -> Effect:
    """A step of the ladder was raised; `clock` is "due" or "legal"."""
    return Effect({f"{scene.values['clock']}_level": scene.values["level"]})


def alert_again(scene: Scene) -> Effect:
    """Nobody has taken a P1: the next phone on duty, and after the last the centre calls."""
    turn = scene.state.take_round + 1
    phones = on_duty(scene.city, scene.state.unit, scene.now)
    changes: dict[str, Any] = {"take_round": turn, "alerted": scene.now}
    if turn < len(phones):
        return Effect(changes, {"turn": turn})
    return Effect(changes | {"call_now": scene.now}, {"turn": turn, "call": "now"})


def untold(scene: Scene) -> Effect:
    """What was to be told did not reach the citizen: somebody must call, and silence closes nothing. Who waits for a
    call already keeps their place; who wants no call has the tracking page."""
    if scene.request.draft.do_not_call:
        return Effect({"told": True}, tells=False)
    return Effect({"call_back": scene.state.call_back or scene.now})


def follow(scene: Scene) -> Effect:
    """The request it was merged into has its outcome: its own reporter is told the same."""
    changes: dict[str, Any] = {name: scene.values[name] for name in ("outcome", "result")}
    changes |= {"answered": scene.now, "outcome_event": scene.state.version + 1, "told": _has_the_page_alone(scene)}
    texts = {"answer": scene.values["answer"]} if scene.values.get("answer") else {}
    facts = {"of": scene.values["of"]} | _remedy(scene, scene.values["result"])
    return Effect(changes | _to_be_called(scene), facts, texts)


def nothing_more(scene: Scene) -> Effect:
    """The words are all there is to it."""
    return Effect()


def recompute(scene: Scene) -> Effect:
    """The working time has changed: only the dates."""
    return Effect(reckons=True)


EFFECTS: Mapping[str, Callable[[Scene], Effect]] = {
    "triage": triage,
    "assign": assign,
    "refer": refer,
    "reject": reject,
    "merge": merge,
    "unmerge": unmerge,
    "legal": set_legal,
    "called": called,
    "new_pin": new_pin,
    "accept": accept,
    "return": hand_back,
    "start": start,
    "ask": ask,
    "resolve": resolve,
    "extend": extend,
    "fee": fee,
    "paid": paid,
    "note": nothing_more,
    "message": write_to_citizen,
    "confidential": mark_confidential,
    "disclose": disclose,
    "reopen": reopen,
    "answer": answer,
    "add": nothing_more,
    "withdraw": withdraw,
    "solved": end,
    "not_solved": reopen,
    "legal_date": set_legal_date,
    "erase": erase,
    "escalate": escalate,
    "alert_again": alert_again,
    "no_answer": answer,
    "lapse": withdraw,
    "untold": untold,
    "close": end,
    "recompute": recompute,
    "follow": follow,
}


def _handed_to(scene: Scene, unit: str) -> dict[str, Any]:
    """What changes with the accountable unit: nobody there has taken it yet, and another body has it no more."""
    if unit == scene.state.unit and scene.state.status != "referred":
        return {}
    clock = _running(scene.state.clock, scene.now)
    return {"unit": unit, "clock": clock, "alerted": scene.now, "call_now": None} | NOBODY


def _running(clock: Clock, now: datetime) -> Clock:
    """The clock running again; the time in which it stood still does not count."""
    if clock.paused is None:
        return clock
    return replace(clock, pauses=(*clock.pauses, (clock.paused, now)), paused=None, own=None)


def _answered(scene: Scene, outcome: str, result: str) -> Effect:
    state = scene.state
    changes: dict[str, Any] = {
        "outcome": outcome,
        "result": result,
        "answered": scene.now,
        "outcome_event": state.version + 1,
        "told": _has_the_page_alone(scene),
        "clock": _running(state.clock, scene.now),
        "waits": None,
        "legal": None,
        "legal_due": None,
    }
    return Effect(changes | NO_CALL | _to_be_called(scene), _remedy(scene, result))


def _remedy(scene: Scene, result: str) -> dict[str, str]:
    """The law whose remedy a negative answer names."""
    legal = scene.state.basis != "service" and result in ("negative", "rejected")
    return {"remedy": scene.state.basis} if legal else {}


def _outcome(scene: Scene, code: str) -> Outcome:
    service = scene.city.services.get(scene.state.service)
    found = next((outcome for outcome in service.outcomes if outcome.code == code), None) if service else None
    if found is None:
        raise Invalid(Fault("outcome", "choice"))
    return found


def _to_be_called(scene: Scene) -> dict[str, Any]:
    """Who has a phone that takes no SMS, and no e-mail, stands on the centre's list."""
    if scene.request.reach != "call" or scene.request.draft.do_not_call:
        return {}
    return {"call_back": scene.state.call_back or scene.now}


def _to_be_told(scene: Scene) -> dict[str, Any]:
    """What has consequences by law must reach whom the page alone would tell, too: they gave their address."""
    if scene.request.reach == "none" and not scene.request.draft.do_not_call:
        return {"call_back": scene.state.call_back or scene.now}
    return _to_be_called(scene)


def _has_the_page_alone(scene: Scene) -> bool:
    """Whether nothing but the tracking page can tell the citizen: they left no contact, or want no call."""
    request = scene.request
    return request.reach == "none" or (request.reach == "call" and request.draft.do_not_call)


def _in_time_for(state: State, main: State) -> bool:
    """Whether the answer to `main` is due by law no later than the one that is to be merged into it."""
    if state.legal is None:
        return True
    return main.legal_due is not None and (state.legal_due is None or main.legal_due <= state.legal_due)


def _asked_anew(legal: Legal | None, now: datetime) -> Legal | None:
    """With an unpaid fee asked for again: the days to pay it count from `now`."""
    return replace(legal, cut=now) if legal and legal.cut and not legal.resumed else legal


def _without(scene: Scene) -> dict[str, Any]:
    """What the other request loses when this one is its own again."""
    if scene.other is None:
        return {}
    mine = scene.request.number
    return {"merged": tuple(number for number in scene.other.state.merged if number != mine)}
