"""The shapes that the staff API takes and gives, as JSON Schema."""

from __future__ import annotations

from chalicelib.core.api_keys import LONGEST_NAME, MOST_PER_MINUTE
from chalicelib.core.city import City
from chalicelib.core.contacts import CHANNELS, OUTCOMES, subjects
from chalicelib.core.contacts import LIMITS as CONTACT_LIMITS
from chalicelib.core.files import IMAGES
from chalicelib.core.people import ROLES
from chalicelib.core.rights import RIGHTS
from chalicelib.core.settings import SHOWN
from chalicelib.core.workflow import MOVES
from chalicelib.entry.new_request_schema import new_request
from chalicelib.entry.public_schemas import components
from chalicelib.entry.schemas import MOMENT, NUMBER, TEXT, Schema, record, ref
from chalicelib.entry.staff_chat_schemas import chat_components
from chalicelib.entry.staff_request_schemas import COUNT, FLAG, MAYBE_NUMBER, OBJECT, many, request_components


def staff_components(city: City) -> Schema:
    """Every shape of the staff API by its name; codes are those of `city`."""
    return (
        request_components()
        | chat_components()
        | {
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
            "NewPhoto": record({"media_type": {"enum": list(IMAGES)}}),
            "StaffUpload": _upload(),
            "Chain": _chain(),
            "Inbox": record({"unit": TEXT, "requests": many(ref("Entry")), "cursor": TEXT}),
            "Calls": record({"requests": many(ref("Entry")), "cursor": TEXT}),
            "Search": record({"q": TEXT | {"minLength": 1}}),
            "Found": record({"requests": many(ref("Entry")), "contacts": many(ref("Contact"))}),
            "NewContact": _new_contact(city),
            "Contact": _contact(),
            "Contacts": record({"day": TEXT | {"format": "date"}, "contacts": many(ref("Contact")), "cursor": TEXT}),
            "Notices": record({"notices": many(_notice())}),
            "NoticePreview": _preview(),
            "NewKey": record({"name": TEXT | {"maxLength": LONGEST_NAME}, "per_minute": _rate()}),
            "Key": _key(),
            "IssuedKey": record(_key()["properties"] | {"api_key": TEXT | {"description": "Shown this once"}}),
            "Keys": record({"keys": many(record(_key()["properties"] | {"by": TEXT, "at": MOMENT}))}),
            "SettingValue": record({"value": {"type": ["object", "null"]}, "version": COUNT}),
            "Setting": _setting(),
            "SettingVersion": _version(),
            "Settings": record({"settings": record({kind: {"type": "object"} for kind in SHOWN})}),
            "SettingHistory": record({"kind": TEXT, "code": TEXT, "versions": many(ref("SettingVersion"))}),
        }
    )


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
            "roles": many({"enum": list(ROLES)}),
            "hats": many(record({"role": {"enum": list(ROLES)}, "unit": {"type": ["string", "null"]}})),
            "units": many(TEXT),
            "rights": many({"enum": list(RIGHTS)}),
            "stands_in_for": many(record({"username": TEXT, "name": TEXT})),
        }
    )


def _new_request(city: City) -> Schema:
    public = new_request(city)
    own = {"channel": {"enum": list(CHANNELS)}, "muhtar": {"type": ["boolean", "null"]}}
    return public | {
        "required": [*public["required"], "channel"],
        "properties": public["properties"] | own,
    }


def _upload() -> Schema:
    fields: Schema = {"type": "object", "additionalProperties": TEXT}
    return record({"file": TEXT, "url": {"type": "string", "format": "uri"}, "fields": fields, "expires": MOMENT})


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


def _chain() -> Schema:
    link = record(
        {
            "n": COUNT, "at": MOMENT, "move": TEXT, "actor": TEXT, "facts": OBJECT, "said": TEXT, "before": TEXT,
            "hash": TEXT,
        }
    )  # fmt: skip
    reads = many(record({"at": MOMENT, "staff": TEXT}))
    return record({"number": NUMBER, "events": many(link), "verified": FLAG, "faults": many(TEXT), "reads": reads})


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


def _notice() -> Schema:
    texts = dict.fromkeys(("event", "audience", "channel", "urgency", "purpose", "texts"), TEXT)
    return record(texts | {"status": FLAG, "channels": many(TEXT)})


def _preview() -> Schema:
    texts = ("event", "audience", "channel", "urgency", "purpose", "language", "subject", "text", "html")
    sms = record({"encoding": {"enum": ["GSM-7", "UCS-2"]}, "length": COUNT, "parts": COUNT})
    return record(dict.fromkeys(texts, TEXT) | {"status": FLAG, "sms": {"anyOf": [sms, {"type": "null"}]}})


def _key() -> Schema:
    return record({"id": TEXT, "name": TEXT, "per_minute": _rate(), "revoked": FLAG})


def _rate() -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": MOST_PER_MINUTE, "description": "Requests a minute"}


def _setting() -> Schema:
    value = {"type": ["object", "null"]}
    told = {"kind": TEXT, "code": TEXT, "value": value, "version": COUNT, "by": TEXT, "at": MOMENT}
    return record(told | {"left_out": many(TEXT)}, optional=("by", "at", "left_out"))


def _version() -> Schema:
    value = {"type": ["object", "null"]}
    told = {"kind": TEXT, "code": TEXT, "value": value, "version": COUNT, "by": TEXT, "at": MOMENT}
    login = {"login": {"enum": ["invited", "kept", "closed", "none", "failed"]}, "login_text": TEXT}
    return record(told | login, optional=tuple(login))
