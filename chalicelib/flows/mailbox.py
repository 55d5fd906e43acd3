"""A mail that SES took in for us: where its bytes lie, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.channels import read_mail
from chalicelib.channels.mail_items import READ_AT_MOST
from chalicelib.core.inbound import Item

__all__ = ["READ_AT_MOST", "item_of", "key_of"]


def key_of(notification: Mapping[str, Any]) -> str:
    """Under which key of our bucket SES put the mail; "" where the notification is of none.

    docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
    """
    receipt = notification.get("receipt")
    action = receipt.get("action") if isinstance(receipt, dict) else None
    key = action.get("objectKey") if isinstance(action, dict) and action.get("type") == "S3" else None
    return key if isinstance(key, str) else ""


def item_of(raw: bytes, notification: Mapping[str, Any]) -> Item:
    """The mail of these bytes, maybe only its first READ_AT_MOST. Never raises."""
    return read_mail(raw, notification)
