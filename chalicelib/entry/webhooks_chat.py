"""What people write by Messenger, Instagram, Telegram and X, as those networks post it: kept, answered elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid, Refused
from chalicelib.entry.posted import object_of, query_of, raw_of, said, taken, written
from chalicelib.entry.rim import api

if TYPE_CHECKING:
    from chalicelib.core.inbound import Item

# Flows are imported where they are called, as for every route of the API. Each route judges the proof first, whatever
# the content type says, and answers 503 where something could not be kept: then the network posts it again.

bp = Blueprint(__name__)


@bp.route("/webhooks/meta", methods=["GET"])
@api(bp)
def shake_hands_with_meta() -> Response:
    """Meta's handshake, once when the webhook of the page or of Instagram is set: the challenge itself, or 403."""
    from chalicelib.flows.webhooks import challenged

    answer = challenged(query_of(bp.current_request), wire.webhook_secret("meta", "verify_token"))
    if answer is None:
        raise Refused("refused")
    return written(answer)


@bp.route("/webhooks/meta", methods=["POST"], content_types=[])
@api(bp)
def hear_meta() -> Response:
    """Messages and comments of Messenger and Instagram, signed over the bytes as they came; receipts as well."""
    from chalicelib.flows.webhooks import is_signed, items_in, receipts_in

    request = bp.current_request
    raw = raw_of(request)
    signature = str(request.headers.get("x-hub-signature-256", ""))
    if not is_signed(raw, signature, wire.webhook_secret("meta", "app_secret")):
        raise Refused("refused")
    event = object_of(raw)
    _keep(items_in("meta", event))
    receipts = receipts_in(event)
    if receipts:
        wire.keep_receipts(receipts)
    return taken()


@bp.route("/webhooks/telegram", methods=["POST"], content_types=[])
@api(bp)
def hear_telegram() -> Response:
    """One update of our bot, with the secret that we gave Telegram for it; a tapped button is answered at once."""
    from chalicelib.flows.webhooks import answer_to_telegram, items_in, knows

    request = bp.current_request
    given = str(request.headers.get("x-telegram-bot-api-secret-token", ""))
    if not knows(given, wire.webhook_secret("telegram", "webhook")):
        raise Refused("refused")
    items = items_in("telegram", object_of(raw_of(request)))
    _keep(items)
    answer = answer_to_telegram(items)
    return said(answer) if answer else taken()


@bp.route("/webhooks/x", methods=["GET"])
@api(bp)
def answer_x() -> Response:
    """X asks every hour whether we know the secret (CRC); 400 for no question, 403 where we have no secret."""
    from chalicelib.flows.webhooks import answered_to_x

    asked = str(query_of(bp.current_request).get("crc_token") or "")
    if not asked:
        raise Invalid(Fault("crc_token", "required"))
    answer = answered_to_x(asked, wire.webhook_secret("x", "consumer_secret"))
    if answer is None:
        raise Refused("refused")
    return said({"response_token": answer})


@bp.route("/webhooks/x", methods=["POST"], content_types=[])
@api(bp)
def hear_x() -> Response:
    """Direct messages and mentions by X, signed over the bytes as they came."""
    from chalicelib.flows.webhooks import is_signed_by_x, items_in

    request = bp.current_request
    raw = raw_of(request)
    signature = str(request.headers.get("x-twitter-webhooks-signature", ""))
    if not is_signed_by_x(raw, signature, wire.webhook_secret("x", "consumer_secret")):
        raise Refused("refused")
    _keep(items_in("x", object_of(raw)))
    return taken()


def _keep(items: list[Item]) -> None:
    from chalicelib.flows.listen import listen

    if items:
        listen(wire.desk(), items, wire.accounts())
