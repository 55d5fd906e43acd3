"""Whether a webhook brings the secret that we gave its sender: Telegram and NetGSM sign nothing."""

from __future__ import annotations

import hmac


def matches(given: str, secret: str) -> bool:
    """Whether `given` is our `secret`, in the same time wherever the two begin to differ; False for an empty secret,
    and for whatever else a header may hold.

    Telegram: X-Telegram-Bot-Api-Secret-Token, A-Z a-z 0-9 _ - (core.telegram.org/bots/api#setwebhook).
    """
    if not secret:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode("utf-8", "surrogatepass"))
