"""What providers post to us: what became of messages, and whoever wants no more of them."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import parse_qsl

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import Refused
from chalicelib.entry.rim import api, body_of

# Flows are imported where they are called, as for every route of the API.

bp = Blueprint(__name__)


@bp.route("/webhooks/whatsapp", methods=["GET"])
@api(bp)
def shake_hands() -> Response:
    """WhatsApp's handshake, once when the webhook is set: the challenge itself, or 403."""
    from chalicelib.flows.webhooks import challenged

    answer = challenged(_query(bp.current_request), wire.webhook_secret("whatsapp", "verify_token"))
    if answer is None:
        raise Refused("refused")
    return Response(answer, headers={"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"})


@bp.route("/webhooks/whatsapp", methods=["POST"], content_types=[])
@api(bp)
def hear_whatsapp() -> Response:
    """Receipts go on to the queue, stop words stop the channel; whatever else it may be is taken as well.

    The signature is judged first, over the bytes as they came, whatever the content type says; 403 without a good one.
    503 where the queue or the tables are away: WhatsApp posts it again.
    """
    from chalicelib.flows.webhooks import is_signed, receipts_in, words_of_whatsapp

    request = bp.current_request
    raw = _raw(request)
    signature = str(request.headers.get("x-hub-signature-256", ""))
    if not is_signed(raw, signature, wire.webhook_secret("whatsapp", "app_secret")):
        raise Refused("refused")
    event = _object(raw)
    receipts = receipts_in(event)
    if receipts:
        wire.keep_receipts(receipts)
    _stop("whatsapp", words_of_whatsapp(event))
    return _taken()


@bp.route("/webhooks/netgsm", methods=["POST"], content_types=[])
@api(bp)
def hear_netgsm() -> Response:
    """An SMS that somebody sent to the number at NetGSM: JSON, a form or a query, as the account is set.

    Our own secret comes in the header `xapi-key` or as a Basic password; 403 without it.
    """
    from chalicelib.flows.webhooks import knows, words_of_netgsm

    request = bp.current_request
    if not knows(_key(request), wire.webhook_secret("netgsm", "webhook")):
        raise Refused("refused")
    _stop("sms", words_of_netgsm(_fields(request)))
    return _taken()


def _stop(channel: str, words: list[tuple[str, str]]) -> None:
    from chalicelib.flows.stop import heard

    for address, text in words:
        heard(wire.desk(), channel, address, text)


def _taken() -> Response:
    return Response("", headers={"Content-Type": "text/plain"})


def _raw(request: Request) -> bytes:
    """The bytes that came; none where the gateway could not read them, which no signature fits."""
    try:
        raw = request.raw_body
        return raw if isinstance(raw, bytes) else b""
    except (UnicodeEncodeError, binascii.Error):
        return b""


def _query(request: Request) -> dict[str, Any]:
    given = request.query_params
    return {name: given[name] for name in given} if given else {}


def _object(raw: bytes) -> dict[str, Any]:
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _fields(request: Request) -> dict[str, Any]:
    """The fields of a JSON body, else of a form, with those of the query."""
    raw = body_of(request) or b""
    return _query(request) | (_object(raw) or dict(parse_qsl(raw.decode("utf-8", "replace"))))


def _key(request: Request) -> str:
    """The secret that the caller brought: the header `xapi-key`, or the password of Basic."""
    key = str(request.headers.get("xapi-key", ""))
    scheme, _, given = str(request.headers.get("authorization", "")).partition(" ")
    if key or scheme.lower() != "basic":
        return key
    try:
        return base64.b64decode(given.strip(), validate=True).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return ""
