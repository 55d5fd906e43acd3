"""The shapes that the staff API takes and gives, as JSON Schema."""

from __future__ import annotations

from chalicelib.core.case import STATES
from chalicelib.core.city import City
from chalicelib.core.contacts import CHANNELS, OUTCOMES, subjects
from chalicelib.core.contacts import LIMITS as CONTACT_LIMITS
from chalicelib.core.people import ROLES
from chalicelib.core.rights import RIGHTS
from chalicelib.core.settings import FIELDS
from chalicelib.core.workflow import MOVES
from chalicelib.entry.schemas import MOMENT, NUMBER, TEXT, Schema, components, record, ref

COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
MAYBE_NUMBER: Schema = {"type": "string", "pattern": r"^(\d{4}-\d{4}-\d{4})?$"}
OBJECT: Schema = {"type": "object"}


def staff_components(city: City) -> Schema:
    """Every shape of the staff API by its name; codes are those of `city`."""
    return {
        "Credentials": _credentials(),
        "ChallengeAnswer": record({"challenge": TEXT, "username": TEXT, "session": TEXT, "answer": TEXT}),
        "Session": {"anyOf": [_tokens(), record({"challenge": TEXT, "username": TEXT, "session": TEXT})]},
        "SignedOut": record({"signed_out": FLAG}),
        "FirstCode": record({"code": TEXT | {"pattern": "^[0-9]{6}$"}}),
        "Codes": {"anyOf": [record({"secret": TEXT | {"description": "Base32"}}), record({"codes": FLAG})]},
        "Person": _person(),
        "NewStaffRequest": _new_request(city),
        "StaffOpened": _opened(city),
        "NewMove": _new_move(),
        "StaffState": record(_state() | {"moves": _many(_move())}),
        "StaffView": _view(),
        "Chain": _chain(),
        "Entry": _entry(),
        "Inbox": record({"unit": TEXT, "requests": _many(ref("Entry")), "cursor": TEXT}),
        "Calls": record({"requests": _many(ref("Entry")), "cursor": TEXT}),
        "Search": record({"q": TEXT | {"minLength": 1}}),
        "Found": record({"requests": _many(ref("Entry")), "contacts": _many(ref("Contact"))}),
        "NewContact": _new_contact(city),
        "Contact": _contact(),
        "Contacts": record({"day": TEXT | {"format": "date"}, "contacts": _many(ref("Contact")), "cursor": TEXT}),
        "SettingValue": record({"value": {"type": ["object", "null"]}, "version": COUNT}),
        "Setting": _setting(),
        "SettingVersion": _version(),
        "Settings": record({"settings": record({kind: {"type": "object"} for kind in FIELDS})}),
        "SettingHistory": record({"kind": TEXT, "code": TEXT, "versions": _many(ref("SettingVersion"))}),
    }


def _credentials() -> Schema:
    return {"anyOf": [record({"username": TEXT, "password": TEXT}), record({"refresh_token": TEXT})]}


def _tokens() -> Schema:
    return record(
        {
            "access_token": TEXT,
            "token_type": {"const": "Bearer"},
            "expires_in": COUNT | {"description": "Seconds"},
            "refresh_token": TEXT,
            "person": ref("Person"),
        }
    )


def _person() -> Schema:
    return record(
        {
            "username": TEXT,
            "name": TEXT,
            "roles": _many({"enum": list(ROLES)}),
            "hats": _many(record({"role": {"enum": list(ROLES)}, "unit": {"type": ["string", "null"]}})),
            "units": _many(TEXT),
            "rights": _many({"enum": list(RIGHTS)}),
            "stands_in_for": _many(record({"username": TEXT, "name": TEXT})),
        }
    )


def _new_request(city: City) -> Schema:
    public: Schema = components(city)["NewRequest"]
    own = {"channel": {"enum": list(CHANNELS)}, "muhtar": {"type": ["boolean", "null"]}}
    return public | {
        "required": [*public["required"], "channel"],
        "properties": public["properties"] | own,
    }


def _opened(city: City) -> Schema:
    public: Schema = components(city)["Opened"]
    own = {"version": COUNT, "receipt_url": {"type": "string", "format": "uri"}}
    return public | {"required": [*public["required"], *own], "properties": public["properties"] | own}


def _new_move() -> Schema:
    return {
        "type": "object",
        "required": ["move", "version"],
        "properties": {
            "move": {"enum": list(MOVES)},
            "version": {"type": "integer", "minimum": 0, "description": "The version that the mover saw"},
        },
        "additionalProperties": {"type": ["string", "boolean", "null"]},
        "description": "With the fields that the move carries, as `moves` of the request names them.",
    }


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
        "merged": _many(NUMBER),
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
        "requester": _requester(),
    }
    own = {
        "sight": {"enum": ["full", "masked", "history"]},
        "channel": TEXT,
        "opened_by": TEXT | {"description": "citizen, or the username of who wrote it down"},
        "opened": MOMENT,
        "due_explanation": _many(TEXT),
        "events": _many(_event()),
        "messages": _many(_message()),
        "moves": _many(_move()),
    }
    return record(_state() | own | matter, optional=tuple(matter))


def _requester() -> Schema:
    texts = ("first_name", "last_name", "phone", "email", "on_behalf_of", "language")
    return record(
        dict.fromkeys(texts, TEXT)
        | {
            "do_not_call": FLAG,
            "identity_hidden": FLAG,
            "reached_by": {"enum": ["sms", "email", "call", "none"]},
            "requester": {"enum": ["", "citizen", "muhtar"], "description": "Empty where the identity is hidden"},
        }
    )


def _event() -> Schema:
    texts = {"type": "object", "additionalProperties": TEXT}
    return record({"n": COUNT, "at": MOMENT, "move": TEXT, "actor": TEXT, "facts": OBJECT, "texts": texts})


def _chain() -> Schema:
    link = record(
        {
            "n": COUNT, "at": MOMENT, "move": TEXT, "actor": TEXT, "facts": OBJECT, "said": TEXT, "before": TEXT,
            "hash": TEXT,
        }
    )  # fmt: skip
    reads = _many(record({"at": MOMENT, "staff": TEXT}))
    return record({"number": NUMBER, "events": _many(link), "verified": FLAG, "faults": _many(TEXT), "reads": reads})


def _message() -> Schema:
    texts = dict.fromkeys(("role", "purpose", "channel", "state", "reason"), TEXT)
    return record({"event": COUNT, "attempts": COUNT, "at": MOMENT, "changed": MOMENT} | texts)


def _move() -> Schema:
    field = {"name": TEXT, "kind": TEXT, "required": FLAG, "longest": COUNT, "choices": _many(TEXT)}
    return record({"move": TEXT, "carries": _many(record(field, optional=("longest", "choices")))})


def _entry() -> Schema:
    texts = dict.fromkeys(("status_text", "priority", "service_code", "service", "taken_by"), TEXT)
    number = MAYBE_NUMBER | {"description": "Empty where the request is confidential and not for the reader"}
    return record(
        {"number": number, "at": MOMENT, "opened": MOMENT, "status": {"enum": list(STATES)}, "confidential": FLAG}
        | texts
    )


def _new_contact(city: City) -> Schema:
    told: Schema = {name: {"type": ["string", "null"], "maxLength": most} for name, most in CONTACT_LIMITS.items()}
    told |= {
        "channel": {"enum": [*CHANNELS, "", None]},
        "subject": {"enum": list(subjects(city))},
        "outcome": {"enum": list(OUTCOMES)},
    }
    return record(told, optional=tuple(name for name in told if name not in ("subject", "outcome")))


def _contact() -> Schema:
    texts = (
        "id", "channel", "subject", "subject_text", "outcome", "staff", "unit", "to", "note", "phone", "email",
    )  # fmt: skip
    return record(dict.fromkeys(texts, TEXT) | {"at": MOMENT, "number": MAYBE_NUMBER})


def _setting() -> Schema:
    value = {"type": ["object", "null"]}
    told = {"kind": TEXT, "code": TEXT, "value": value, "version": COUNT, "by": TEXT, "at": MOMENT}
    return record(told | {"left_out": _many(TEXT)}, optional=("by", "at", "left_out"))


def _version() -> Schema:
    value = {"type": ["object", "null"]}
    told = {"kind": TEXT, "code": TEXT, "value": value, "version": COUNT, "by": TEXT, "at": MOMENT}
    login = {"login": {"enum": ["invited", "kept", "closed", "none", "failed"]}, "login_text": TEXT}
    return record(told | login, optional=tuple(login))


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}
