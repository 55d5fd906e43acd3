"""The OpenAPI of codes, sessions, my requests and suggestions."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.codes import CHANNELS, GUESSES, LIFETIME, PER_PHONE, PER_PHONE_A_DAY, SESSION
from chalicelib.core.heard import LIMITS
from chalicelib.core.suggest import MOST
from chalicelib.entry import examples
from chalicelib.entry.schemas import LANGUAGE, MOMENT, NUMBER, STATES, TEXT, Schema, answer, body, problems, record, ref
from chalicelib.flows import own

APP = [{"app": []}]
MINUTES = int(LIFETIME.total_seconds()) // 60


def paths() -> Schema:
    """The paths of these routes."""
    return {
        "/api/codes": {"post": _ask()},
        "/api/sessions": {"post": _enter()},
        "/api/session": {"delete": _end()},
        "/api/me/requests": {"get": _mine()},
        "/api/suggestions": {"post": _suggest()},
    }


def schemas(city: City) -> Schema:
    """What their bodies look like, by name."""
    found = {"service_code": TEXT, "label": TEXT, "group": TEXT, "words": {"type": "array", "items": TEXT}}
    mine = {
        "number": NUMBER,
        "status": {"enum": list(STATES)},
        "status_text": TEXT,
        "service_code": TEXT,
        "service": TEXT,
        "opened": MOMENT,
    }
    return {
        "NewCode": record(
            {
                "phone": {"type": "string", "minLength": 1, "maxLength": 40, "description": "A Turkish mobile"},
                "channel": {"enum": list(CHANNELS), "default": "sms"},
            },
            optional=("channel",),
        ),
        "CodeSent": record({"code_id": _hex(32), "channel": {"enum": list(CHANNELS)}, "expires": MOMENT, "text": TEXT}),
        "CodeEntered": record(
            {
                "code_id": {"type": "string", "minLength": 1},
                "code": {"type": "string", "minLength": 1, "description": "Six digits; spaces and dashes are allowed"},
            }
        ),
        "AppSession": record({"token": _hex(64), "expires": MOMENT, "phone": TEXT}),
        "AppSessionEnded": record({"signed_out": {"const": True}}),
        "MyRequests": record({"requests": {"type": "array", "maxItems": own.MOST, "items": record(mine)}}),
        "Words": record({"text": {"type": "string", "minLength": 1, "maxLength": LIMITS["description"]}}),
        "Suggestions": record(
            {"services": {"type": "array", "maxItems": MOST, "items": record(found)}, "emergency": ref("Emergency")},
            optional=("emergency",),
        ),
    }


def _ask() -> Schema:
    return {
        "operationId": "askForCode",
        "tags": ["app"],
        "summary": "Have a one-time code sent to a phone, to prove that it is one's own",
        "description": (
            f"Six digits, good for {MINUTES} minutes and {GUESSES} guesses. The answer is the same whether anything is "
            "known of the phone or not. A code is sent once; ask for another where it does not come. A phone that "
            "answered IPTAL (stop) gets none by that channel. Limits: to one phone "
            f"{PER_PHONE.burst} at once, then one in {int(PER_PHONE.seconds) // 60} minutes, {PER_PHONE_A_DAY} a day; "
            "from one address as many as fifty people need."
        ),
        "parameters": [LANGUAGE],
        "requestBody": body("NewCode", examples.ASK),
        "responses": {
            "202": answer("CodeSent", "The code is on its way", examples.ASKED),
            **problems("400", "413", "415", "429", "503"),
        },
    }


def _enter() -> Schema:
    return {
        "operationId": "beginSession",
        "tags": ["app"],
        "summary": "Tell the code: a session of that phone",
        "description": (
            f"The token is sent as `Authorization: Bearer` and is good for {SESSION.days} days; keep it where only the "
            "app can read it. A wrong code, one that is over and one that never was are answered alike (403, "
            "`guesses_left`)."
        ),
        "parameters": [LANGUAGE],
        "requestBody": body("CodeEntered", examples.ENTER),
        "responses": {
            "201": answer("AppSession", "The session", examples.SESSION),
            **problems("400", "403", "413", "415", "429", "503"),
        },
    }


def _end() -> Schema:
    return {
        "operationId": "endSession",
        "tags": ["app"],
        "summary": "End the session",
        "security": APP,
        "parameters": [LANGUAGE],
        "responses": {
            "200": answer("AppSessionEnded", "It is over", {"signed_out": True}),
            **problems("401", "503"),
        },
    }


def _mine() -> Schema:
    limit = {"type": "integer", "minimum": 1, "maximum": own.MOST, "default": own.MOST}
    return {
        "operationId": "myRequests",
        "tags": ["app"],
        "summary": "The requests of the session's phone, the newest first",
        "security": APP,
        "parameters": [{"name": "limit", "in": "query", "schema": limit, "example": 20}, LANGUAGE],
        "responses": {
            "200": answer("MyRequests", "The requests", examples.MINE),
            **problems("400", "401", "503"),
        },
    }


def _suggest() -> Schema:
    return {
        "operationId": "suggestServices",
        "tags": ["app"],
        "summary": "What a text could be filed as, with the words that speak for it",
        "description": "`emergency` where it tells of a danger to life: say that first. Nothing of the text is kept.",
        "parameters": [LANGUAGE],
        "requestBody": body("Words", examples.WORDS),
        "responses": {
            "200": answer("Suggestions", "The likeliest first; none where it says too little", examples.SUGGESTED),
            **problems("400", "413", "415", "429", "503"),
        },
    }


def _hex(length: int) -> Schema:
    return {"type": "string", "pattern": f"^[0-9a-f]{{{length}}}$"}
