"""The shapes of a request as the staff API tells it: its state, history, messages and moves, as JSON Schema."""

from __future__ import annotations

from typing import get_args

from chalicelib.core.case import STATES
from chalicelib.core.delivery import State
from chalicelib.core.providers import PROVIDERS
from chalicelib.entry.schemas import MOMENT, NUMBER, TEXT, Schema, record, ref

COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
MAYBE_NUMBER: Schema = {"type": "string", "pattern": r"^(\d{4}-\d{4}-\d{4})?$"}
OBJECT: Schema = {"type": "object"}
SENT: tuple[str, ...] = get_args(State)


def request_components() -> Schema:
    """Every shape of a request by its name."""
    return {
        "StaffState": record(_state() | {"moves": many(_move())}),
        "StaffView": _view(),
        "NewReach": record({"channel": {"enum": list(PROVIDERS)}}),
        "Reach": record({"number": NUMBER, "reach": many(_reach())}),
        "Entry": _entry(),
    }


def many(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def _state() -> Schema:
    return {
        "number": NUMBER,
        "version": COUNT,
        "status": {"enum": list(STATES)},
        "status_text": TEXT,
        "changed": MOMENT,
        "unit": ref("Unit"),
        "service_code": TEXT,
        "service": TEXT,
        "priority": TEXT,
        "confidential": FLAG,
        "due": MOMENT,
        "legal_basis": TEXT,
        "legal_due": MAYBE_MOMENT,
        "references": {"type": "object", "additionalProperties": TEXT},
        "taken_by": TEXT,
        "returns": COUNT,
        "waits_until": MAYBE_MOMENT,
        "referred_to": TEXT,
        "outcome": TEXT,
        "result": TEXT,
        "answered": MAYBE_MOMENT,
        "call": {"enum": ["", "now", "back"]},
        "merged": many(NUMBER),
        "into": MAYBE_NUMBER,
    }


def _view() -> Schema:
    matter = {
        "description": TEXT,
        "kind": TEXT,
        "address": TEXT,
        "district": TEXT,
        "neighbourhood": TEXT,
        "lat": {"type": ["number", "null"]},
        "long": {"type": ["number", "null"]},
        "answers": many(ref("Answer")),
        "extras": many(record({"name": TEXT, "values": many(TEXT)})),
        "requester": _requester(),
        "reach": many(_reach()),
        "files": many(ref("FileView")),
    }
    own = {
        "sight": {"enum": ["full", "masked", "history"]},
        "channel": TEXT,
        "opened_by": TEXT | {"description": "citizen, or the username of who wrote it down"},
        "opened": MOMENT,
        "due_explanation": many(TEXT),
        "events": many(_event()),
        "messages": many(_message()),
        "moves": many(_move()),
    }
    return record(_state() | own | matter, optional=tuple(matter))


def _requester() -> Schema:
    texts = ("first_name", "last_name", "phone", "email", "on_behalf_of", "language")
    return record(
        dict.fromkeys(texts, TEXT)
        | {
            "do_not_call": FLAG,
            "notify_by": {"enum": ["", *PROVIDERS]},
            "identity_hidden": FLAG,
            "reached_by": {"enum": [*PROVIDERS, "call", "none"]},
            "requester": {"enum": ["", "citizen", "muhtar"], "description": "Empty where the identity is hidden"},
        }
    )


def _event() -> Schema:
    texts = {"type": "object", "additionalProperties": TEXT}
    return record({"n": COUNT, "at": MOMENT, "move": TEXT, "actor": TEXT, "facts": OBJECT, "texts": texts})


def _message() -> Schema:
    texts = dict.fromkeys(("role", "purpose", "channel", "reason"), TEXT)
    attempt = record({"at": MOMENT, "provider": TEXT, "code": TEXT})
    own = {
        "event": COUNT,
        "at": MOMENT,
        "changed": MOMENT,
        "state": {"enum": list(SENT)},
        "attempts": many(attempt) | {"description": "The newest last"},
        "due": MAYBE_MOMENT | {"description": "When something happens to it next"},
        "provider": TEXT | {"description": "Who took it; empty before somebody did"},
        "bundle": TEXT | {"description": "The message that told of it with others; empty where it was told alone"},
        "bundle_state": {"enum": ["", *SENT], "description": "How that one stands, of the newest ones"},
    }
    return record(own | texts)


def _reach() -> Schema:
    return record({"channel": {"enum": list(PROVIDERS)}, "reason": TEXT, "at": MOMENT})


def _move() -> Schema:
    field = {"name": TEXT, "kind": TEXT, "required": FLAG, "longest": COUNT, "choices": many(TEXT)}
    return record({"move": TEXT, "carries": many(record(field, optional=("longest", "choices")))})


def _entry() -> Schema:
    texts = dict.fromkeys(("status_text", "priority", "service_code", "service", "taken_by"), TEXT)
    number = MAYBE_NUMBER | {"description": "Empty where the request is confidential and not for the reader"}
    return record(
        {"number": number, "at": MOMENT, "opened": MOMENT, "status": {"enum": list(STATES)}, "confidential": FLAG}
        | texts
    )
