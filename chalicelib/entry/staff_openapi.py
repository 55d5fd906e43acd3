"""The staff API's part of the OpenAPI document."""

from __future__ import annotations

from chalicelib.core.wording import LANGUAGES
from chalicelib.entry.schemas import LANGUAGE, TEXT, Schema, answer, problems, ref
from chalicelib.flows.work import CALLS, MOST, VIEWS

KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "description": "The same person, key and body again give the same answer; without one the server mints it.",
}


def staff_paths() -> Schema:
    """Every route under /api/staff."""
    number, kind, code = _path("number"), _path("kind"), _path("code")
    return {
        "/api/staff/session": {
            "post": _route("signIn", "Sign in, or renew a session", ("Session", "The session, or what is asked first"),
                           body="Credentials", signed_in=False),
            "delete": _route("signOut", "Sign out: one session, or without a body every session of the person",
                             ("SignedOut", "Whether there was a session to end")),
        },
        "/api/staff/session/challenge": {
            "post": _route("answerChallenge", "Answer what the sign-in asked", ("Session", "The session, or what next"),
                           body="ChallengeAnswer", signed_in=False),
        },
        "/api/staff/session/codes": {"post": _codes()},
        "/api/staff/me": {"get": _route("me", "Who is signed in", ("Person", "Roles, units, rights"))},
        "/api/staff/requests": {"post": _open()},
        "/api/staff/requests/{number}": {
            "get": _route("seeRequest", "A request as its reader may see it",
                          ("StaffView", "History, messages, possible moves"), number),
        },
        "/api/staff/requests/{number}/moves": {
            "post": _route("makeMove", "Make a move", ("StaffState", "The new state"), number, body="NewMove"),
        },
        "/api/staff/requests/{number}/reach": {
            "post": _route("allowChannel", "Have the citizen told by a stopped channel again",
                           ("Reach", "What is stopped still"), number, body="NewReach"),
        },
        "/api/staff/requests/{number}/files": {
            "post": _route("offerPhoto", "Permission to upload a photo; name its id in `files` of a move",
                           ("StaffUpload", "The permission"), number, body="NewPhoto", status="201"),
        },
        "/api/staff/requests/{number}/chain": {
            "get": _route("checkChain", "The events with their hashes, verified", ("Chain", "The chain"), number),
        },
        "/api/staff/inbox": {
            "get": _route("inbox", "A unit's open requests, the soonest due first", ("Inbox", "A page"), _asked("unit"),
                          _asked("view", VIEWS), *_paged()),
        },
        "/api/staff/calls": {
            "get": _route("calls", "Whom the centre must call, the longest waiting first", ("Calls", "A page"),
                          _asked("list", CALLS), *_paged()),
        },
        "/api/staff/search": {
            "post": _route("search", "What is known by a request number, a phone or an e-mail",
                           ("Found", "Requests and contacts"), body="Search"),
        },
        "/api/staff/contacts": {
            "get": _route("contacts", "The contacts of a day", ("Contacts", "A page, newest first"),
                          _asked("day"), _asked("cursor")),
            "post": _route("logContact", "Log a contact that needs no request", ("Contact", "Logged"), KEY,
                           body="NewContact", status="201"),
        },
        "/api/staff/chats": {
            "get": _route("chats", "Conversations that wait for a person, alarms first, then the longest waiting",
                          ("Chats", "A page, without a word or a name"), *_paged()),
        },
        "/api/staff/chats/{thread}": {
            "get": _route("chat", "One conversation; the cursor gives earlier messages",
                          ("Chat", "Its messages, the newest last"), _path("thread"), *_paged()),
        },
        "/api/staff/chats/{thread}/acts": {"post": _act()},
        "/api/staff/notices": {
            "get": _route("notices", "Who is told of what, by which channel and how soon", ("Notices", "The table")),
        },
        "/api/staff/notices/{purpose}/{audience}": {
            "get": _route("previewNotice", "A notice as it will look: of a sample, or of a request by its number",
                          ("NoticePreview", "Its words"), _path("purpose"), _path("audience"), _asked("channel"),
                          _asked("language", LANGUAGES), _asked("number")),
        },
        "/api/staff/keys": {
            "get": _route("keys", "Keys of other systems, the newest change first", ("Keys", "Never a hash")),
            "post": _route("issueKey", "Issue a key", ("IssuedKey", "The key, shown this once"), body="NewKey",
                           status="201"),
        },
        "/api/staff/keys/{key}": {
            "delete": _route("revokeKey", "Revoke a key; it is void within a minute", ("Key", "Revoked"), _path("key")),
        },
        "/api/staff/settings": {
            "get": _route("settings", "Everything that can be set", ("Settings", "By kind and code")),
        },
        "/api/staff/settings/{kind}/{code}": {
            "get": _route("setting", "One setting", ("Setting", "Its value; version 0 is the preset's"), kind, code),
            "put": _route("changeSetting", "Set a value; null is the preset's own",
                          ("SettingVersion", "The new version"), kind, code, body="SettingValue"),
        },
        "/api/staff/settings/{kind}/{code}/history": {
            "get": _route("settingHistory", "Every version of a setting", ("SettingHistory", "The oldest first"), kind,
                          code),
        },
    }  # fmt: skip


def _codes() -> Schema:
    route = _route(
        "codes", "Without a body a secret for an authenticator app; with its first code, codes at every sign-in",
        ("Codes", "The secret, or that codes are asked from now on"), body="FirstCode",
    )  # fmt: skip
    return route | {"requestBody": route["requestBody"] | {"required": False}}


def _act() -> Schema:
    route = _route("actInChat", "Do something in a conversation: claim, reply, note, close and more",
                   ("ChatState", "As it is now"), _path("thread"), body="ChatAct")  # fmt: skip
    made = answer("ChatState", "A request was opened of the messages")
    return route | {"responses": route["responses"] | {"201": made} | problems("422")}


def _open() -> Schema:
    route = _route(
        "openForCaller", "Open a request for somebody", ("StaffOpened", "The request was opened"), KEY,
        body="NewStaffRequest", status="201",
    )  # fmt: skip
    again = answer("StaffOpened", "The same person, key and body had opened it before; its present state")
    return route | {"responses": route["responses"] | {"200": again} | problems("422")}


def _route(
    operation: str,
    summary: str,
    gives: tuple[str, str],
    *parameters: Schema,
    body: str = "",
    signed_in: bool = True,
    status: str = "200",
) -> Schema:
    statuses = ["400", "401", "403", "404", "409", "413", "415", "429", "503"]
    route: Schema = {
        "operationId": operation,
        "summary": summary,
        "tags": ["staff"],
        "parameters": [*parameters, LANGUAGE],
        "responses": {status: answer(*gives), **problems(*statuses)},
    }
    if signed_in:
        route["security"] = [{"staff": []}]
    if body:
        route["requestBody"] = {"required": True, "content": {"application/json": {"schema": ref(body)}}}
    return route


def _path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


def _asked(name: str, choices: tuple[str, ...] = ()) -> Schema:
    schema = {"enum": list(choices), "default": choices[0]} if choices else TEXT
    return {"name": name, "in": "query", "schema": schema}


def _paged() -> tuple[Schema, Schema]:
    limit: Schema = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST}}
    return limit, _asked("cursor")
