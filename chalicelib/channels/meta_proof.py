"""Whether a webhook comes from Meta: its challenge is answered, its signature checked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

_MARK = "sha256="


def verify(raw: bytes, header: str, secret: str) -> bool:
    """Whether `header` (X-Hub-Signature-256) is the HMAC-SHA256 of exactly these bytes by the app's `secret`; False for
    an empty secret, and for whatever a header may hold. Takes the same time wherever the two begin to differ.

    developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads; Meta signs the bytes that it
    sends, with ç as \\u00e7 or as it is, so they must not be written anew first.
    """
    if not secret or not header.startswith(_MARK):
        return False
    ours = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(ours.encode(), header.removeprefix(_MARK).encode("utf-8", "replace"))


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer, word for word, when Meta asks whether this address is ours; None if it does not know the token,
    or there is none."""
    token = query.get("hub.verify_token") or ""
    known = hmac.compare_digest(token.encode("utf-8", "replace"), verify_token.encode("utf-8", "replace"))
    asked = query.get("hub.challenge")
    return asked if verify_token and known and query.get("hub.mode") == "subscribe" else None
