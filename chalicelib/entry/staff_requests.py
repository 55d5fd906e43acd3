"""The staff API's requests: opened for a caller, listed, found, read, moved and audited."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.rights import Actor
from chalicelib.core.tracking import read, show
from chalicelib.entry import answers, staff_answers
from chalicelib.entry.public_api import KEY, read_object, told
from chalicelib.entry.rim import body_of, language_of
from chalicelib.flows import work
from chalicelib.flows.move import move

# How many entries a page of a list has where nothing is said.
PAGE = 50
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


def open_for(request: Request, actor: Actor) -> Response:
    """Open a request for somebody, or tell again what the same person opened with the same key."""
    language = language_of(request)
    key = key_of(request)
    desk = wire.desk()
    opened = work.open_for(desk, actor, read_object(body_of(request)), key)
    number = show(opened.request.number)
    answer = answers.opened(desk, opened.request, language)
    answer |= {"version": opened.request.version, "receipt_url": f"{desk.public_url}/personel/makbuz/{number}"}
    headers = {"Location": f"{desk.public_url}/api/staff/requests/{number}", "Idempotency-Key": key}
    return told(answer, language, status=201 if opened.new else 200, headers=headers)


def see(request: Request, actor: Actor, number: str) -> Response:
    """The request as they may see it."""
    desk, language = wire.desk(), language_of(request)
    return told(staff_answers.request(desk, work.see(desk, actor, number), language), language)


def make_move(request: Request, actor: Actor, number: str) -> Response:
    """Make a move on the version that was seen, and tell the new state."""
    desk, language = wire.desk(), language_of(request)
    said = read_object(body_of(request))
    name, version = said.pop("move", None), said.pop("version", None)
    if not isinstance(name, str) or not name:
        raise Invalid(Fault("move", "required"))
    case = move(desk, read(number), name, said, actor, read_version(version))
    return told(staff_answers.moved(desk, actor, case, language), language)


def allow(request: Request, actor: Actor, number: str) -> Response:
    """Have the citizen told by a stopped channel again, and tell what is stopped still."""
    said = read_texts(read_object(body_of(request)), ("channel",))
    known, reach = work.allow(wire.desk(), actor, number, said["channel"])
    return told({"number": show(known), "reach": staff_answers.reach(reach)}, language_of(request))


def chain(request: Request, actor: Actor, number: str) -> Response:
    """The events with their hashes, whether they hold, and who read the request where it is confidential."""
    case, faults = work.check_chain(wire.desk(), actor, number)
    events = [staff_answers.link(each) for each in case.events]
    answer = {"number": show(case.number), "events": events, "verified": not faults, "faults": list(faults)}
    answer |= {"reads": [staff_answers.reading(each) for each in case.reads]}
    return told(answer, language_of(request))


def inbox(request: Request, actor: Actor) -> Response:
    """A unit's open requests: by default all of their own unit's."""
    desk, language = wire.desk(), language_of(request)
    asked = query(request, ("unit", "view", "limit", "cursor"))
    unit = asked("unit") or next(iter(work.units_of(desk, actor)), "")
    page = work.inbox(desk, actor, unit, asked("view") or "all", read_limit(asked("limit")), asked("cursor"))
    return told({"unit": unit} | staff_answers.page(desk, page, language), language)


def calls(request: Request, actor: Actor) -> Response:
    """Whom the centre must call."""
    desk, language = wire.desk(), language_of(request)
    asked = query(request, ("list", "limit", "cursor"))
    page = work.calls(desk, actor, asked("list") or "now", read_limit(asked("limit")), asked("cursor"))
    return told(staff_answers.page(desk, page, language), language)


def search(request: Request, actor: Actor) -> Response:
    """What is known by a number, a phone or an e-mail; posted, since addresses are logged."""
    desk, language = wire.desk(), language_of(request)
    said = read_texts(read_object(body_of(request)), ("q",))
    found = work.find(desk, actor, said["q"])
    answer = {
        "requests": [staff_answers.entry(desk, each, language) for each in found.entries],
        "contacts": [staff_answers.contact(desk, each, language) for each in found.contacts],
    }
    return told(answer, language)


def key_of(request: Request) -> str:
    """The caller's Idempotency-Key, or a new one. Raises Invalid."""
    sent = request.headers.get("idempotency-key")  # one that is empty is a mistake of its sender's
    key = secrets.token_urlsafe(18) if sent is None else str(sent)
    if not KEY.fullmatch(key):
        raise Invalid(Fault("Idempotency-Key", "idempotency-key"))
    return key


def read_version(version: object) -> int:
    """A version as JSON tells it. Raises Invalid for anything but a whole number from 0."""
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise Invalid(Fault("version", "version"))
    return version


def read_texts(said: Mapping[str, Any], wanted: tuple[str, ...]) -> dict[str, str]:
    """The texts of a body that holds these fields and no others. Raises Invalid with every fault at once."""
    faults = [Fault(str(name)[:40], "unknown-field") for name in said if name not in wanted]
    faults += [Fault(name, "must-be-text") for name in wanted if not isinstance(said.get(name, ""), str)]
    faults += [Fault(name, "required") for name in wanted if said.get(name, "") == ""]
    if faults:
        raise Invalid(*faults)
    return {name: said[name] for name in wanted}


def query(request: Request, known: tuple[str, ...]) -> Callable[[str], str]:
    """What stands behind the question mark, by name, "" where nothing does. Raises Invalid for a name not `known`."""
    given: Mapping[str, Any] = request.query_params or {}
    faults = [Fault(str(name)[:40], "unknown-field") for name in given if name not in known]
    if faults:
        raise Invalid(*faults)
    return lambda name: str(given[name]) if name in given else ""


def read_limit(text: str) -> int:
    """How many entries a page shall have; 0, which every flow refuses, for what is no number."""
    if not text:
        return PAGE
    return int(text) if _WHOLE.fullmatch(text) else 0
