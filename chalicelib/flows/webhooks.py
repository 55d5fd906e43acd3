"""What providers post to us: whether it is theirs, and what of it is for us."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.channels import read_messages, read_receipts
from chalicelib.channels.whatsapp_proof import challenge, verify
from chalicelib.core.contact import read_phone
from chalicelib.core.errors import Invalid
from chalicelib.flows.receipts import bare

Secrets = Iterable[str]
"""Those to try, the present one first; a later one is fetched only when it is asked for."""


def challenged(query: Mapping[str, str], tokens: Secrets) -> str | None:
    """What WhatsApp's handshake is answered with; None where it does not know a token of ours."""
    answers = (challenge(query, token) for token in tokens)
    return next((answer for answer in answers if answer is not None), None)


def is_signed(raw: bytes, signature: str, secrets: Secrets) -> bool:
    """Whether WhatsApp signed these very bytes (header `X-Hub-Signature-256`)."""
    return any(verify(raw, signature, secret) for secret in secrets)


def knows(given: str, secrets: Secrets) -> bool:
    """Whether this is a secret of ours, compared in constant time; an empty one opens nothing."""
    said = given.encode("utf-8", "replace")
    return any(secret and hmac.compare_digest(said, secret.encode()) for secret in secrets)


def receipts_in(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The bare receipts in a provider's event: ids and codes only."""
    return [bare(receipt) for receipt in read_receipts(event)]


def words_of_whatsapp(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whoever wrote by WhatsApp (E.164), and what; by Meta's webhook or AWS's event."""
    return [(said.phone, said.text) for said in read_messages(event) if said.phone]


def words_of_netgsm(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whoever sent an SMS to the number at NetGSM (E.164), and what (`sourceNumber` 5XXXXXXXXX, `content`)."""
    sender, text = fields.get("sourceNumber"), fields.get("content")
    if not isinstance(sender, str | int) or not isinstance(text, str):
        return []
    try:
        return [(read_phone(str(sender)).e164, text)]
    except Invalid:
        return []
