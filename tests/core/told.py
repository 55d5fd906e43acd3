"""Every event that somebody is told of: the state before, who moves, and with what. KANARYA is what people typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.core.case import Case, Event, Said
from chalicelib.core.city import City
from chalicelib.core.request import Draft
from tests.build import MONDAY, a_case, a_request, a_staffed_city, moved

WORD = "KANARYA"
OTHER = "261148173062"
Scene = tuple[str, str, str, dict[str, Any]]  # state before, move, who, what it carries

ASK_FEE: Scene = ("in_progress", "fee", "officer", {"amount": f"{WORD} 120 TL"})
SCENES: dict[str, Scene] = {
    "triage to a unit": ("received", "triage", "operator", {"unit": "izsu", "note": WORD}),
    "triage to the desk": ("received", "triage", "operator", {"unit": "cagri-merkezi"}),
    "triage to another body": ("received", "triage", "operator", {"service_code": "out.electricity"}),
    "made more urgent": ("assigned", "triage", "operator", {"priority": "P1"}),
    "assign": ("received", "assign", "operator", {"unit": "izsu", "note": WORD}),
    "assign to the desk": ("assigned", "assign", "operator", {"unit": "cagri-merkezi"}),
    "refer": (
        "received", "refer", "operator",
        {"body": "bornova-belediyesi", "check_back": "2026-12-07", "receipt": WORD, "note": WORD},
    ),
    "reject": ("received", "reject", "operator", {"answer": WORD}),
    "merge": ("received", "merge", "operator", {"into": OTHER}),
    "unmerge": ("duplicate", "unmerge", "operator", {"reason": WORD}),
    "new_pin": ("assigned", "new_pin", "operator", {"reason": WORD}),
    "return": ("assigned", "return", "officer", {"reason": WORD}),
    "ask": ("in_progress", "ask", "officer", {"question": WORD}),
    "resolve": ("in_progress", "resolve", "officer", {"outcome": "repaired", "answer": WORD}),
    "resolve in the negative": ("in_progress", "resolve", "officer", {"outcome": "not_possible", "answer": WORD}),
    "extend": ("in_progress", "extend", "officer", {"reason": WORD}),
    "fee": ASK_FEE,
    "message": ("in_progress", "message", "officer", {"text": WORD}),
    "reopen": ("resolved", "reopen", "operator", {"reason": WORD}),
    "answer": ("waiting_citizen", "answer", "citizen", {"text": WORD}),
    "add": ("assigned", "add", "citizen", {"text": WORD}),
    "withdraw": ("assigned", "withdraw", "citizen", {"reason": WORD}),
    "not_solved": ("resolved", "not_solved", "citizen", {"text": WORD}),
    "warning": (
        "assigned", "escalate", "system",
        {"clock": "due", "level": 1, "step": "warning", "role": "unit:fen-isleri"},
    ),
    "breach": (
        "assigned", "escalate", "system",
        {"clock": "legal", "level": 2, "step": "breach", "role": "unit:fen-isleri"},
    ),
    "ladder": (
        "assigned", "escalate", "system",
        {"clock": "due", "level": 4, "step": "ladder", "role": "supervisor"},
    ),
    "alert_again": ("received", "alert_again", "system", {}),
    "no_answer": ("waiting_citizen", "no_answer", "system", {}),
    "lapse": ("in_progress", "lapse", "system", {}),
    "untold": ("resolved", "untold", "system", {}),
    "unreached": ("in_progress", "unreached", "system", {}),
    "follow": (
        "duplicate", "follow", "system",
        {"of": 4, "outcome": "repaired", "result": "positive", "answer": WORD},
    ),
    "follow in the negative": (
        "duplicate", "follow", "system",
        {"of": 4, "outcome": "", "result": "rejected", "answer": WORD},
    ),
}  # fmt: skip
LEGAL = ("extend", "fee", "lapse", "breach", "resolve in the negative")


def a_told_city(**fields: Any) -> City:
    """A city whose people can all be reached."""
    city = a_staffed_city()
    people = {
        name: replace(person, email=f"{name}@example.org", phone=f"+9053200000{place:02d}")
        for place, (name, person) in enumerate(city.people.items())
    }
    return replace(city, people=people, **fields)


def with_people(city: City, **people: Mapping[str, Any]) -> City:
    """The city where these people differ so."""
    return replace(city, people={name: replace(person, **people.get(name, {})) for name, person in city.people.items()})


def happened(scene: str, city: City | None = None, **fields: Any) -> tuple[Case, Event]:
    """The case after the event of a scene, and the event."""
    city = city or a_told_city()
    state, move, who, said = SCENES[scene]
    if scene in LEGAL:
        fields = {"legal_basis": "foi", "email": "ayse@example.org"} | fields
    if scene == "new_pin":  # only who left no phone has one
        fields = fields | {"phone": None}
    words = {
        "description": WORD,
        "address": f"Ankara Caddesi {WORD}",
        "first_name": WORD,
        "last_name": WORD,
        "neighbourhood": WORD,
    }
    case = a_case(state, city=city, **words | fields)
    now = MONDAY + timedelta(hours=6)
    if scene == "lapse":
        case = moved(case, "fee", "officer", now=now, city=city, amount=WORD)
    other = a_request(number=OTHER, city=city) if move in ("merge", "unmerge") else None
    case = moved(case, move, who, now=now, city=city, other=other, **said)
    return case, case.events[-1]


def marked(case: Case) -> Case:
    """The case once somebody marked it confidential."""
    return replace(case, request=replace(case.request, state=replace(case.state, confidential=True)))


def erased(case: Case) -> Case:
    """The case after its erasure."""
    request = replace(case.request, draft=Draft(case.request.draft.service, ""))
    return replace(case, request=request, said={n: Said(n, "", {}, erased=True) for n in case.said})
