"""The shapes of the staff API's conversations, as JSON Schema."""

from __future__ import annotations

from typing import get_args

from chalicelib.core.canned import LONGEST
from chalicelib.core.chat import Mode
from chalicelib.core.chat_public import HIDING
from chalicelib.core.contacts import OUTCOMES
from chalicelib.core.inbound import NETWORKS, Kind
from chalicelib.entry.schemas import MOMENT, NUMBER, TEXT, Schema, record, ref
from chalicelib.entry.staff_chats import TAKES
from chalicelib.entry.staff_request_schemas import COUNT, FLAG, many
from chalicelib.flows.chat_request import MOST

MAYBE: Schema = {"anyOf": [MOMENT, {"type": "null"}]}
DEGREES: Schema = {"type": ["number", "null"]}
WAYS = ("free", "template", "public", "window", "no-way")


def chat_components() -> Schema:
    """Every shape of conversations by its name."""
    return {
        "WaitingChat": _waiting(),
        "Chats": record({"chats": many(ref("WaitingChat")), "cursor": TEXT}),
        "ChatMessage": _message(),
        "Chat": _thread({"messages": many(ref("ChatMessage")), "cursor": TEXT}),
        "ChatState": _thread({"number": NUMBER}, optional=("number",)),
        "ChatAct": _act(),
    }


def _waiting() -> Schema:
    return record(
        {
            "id": TEXT, "network": {"enum": list(NETWORKS)}, "why": TEXT, "alarm": FLAG, "owner": TEXT,
            "since": MOMENT, "promise": MAYBE, "late": FLAG, "window_until": MAYBE, "rung": COUNT,
        }
    )  # fmt: skip


def _thread(more: Schema, optional: tuple[str, ...] = ()) -> Schema:
    texts = dict.fromkeys(("id", "name", "phone", "language", "why", "owner"), TEXT)
    told = {
        "version": COUNT, "network": {"enum": list(NETWORKS)}, "mode": {"enum": list(get_args(Mode))},
        "public": FLAG, "alarm": FLAG, "since": MAYBE, "promise": MAYBE, "window_until": MAYBE,
        "way": {"enum": list(WAYS)}, "numbers": many(NUMBER),
    }  # fmt: skip
    return record(texts | told | more, optional=optional)


def _message() -> Schema:
    kinds = [*get_args(Kind), "note", "reply", "alarm"]
    texts = dict.fromkeys(("id", "by", "text", "code", "about", "place"), TEXT)
    fate = {"enum": ["", "edited", "deleted", "hidden"]}
    return record(
        texts | {"at": MOMENT, "kind": {"enum": kinds}, "lat": DEGREES, "long": DEGREES, "files": COUNT, "fate": fate}
    )


def _act() -> Schema:
    said: Schema = {name: {"type": ["string", "null"]} for takes in TAKES.values() for name in takes}
    said |= {
        "act": {"enum": list(TAKES)},
        "version": COUNT | {"description": "The version that was seen"},
        "text": {"type": ["string", "null"], "maxLength": LONGEST},
        "outcome": {"enum": [*OUTCOMES, None]},
        "reason": {"enum": [*HIDING, None]},
        "messages": many(TEXT) | {"maxItems": MOST},
    }
    return record(said, optional=tuple(name for name in said if name not in ("act", "version")))
