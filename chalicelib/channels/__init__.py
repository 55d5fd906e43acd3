"""How the world speaks: pure translation, one file per provider."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels import (
    meta_items,
    netgsm_items,
    telegram_items,
    whatsapp_items,
    x_items,
)
from chalicelib.channels.aws_sms import AWS_SMS
from chalicelib.channels.mail_items import read_mail
from chalicelib.channels.messenger import INSTAGRAM, MESSENGER
from chalicelib.channels.netgsm import NETGSM
from chalicelib.channels.provider import Provider
from chalicelib.channels.receipt import Receipt
from chalicelib.channels.ses import SES
from chalicelib.channels.smtp import SMTP
from chalicelib.channels.telegram import TELEGRAM
from chalicelib.channels.whatsapp import WHATSAPP_CLOUD
from chalicelib.channels.whatsapp_aws import WHATSAPP_AWS
from chalicelib.core.inbound import Item

__all__ = ["PROVIDERS", "of_channel", "read_items", "read_mail", "read_receipts"]

PROVIDERS: Mapping[str, Provider] = {
    provider.name: provider
    for provider in (SES, SMTP, AWS_SMS, NETGSM, WHATSAPP_CLOUD, WHATSAPP_AWS, TELEGRAM, MESSENGER, INSTAGRAM)
}

_READERS: Mapping[str, Callable[[Mapping[str, Any]], list[Item]]] = {
    "whatsapp": whatsapp_items.read,
    "meta": meta_items.read,
    "messenger": meta_items.read,
    "instagram": meta_items.read,
    "telegram": telegram_items.read,
    "sms": netgsm_items.read,
    "x": x_items.read,
}


def of_channel(channel: str) -> tuple[Provider, ...]:
    """Everybody who can carry a message by this channel."""
    return tuple(provider for provider in PROVIDERS.values() if provider.channel == channel)


def read_receipts(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts in a provider's event, whichever provider it is of; none if none knows it. Never raises."""
    return [receipt for provider in PROVIDERS.values() if provider.read for receipt in provider.read(event)]


def read_items(network: str, event: Mapping[str, Any]) -> list[Item]:
    """What people wrote or did, in one event of a network; "meta" is Messenger's and Instagram's common webhook. Each
    item stands for itself: what is broken is "unsupported" or left out, its siblings are read. Never raises.

    A mail is no event: see `read_mail`."""
    reader = _READERS.get(network)
    return reader(event) if reader else []
