"""The cells of the matrix of rights: one call each, and the status that it must have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from chalicelib.core.people import ROLES
from chalicelib.core.rights import RIGHTS, Actor
from chalicelib.core.tracking import show
from chalicelib.core.workflow import MOVES
from chalicelib.entry.staff_rim import ANYBODY, API, NOBODY, PAGES, csrf_of
from tests.entry.colleagues import ABOVE, OTHER, OWN, Staff, signed, token_of
from tests.entry.entitled import ABSENT, CENTRE, INBOXES, NUMBERS, PEOPLE, may, move_status, role_of, seen_status
from tests.entry.gateway import Answer, call
from tests.tools.test_tokens import forged, key, signed_with_the_public_key, what_is_claimed

CREATES = {("POST", "/api/staff/requests"), ("POST", "/api/staff/contacts"), ("POST", "/api/staff/keys")}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/api/staff/requests"): {
        "service_code": "road.pothole", "description": "Çukur", "phone": "0232 111 22 33", "channel": "phone",
    },
    ("POST", "/api/staff/requests/{number}/moves"): {"move": "note", "version": 1, "text": "Not"},
    ("POST", "/api/staff/requests/{number}/files"): {"media_type": "image/jpeg"},
    ("POST", "/api/staff/requests/{number}/reach"): {"channel": "sms"},
    ("POST", "/api/staff/chats/{thread}/acts"): {"act": "claim", "version": 1},
    ("POST", "/api/staff/keys"): {"name": "Deneme", "per_minute": 60},
    ("POST", "/api/staff/search"): {"q": "0532 111 22 33"},
    ("POST", "/api/staff/contacts"): {"subject": "other", "outcome": "informed"},
    ("PUT", "/api/staff/settings/{kind}/{code}"): {"value": {"calendar": "always"}, "version": 0},
}  # fmt: skip


# Which request another one may be merged into; "other" for any not named.
ALIKE = {"other": "desk", "own confidential": "other confidential", "other confidential": "own confidential"}


@dataclass(frozen=True)
class Cell:
    """One call, and the status that it must have."""

    name: str
    ask: Callable[[], Answer]
    status: int


def token_cells(staff: Staff) -> Iterator[Cell]:
    """Every route × role × fault: signed out, whatever else is wrong with the call."""
    for (method, path), right in API.items():
        for role in ROLES:
            for fault, token in faulty(role).items():
                if right != NOBODY:
                    yield Cell(
                        f"{method} {path} as {role} with {fault}",
                        lambda method=method, path=path, token=token: staff.send(  # type: ignore[misc]
                            token, method, at(path, "own"), body_of(method, path)
                        ),
                        401,
                    )


def faulty(role: str) -> dict[str, str | None]:
    """Tokens of a role with one thing wrong each."""
    own = {"username": role, "cognito:groups": [role]}
    past = what_is_claimed()["iat"]
    return {
        "none": None,
        "nothing": "",
        "garbage": "garbage",
        "alg none": forged({"alg": "none", "kid": "ours"}),
        "HS256": signed_with_the_public_key(),
        "expired": signed(own | {"iat": past - 1000, "exp": past}),
        "wrong pool": signed(own | {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_THEIRS"}),
        "a stranger's key": jwt.encode(what_is_claimed(**own), key("theirs"), "RS256", headers={"kid": "ours"}),
        "wrong client": signed(own | {"client_id": "another"}),
        "an id token": signed(own | {"token_use": "id"}),
    }


def route_cells(staff: Staff) -> Iterator[Cell]:
    """Every route × person: with a call that is right in itself."""
    for (method, path), right in API.items():
        if right == NOBODY:
            continue
        for who in PEOPLE:
            theirs = right == ANYBODY or role_of(who) in RIGHTS[right]
            status = 201 if (method, path) in CREATES else 200
            if "{number}" in path and theirs:
                status = seen_status(who, "own") if not path.endswith("/moves") else move_status(who, "own", "note")
            if path.endswith("/files") and theirs:
                status = move_status(who, "own", "note")
                status = 201 if status == 200 else status
            if "{thread}" in path and theirs:
                status = 404  # nobody waits here; whose a conversation is stands in tests/flows/test_chat_desk.py
            if "{key}" in path and theirs:
                status = 404  # none was issued
            if path == "/api/staff/inbox" and who not in INBOXES:
                status = 403
            yield cell(staff, who, method, at(path, "own"), body_of(method, path), status if theirs else 403)


def sight_cells(staff: Staff) -> Iterator[Cell]:
    """Every person × request, absent and mistyped ones too, and every unit's list."""
    for who in PEOPLE:
        for name, number in (NUMBERS | {"absent": ABSENT, "mistyped": "261148173052"}).items():
            path = f"/api/staff/requests/{number}"
            yield cell(staff, who, "GET", path, None, seen_status(who, name))
            audits = role_of(who) in RIGHTS["audit"]
            yield cell(staff, who, "GET", f"{path}/chain", None, seen_status(who, name) if audits else 403)
            opens = seen_status(who, name) if may(who, "calls") else 403
            yield cell(staff, who, "POST", f"{path}/reach", {"channel": "sms"}, opens)
        for unit in ("cagri-merkezi", OWN, OTHER, ABOVE, "no-such-unit"):
            status = 200 if unit in INBOXES.get(who, ()) else 403
            yield cell(staff, who, "GET", f"/api/staff/inbox?unit={unit}", None, status)


def move_cells(staff: Staff) -> Iterator[Cell]:
    """Every move × person × request."""
    for move in (*MOVES, "no_such_move"):
        for who in PEOPLE:
            for name, number in (NUMBERS | {"absent": ABSENT}).items():
                said = {"move": move, "version": 1} | fields_of(staff, move, name)
                path = f"/api/staff/requests/{show(number)}/moves"
                yield cell(staff, who, "POST", path, said, move_status(who, name, move))


def body_cells(staff: Staff) -> Iterator[Cell]:
    """Ids that are named inside a body: requests, units, services, people."""
    own = f"/api/staff/requests/{NUMBERS['own']}/moves"
    for who in PEOPLE:
        for name, number in (NUMBERS | {"absent": ABSENT, "mistyped": "261148173052"}).items():
            said = {"move": "merge", "version": 1, "into": number}
            # What is confidential is merged with its like alone.
            mergeable = name in ("other", "desk") and name in CENTRE.get(who, ())
            status = move_status(who, "own", "merge")
            yield cell(staff, who, "POST", own, said, status if status != 200 or mergeable else 400)
        for move, field in (("assign", "unit"), ("triage", "service_code"), ("refer", "body"), ("resolve", "outcome")):
            said = {"move": move, "version": 1} | fields_of(staff, move, "own") | {field: "no-such-code"}
            status = move_status(who, "own", move)
            yield cell(staff, who, "POST", own, said, 400 if status == 200 else status)
        contact = {"subject": "switchboard", "outcome": "transferred", "to": "no-such-unit"}
        yield cell(staff, who, "POST", "/api/staff/contacts", contact, 400 if may(who, "contacts") else 403)
        for value in (
            {"name": "Yeni", "role": "unit_officer", "unit": "no-such-unit"},
            {"name": "Yeni", "role": "no_such_role"},
            {"name": "Yeni", "role": "operator", "substitute": {"person": "nobody", "from": "2026-11-23",
                                                               "until": "2026-11-24"}},
        ):  # fmt: skip
            path = "/api/staff/settings/people/yeni.kisi"
            yield cell(staff, who, "PUT", path, {"value": value, "version": 0}, 400 if may(who, "settings") else 403)


def page_cells(staff: Staff) -> Iterator[Cell]:
    """Every page × person, every request's page × person, faults of the cookie, and forms without their key."""
    for (method, path), right in PAGES.items():
        if right == NOBODY:
            continue
        for fault, token in faulty("operator").items():
            yield page(f"{method} {path} with {fault}", method, at(path, "own"), token, 303)
        for who in PEOPLE:
            theirs = right == ANYBODY or may(who, right)
            status = 403 if method == "POST" or not theirs else 200
            status = seen_status(who, "own") if status == 200 and "{number}" in path else status
            status = 404 if status == 200 and "{thread}" in path else status
            yield page(f"{who}: {method} {path}", method, at(path, "own"), cookie_of(staff, who), status)
    for who in PEOPLE:
        for name, number in (NUMBERS | {"absent": ABSENT}).items():
            token = cookie_of(staff, who)
            path = f"/personel/basvuru/{number}"
            yield page(f"{who}: GET {name}", "GET", path, token, seen_status(who, name))
            status = move_status(who, name, "note")
            form = {"version": "1", "text": "Not"}
            yield page(f"{who}: note on {name}", "POST", f"{path}/note", token, 303 if status == 200 else status, form)


def cookie_of(staff: Staff, who: str) -> str:
    return token_of(who, staff.office.city.people[who].role)


def page(name: str, method: str, path: str, token: str | None, status: int, form: dict[str, str] | None = None) -> Cell:
    """A call of a page with this session's cookie; a `form` is posted with its key."""

    def ask() -> Answer:
        headers = {} if token is None else {"Cookie": f"kopru_session={token}"}
        if method == "GET":
            return call("GET", path, headers=headers)
        who = name.partition(":")[0]
        key = {"csrf": csrf_of(Actor("staff", who, session="session-1"))} if form else {}
        body = urlencode((form or {}) | key)
        return call("POST", path, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})

    return Cell(name, ask, status)


def at(path: str, name: str) -> str:
    """The route's address for a request; for a setting, that of a unit."""
    return (
        path.replace("{number}", NUMBERS[name])
        .replace("{kind}", "units")
        .replace("{code}", OWN)
        .replace("{move}", "note")
        .replace("{thread}", "C" + "0" * 24)
        .replace("{act}", "claim")
        .replace("{key}", "no-such-key")
        .replace("{purpose}", "resolve")
        .replace("{audience}", "reporter")
    )


def body_of(method: str, path: str) -> Any:
    return BODIES.get((method, path))


def fields_of(staff: Staff, move: str, name: str) -> dict[str, Any]:
    """What the move must carry, all of it right."""
    if move not in MOVES:
        return {}
    city, case = staff.office.city, staff.office.requests.cases.get(NUMBERS.get(name, ""))
    service = city.services[case.state.service if case else "road.pothole"]
    right = {
        "line": "Belge 7", "text": "Bir açıklama", "flag": True, "day": "2026-12-01", "unit": OTHER,
        "service": "road.pothole", "priority": "P3", "basis": "service", "body": next(iter(city.bodies)),
        "outcome": service.outcomes[0].code, "number": NUMBERS[ALIKE.get(name, "other")],
    }  # fmt: skip
    return {
        field.name: right[field.kind] for field in MOVES[move].carries if field.required or field.name == "evidence"
    }


def cell(staff: Staff, who: str, method: str, path: str, body: Any, status: int) -> Cell:
    return Cell(f"{who}: {method} {path} {body or ''}", lambda: staff.call(who, method, path, body), status)
