"""Whether a webhook comes from X: its question is answered, its signature checked."""

from __future__ import annotations

import base64
import hashlib
import hmac

_MARK = "sha256="


def verify(raw: bytes, header: str, secret: str) -> bool:
    """Whether `header` (x-twitter-webhooks-signature) is the HMAC-SHA256 of exactly these bytes by the consumer
    `secret`, in base64 (Meta writes hexadecimal); False for an empty secret, and for whatever a header may hold.

    docs.x.com/x-api/webhooks/introduction
    """
    if not secret:
        return False
    return hmac.compare_digest(_signature(raw, secret).encode(), header.encode("utf-8", "replace"))


def answer(crc_token: str, secret: str) -> str | None:
    """The `response_token` for X's hourly question whether we still know the secret; None without a token, or a secret
    of ours."""
    if not crc_token or not secret:
        return None
    return _signature(crc_token.encode("utf-8", "replace"), secret)


def _signature(raw: bytes, secret: str) -> str:
    return _MARK + base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()
