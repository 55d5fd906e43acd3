"""The webhooks by which a network brings what a telephone wrote, each with that network's own proof."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from infrastructure.local import phone_meta, phone_telegram, phone_whatsapp, social
from infrastructure.local.credentials import META_SECRET, NETGSM_WEBHOOK, TELEGRAM_SECRET
from infrastructure.local.events import envelope, signature
from infrastructure.local.phone_people import Caller
from infrastructure.local.phone_words import Order, Word
from infrastructure.local.settings import INSTAGRAM_ID, META_PAGE_ID

_WRONG = "another-secret"
_ISTANBUL = timezone(timedelta(hours=3))


@dataclass(frozen=True)
class Post:
    """One webhook: where it goes ("" is the providers' topic), its proof, and its body as it is sent."""

    path: str
    headers: Mapping[str, str]
    raw: bytes


def posts(order: Order, words: Sequence[Word], now: datetime, files: str = phone_meta.FILES) -> list[Post]:
    """These words as the order's network brings them: Meta puts several into one webhook, the others into one each.

    Raises ValueError for a forged proof on the topic, which has none: only who may publish there can.
    """
    forged, caller = "forged" in order.switches, order.caller
    raw = _writer("raw" in order.switches)
    if order.network == "whatsapp-aws":
        if forged:
            raise ValueError("forged: AWS's envelope carries no proof; who may publish decides")
        return [Post("", {}, raw(social.wrapped(phone_whatsapp.value(caller, words, now))))]
    if order.network == "whatsapp":
        return [_signed("/webhooks/whatsapp", raw(envelope([phone_whatsapp.value(caller, words, now)])), forged)]
    if order.network in ("messenger", "instagram"):
        page = META_PAGE_ID if order.network == "messenger" else INSTAGRAM_ID
        return [
            _signed("/webhooks/meta", raw(phone_meta.webhook(order.network, page, caller, words, now, files)), forged)
        ]
    if order.network == "telegram":
        token = {"X-Telegram-Bot-Api-Secret-Token": _WRONG if forged else TELEGRAM_SECRET}
        return [Post("/webhooks/telegram", token, raw(phone_telegram.update(caller, word, now))) for word in words]
    key = {"xapi-key": _WRONG if forged else NETGSM_WEBHOOK}
    return [Post("/webhooks/netgsm", key, raw(_text(caller, word, now))) for word in words]


def _signed(path: str, raw: bytes, forged: bool) -> Post:
    return Post(path, {"X-Hub-Signature-256": signature(raw, _WRONG if forged else META_SECRET)}, raw)


def _writer(plain: bool) -> Callable[[Any], bytes]:
    """JSON as providers write it, with what is beyond ASCII escaped; or `plain`, as UTF-8."""
    return lambda body: json.dumps(body, ensure_ascii=not plain).encode()


def _text(caller: Caller, word: Word, now: datetime) -> dict[str, Any]:
    """NetGSM's webhook of an SMS: a number of its own, the sender's without country code, the time of Istanbul."""
    return {
        "messageId": word.n,
        "subscriberNumber": "8500000000",
        "sourceNumber": caller.phone.removeprefix("+90"),
        "messageDateTime": now.astimezone(_ISTANBUL).strftime("%Y-%m-%d %H:%M:%S"),
        "content": word.text,
    }
