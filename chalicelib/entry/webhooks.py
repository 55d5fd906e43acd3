"""What WhatsApp and NetGSM post to us: what became of messages, what people wrote, and who wants no more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice import Blueprint, Response

from chalicelib import wire
from chalicelib.core.errors import Refused
from chalicelib.entry.posted import fields_of, object_of, password_of, query_of, raw_of, taken, written
from chalicelib.entry.rim import api

if TYPE_CHECKING:
    from chalicelib.core.inbound import Item

# Flows are imported where they are called, as for every route of the API.

bp = Blueprint(__name__)


@bp.route("/webhooks/whatsapp", methods=["GET"])
@api(bp)
def shake_hands() -> Response:
    """WhatsApp's handshake, once when the webhook is set: the challenge itself, or 403."""
    from chalicelib.flows.webhooks import challenged

    answer = challenged(query_of(bp.current_request), wire.webhook_secret("whatsapp", "verify_token"))
    if answer is None:
        raise Refused("refused")
    return written(answer)


@bp.route("/webhooks/whatsapp", methods=["POST"], content_types=[])
@api(bp)
def hear_whatsapp() -> Response:
    """Stop words stop the channel, what was written is kept, receipts go on to the queue; whatever else it may be is
    taken as well.

    The signature is judged first, over the bytes as they came, whatever the content type says; 403 without a good one.
    503 where the queue of receipts or the tables are away: WhatsApp posts it again.
    """
    from chalicelib.flows.webhooks import is_signed, items_in, receipts_in

    request = bp.current_request
    raw = raw_of(request)
    signature = str(request.headers.get("x-hub-signature-256", ""))
    if not is_signed(raw, signature, wire.webhook_secret("whatsapp", "app_secret")):
        raise Refused("refused")
    event = object_of(raw)
    _hear("whatsapp", items_in("whatsapp", event))
    receipts = receipts_in(event)
    if receipts:
        wire.keep_receipts(receipts)
    return taken()


@bp.route("/webhooks/netgsm", methods=["POST"], content_types=[])
@api(bp)
def hear_netgsm() -> Response:
    """An SMS that somebody sent to the number at NetGSM: JSON, a form or a query, as the account is set.

    Our own secret comes in the header `xapi-key` or as a Basic password; 403 without it.
    """
    from chalicelib.flows.webhooks import items_in, knows

    request = bp.current_request
    if not knows(password_of(request), wire.webhook_secret("netgsm", "webhook")):
        raise Refused("refused")
    _hear("sms", items_in("sms", fields_of(request)))
    return taken()


def _hear(channel: str, items: list[Item]) -> None:
    """Who wants no more of us is written down before anything is answered."""
    from chalicelib.flows.listen import listen
    from chalicelib.flows.stop import heard
    from chalicelib.flows.webhooks import words_in

    for address, text in words_in(items):
        heard(wire.desk(), channel, address, text)
    if items:
        listen(wire.desk(), items, wire.accounts())
