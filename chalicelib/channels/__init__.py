"""How the world speaks: pure translation, one file per provider."""

from collections.abc import Mapping
from typing import Any

from chalicelib.channels import whatsapp_aws
from chalicelib.channels.aws_sms import AWS_SMS
from chalicelib.channels.netgsm import NETGSM
from chalicelib.channels.provider import Provider
from chalicelib.channels.receipt import Receipt
from chalicelib.channels.ses import SES
from chalicelib.channels.smtp import SMTP
from chalicelib.channels.whatsapp import WHATSAPP_CLOUD
from chalicelib.channels.whatsapp_aws import WHATSAPP_AWS
from chalicelib.channels.whatsapp_events import Said, read_texts

PROVIDERS: Mapping[str, Provider] = {
    provider.name: provider for provider in (SES, SMTP, AWS_SMS, NETGSM, WHATSAPP_CLOUD, WHATSAPP_AWS)
}


def of_channel(channel: str) -> tuple[Provider, ...]:
    """Everybody who can carry a message by this channel."""
    return tuple(provider for provider in PROVIDERS.values() if provider.channel == channel)


def read_receipts(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts in a provider's event, whichever provider it is of; none if none knows it. Never raises."""
    return [receipt for provider in PROVIDERS.values() if provider.read for receipt in provider.read(event)]


def read_messages(event: Mapping[str, Any]) -> list[Said]:
    """The texts that people wrote, in an event of either way to WhatsApp. Never raises."""
    whole = event.get("object") == "whatsapp_business_account"
    return read_texts(event.get("entry") if whole else whatsapp_aws.entries(event))
