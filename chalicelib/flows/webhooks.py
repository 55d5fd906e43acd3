"""What networks and providers post to us: whether it is theirs, and what of it is for us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.channels import meta_proof, read_items, read_receipts, secret_proof, x_proof
from chalicelib.channels.telegram import answer_tap
from chalicelib.channels.telegram_items import callback_of
from chalicelib.core.inbound import Item
from chalicelib.flows.receipts import bare

Secrets = Iterable[str]
"""Those to try, the present one first; a later one is fetched only when it is asked for."""

_AWS_NUMBER = "phone-number-id-"


def challenged(query: Mapping[str, str], tokens: Secrets) -> str | None:
    """What Meta's handshake is answered with; None where it does not know a token of ours."""
    answers = (meta_proof.challenge(query, token) for token in tokens)
    return next((answer for answer in answers if answer is not None), None)


def is_signed(raw: bytes, signature: str, secrets: Secrets) -> bool:
    """Whether Meta signed these very bytes (header `X-Hub-Signature-256`)."""
    return any(meta_proof.verify(raw, signature, secret) for secret in secrets)


def is_signed_by_x(raw: bytes, signature: str, secrets: Secrets) -> bool:
    """Whether X signed these very bytes (header `x-twitter-webhooks-signature`)."""
    return any(x_proof.verify(raw, signature, secret) for secret in secrets)


def answered_to_x(crc_token: str, secrets: Secrets) -> str | None:
    """The `response_token` for X's question whether we know the secret; None where we have none."""
    return next((answer for secret in secrets if (answer := x_proof.answer(crc_token, secret))), None)


def knows(given: str, secrets: Secrets) -> bool:
    """Whether this is a secret of ours, compared in constant time; an empty one opens nothing."""
    return any(secret_proof.matches(given, secret) for secret in secrets)


def receipts_in(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The bare receipts in a provider's event: ids and codes only."""
    return [bare(receipt) for receipt in read_receipts(event)]


def items_in(network: str, event: Mapping[str, Any]) -> list[Item]:
    """What people wrote or did, in one event of a network; "meta" is Messenger's and Instagram's common webhook."""
    return read_items(network, event)


def items_by_aws(event: Mapping[str, Any]) -> list[Item]:
    """What people wrote by WhatsApp, in an event of AWS, whose topic is open to our own AWS account alone. Where it
    names our number by Meta's id, which we are not told, it came to any number of ours: `account` is ""."""
    items = read_items("whatsapp", event)
    return [item if item.account.startswith(_AWS_NUMBER) else replace(item, account="") for item in items]


def words_in(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Whoever wrote in words, by their phone in E.164, and what; what is read in a group is said to nobody."""
    return [(item.who.phone, item.text) for item in items if item.kind == "text" and item.who.phone and not item.group]


def answer_to_telegram(items: Iterable[Item]) -> dict[str, Any] | None:
    """What a tapped button is answered with, so that it no longer shows that it waits; None where none was tapped.

    Said in the webhook's own answer, which costs no call and cannot fail.
    core.telegram.org/bots/api#making-requests-when-getting-updates
    """
    for item in items:
        if tap := callback_of(item):
            post = answer_tap(tap)
            return {"method": post.call, **post.body}
    return None
