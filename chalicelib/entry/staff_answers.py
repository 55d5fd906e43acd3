"""Requests, people and contacts as the staff API tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.core.answered import extras
from chalicelib.core.case import Case, Event, Read
from chalicelib.core.contacts import Contact, subject_words
from chalicelib.core.fields import choices
from chalicelib.core.marks import Entry, Page
from chalicelib.core.moments import TURKEY, local_day
from chalicelib.core.people import standing_in_for
from chalicelib.core.promise import promise
from chalicelib.core.rights import RIGHTS, Actor, is_confidential
from chalicelib.core.tracking import show
from chalicelib.core.words import say_line
from chalicelib.core.workflow import Field, Move
from chalicelib.entry.answers import answers_told
from chalicelib.entry.files_api import file_answer
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import shown
from chalicelib.flows.work import Seen, moves_of, units_of

if TYPE_CHECKING:
    from chalicelib.core.marks import Sent, Stop

# The kinds of fields whose codes are few enough to be told with every move; services are at /api/services.
TOLD = ("unit", "priority", "basis", "body", "outcome")
MATTER = ("description", "kind", "address", "district", "neighbourhood", "lat", "long")
REQUESTER = ("first_name", "last_name", "phone", "email", "on_behalf_of", "language", "do_not_call", "notify_by")


def person(desk: Desk, actor: Actor) -> dict[str, Any]:
    """Who is signed in: roles, the units whose lists they may open, their rights, and whom they stand in for."""
    record = desk.city.people.get(actor.name)
    others = standing_in_for(desk.city, actor.name, local_day(desk.now()))
    return {
        "username": actor.name,
        "name": record.name if record else actor.name,
        "roles": sorted(actor.roles),
        "hats": [{"role": hat.role, "unit": hat.unit} for hat in actor.hats],
        "units": list(units_of(desk, actor)),
        "rights": [right for right in RIGHTS if actor.may(right)],
        "stands_in_for": [{"username": each.username, "name": each.name} for each in others],
    }


def page(desk: Desk, found: Page, language: str) -> dict[str, Any]:
    """A page of a list; `cursor` begins the next one, "" where there is none."""
    return {"requests": [entry(desk, each, language) for each in found.entries], "cursor": found.cursor}


def entry(desk: Desk, each: Entry, language: str) -> dict[str, Any]:
    """A request in a list; `at` is what the list is sorted by. Number and service are "" where they may know no more
    than that there is one."""
    return {
        "number": show(each.number) if each.number else "",
        "at": _local(each.at),
        "opened": _local(each.opened),
        "status": each.status,
        "status_text": desk.wording.say(f"state.{each.status}", language),
        "priority": each.priority,
        "service_code": each.service,
        "service": _service(desk, each.service, language),
        "taken_by": each.taken_by,
        "confidential": each.confidential,
    }


def request(desk: Desk, seen: Seen, language: str) -> dict[str, Any]:
    """A request with its history, its messages and the moves that its reader may make; the matter and its requester as
    far as their sight goes, and not at all with "history"."""
    case = seen.case
    told = state(desk, case, language) | {
        "sight": seen.sight,
        "channel": case.request.channel,
        "opened": _local(case.request.opened),
        "opened_by": case.request.by or "citizen",
        "due_explanation": [say_line(line, desk.wording, language) for line in promise(case, desk.city).lines],
        "events": [event(case, each) for each in case.events],
        "messages": [message(each, seen.bundles.get(each.bundle)) for each in seen.sent],
        "moves": [move(desk, case, each) for each in seen.moves],
    }
    if seen.sight in ("full", "masked"):
        told |= {name: getattr(case.request.draft, name) for name in MATTER if name != "description"}
        told |= {"description": case.request.draft.text, "requester": _requester(seen)}
        told |= answers_told(desk, case, language) | {"extras": _extras(case)}
        told["files"] = [file_answer(each, language) for each in shown(desk, case.files, case.number)]
    if seen.sight == "full":
        told["reach"] = reach(seen.reach)
    return told


def _extras(case: Case) -> list[dict[str, Any]]:
    return [{"name": each.label, "values": list(each.values)} for each in extras(case.request.draft)]


def moved(desk: Desk, actor: Actor, case: Case, language: str) -> dict[str, Any]:
    """What POST …/moves answers: the new state, and the moves that are possible now."""
    return state(desk, case, language) | {"moves": [move(desk, case, each) for each in moves_of(desk, actor, case)]}


def state(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """What moves of a request, without anything personal."""
    now = case.state
    return {
        "number": show(case.number),
        "version": now.version,
        "status": now.status,
        "status_text": desk.wording.say(f"state.{now.status}", language),
        "changed": _local(now.changed),
        "unit": _unit(desk, now.unit, language),
        "service_code": now.service,
        "service": _service(desk, now.service, language),
        "priority": now.priority,
        "confidential": is_confidential(case.request, desk.city),
        "due": _local(now.due),
        "legal_basis": now.basis,
        "legal_due": _local(now.legal_due) if now.legal_due else None,
        "references": dict(now.references),
        "taken_by": now.taken_by,
        "returns": now.returns,
        "waits_until": _local(now.waits) if now.waits else None,
        "referred_to": now.body,
        "outcome": now.outcome,
        "result": now.result,
        "answered": _local(now.answered) if now.answered else None,
        "call": now.call,
        "merged": [show(number) for number in now.merged],
        "into": show(now.into) if now.into else "",
    }


def event(case: Case, each: Event) -> dict[str, Any]:
    """One event: codes in `facts`, people's words in `texts` where they may be seen."""
    return {
        "n": each.n,
        "at": _local(each.at),
        "move": each.move,
        "actor": each.actor,
        "facts": dict(each.facts),
        "texts": dict(case.texts(each.n)),
    }


def link(each: Event) -> dict[str, Any]:
    """One event as it stands in the chain."""
    return {
        "n": each.n, "at": _local(each.at), "move": each.move, "actor": each.actor, "facts": dict(each.facts),
        "said": each.said, "before": each.before, "hash": each.hash,
    }  # fmt: skip


def reading(each: Read) -> dict[str, str]:
    """Who read what is personal in a confidential request, and when."""
    return {"at": _local(each.at), "staff": each.who}


def message(sent: Sent, bundle: Sent | None = None) -> dict[str, Any]:
    """One message with its state and every attempt; to a role, never to an address. `bundle` is the message that told
    of it with others, where it is known how that stands."""
    errand = sent.errand
    return {
        "event": errand.event,
        "role": errand.role,
        "purpose": errand.purpose,
        "channel": errand.channel,
        "at": _local(errand.at),
        "state": sent.state,
        "reason": sent.reason,
        "attempts": [{"at": _local(each.at), "provider": each.provider, "code": each.code} for each in sent.tried],
        "changed": _local(sent.changed),
        "due": _local(sent.due) if sent.due else None,
        "provider": sent.provider,
        "bundle": sent.bundle,
        "bundle_state": bundle.state if bundle else "",
    }


def reach(stopped: Mapping[str, Stop]) -> list[dict[str, str]]:
    """The channels by which the citizen is told nothing any more, each with the reason and since when."""
    return [{"channel": channel, "reason": stop.reason, "at": _local(stop.at)} for channel, stop in stopped.items()]


def move(desk: Desk, case: Case, each: Move) -> dict[str, Any]:
    """A move with what it carries."""
    return {"move": each.name, "carries": [_field(desk, case, field) for field in each.carries]}


def contact(desk: Desk, each: Contact, language: str) -> dict[str, Any]:
    """A contact; in lists without note, phone and e-mail."""
    return {
        "id": each.id,
        "at": _local(each.at),
        "channel": each.channel,
        "subject": each.subject,
        "subject_text": subject_words(each.subject, desk.city, desk.wording, language),
        "outcome": each.outcome,
        "staff": each.staff,
        "unit": each.unit,
        "to": each.to,
        "number": show(each.number) if each.number else "",
        "note": each.note,
        "phone": each.phone,
        "email": each.email,
    }


def _requester(seen: Seen) -> dict[str, Any]:
    request = seen.case.request
    draft = request.draft
    told: dict[str, Any] = {name: getattr(draft, name) for name in REQUESTER}
    who = "" if request.identity_hidden and seen.sight == "masked" else draft.requester or "citizen"
    return told | {"identity_hidden": request.identity_hidden, "reached_by": request.reach, "requester": who}


def _field(desk: Desk, case: Case, field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.name, "kind": field.kind, "required": field.required}
    if field.kind in ("line", "text"):
        told["longest"] = field.longest
    if field.kind in TOLD:
        told["choices"] = list(choices(field, case.request, desk.city))
    return told


def _unit(desk: Desk, code: str, language: str) -> dict[str, str]:
    unit = desk.city.units.get(code)
    return {"code": code, "name": unit.name.say(language) if unit else code}


def _service(desk: Desk, code: str, language: str) -> str:
    service = desk.city.services.get(code)
    return service.label.say(language) if service else code


def _local(at: datetime) -> str:
    return at.astimezone(TURKEY).isoformat(timespec="seconds")
