"""Builds what the providers need: whom we send as, the credentials, the way there and back; reads the environment."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.channels.provider import Sender
from chalicelib.core.errors import NotReached, TryLater

if TYPE_CHECKING:
    from chalicelib.tools.carrier import Carrier
    from chalicelib.tools.credentials import Credentials
    from chalicelib.tools.media import Fetcher
    from chalicelib.tools.metrics import Meter

SECRET_SECONDS = 300
"""How long the providers' credentials are kept before they are asked for anew."""


def senders(environment: Mapping[str, str]) -> dict[str, Sender]:
    """Whom each provider sends as; a provider whose identity the environment leaves empty is not there."""
    of = environment.get
    templates = {"template": of("WHATSAPP_TEMPLATE", ""), "code_template": of("WHATSAPP_CODE_TEMPLATE", "")}
    all_of_them = {
        "ses": Sender(of("MAIL_FROM", ""), {"configuration_set": of("MAIL_CONFIGURATION_SET", "")}),
        "smtp": Sender(of("MAIL_FROM", "") if of("SMTP_HOST") else ""),
        "aws-sms": Sender(of("SMS_SENDER", ""), {"configuration_set": of("SMS_CONFIGURATION_SET", "")}),
        "netgsm": Sender(of("NETGSM_HEADER", "")),
        "whatsapp-cloud": Sender(of("WHATSAPP_PHONE_ID", ""), templates),
        "whatsapp-aws": Sender(of("SOCIAL_PHONE_ID", ""), templates),
        "telegram": Sender(of("TELEGRAM_BOT", "")),
        "messenger": Sender(of("META_PAGE_ID", "")),
        "instagram": Sender(of("INSTAGRAM_ID", "")),
    }
    return {name: sender for name, sender in all_of_them.items() if sender.identity}


def accounts() -> dict[str, Collection[str]]:
    """Our numbers, pages and bots by network, as messages name whom they came to; a network that is not here takes any
    (`WHATSAPP_PHONE_ID`, `SOCIAL_PHONE_ID`, `META_PAGE_ID`, `INSTAGRAM_ID`). All do where `OTHER_ACCOUNTS` says "take".
    """
    of = os.environ.get
    if of("OTHER_ACCOUNTS") == "take":
        return {}
    ours = {
        "whatsapp": (of("WHATSAPP_PHONE_ID", ""), of("SOCIAL_PHONE_ID", "")),
        "messenger": (of("META_PAGE_ID", ""),),
        "instagram": (of("INSTAGRAM_ID", ""),),
    }
    return {network: [each for each in ids if each] for network, ids in ours.items() if any(ids)}


@cache
def credentials() -> Credentials:
    """The providers' credentials (`PROVIDERS_SECRET_ID`)."""
    from chalicelib.tools.credentials import Credentials

    return Credentials(_read_secret, time.monotonic)


@cache
def carrier() -> Carrier:
    """Hands every Post to its provider (`NETGSM_URL`, `GRAPH_URL`, `TELEGRAM_URL`, `SMTP_HOST`, `SMTP_SECURITY`)."""
    from chalicelib.tools.carrier import Carrier

    graph = os.environ.get("GRAPH_URL", "")
    bases = {
        "netgsm": os.environ.get("NETGSM_URL", ""),
        "telegram": os.environ.get("TELEGRAM_URL", ""),
        **dict.fromkeys(("whatsapp-cloud", "messenger", "instagram"), graph),
    }
    return Carrier(
        credentials(), bases, (os.environ.get("SMTP_HOST", ""), os.environ.get("SMTP_SECURITY") or "starttls")
    )


@cache
def fetcher() -> Fetcher:
    """Fetches the files of chats (`GRAPH_URL`, `TELEGRAM_URL`, `MEDIA_HOSTS`; `SOCIAL_PHONE_ID`, `FILES_BUCKET`)."""
    from chalicelib.tools.media import Fetcher
    from chalicelib.tools.media_aws import AwsMedia

    bases = {"whatsapp": os.environ.get("GRAPH_URL", ""), "telegram": os.environ.get("TELEGRAM_URL", "")}
    social, bucket = os.environ.get("SOCIAL_PHONE_ID", ""), os.environ.get("FILES_BUCKET", "")
    by_aws = AwsMedia(social, bucket) if social and bucket else None
    return Fetcher(credentials(), bases, os.environ.get("MEDIA_HOSTS", "").split(","), by_aws)


@cache
def meter() -> Meter:
    """Where figures are gathered (`METRICS_NAMESPACE`); whoever was woken flushes it at the end."""
    from chalicelib.tools.metrics import NAMESPACE, Meter

    return Meter(os.environ.get("METRICS_NAMESPACE") or NAMESPACE)


def webhook_secret(provider: str, field: str) -> Iterator[str]:
    """The secrets to try for a provider's webhook: the present one, and if that does not fit, the one that a fresh look
    finds instead, once a minute at most. None at all where none is set. Raises TryLater where they cannot be read."""
    try:
        present = credentials().of(provider).get(field, "")
        if present:
            yield present
        renewed = credentials().of(provider).get(field, "") if credentials().renew(provider) else ""
        if renewed and renewed != present:
            yield renewed
    except NotReached as error:
        raise TryLater(f"secret: {error.reason}") from error


def keep_receipts(receipts: Sequence[Mapping[str, Any]]) -> None:
    """Put bare receipts on their queue (`PROVIDER_EVENTS_QUEUE`). Raises TryLater."""
    from chalicelib.tools import aws

    aws.put(os.environ["PROVIDER_EVENTS_QUEUE"], [json.dumps(receipt) for receipt in receipts])


def listener() -> Callable[[Sequence[str]], None]:
    """A function that tells the workers which messages came, by id (`INBOUND_QUEUE`); it raises TryLater."""
    from chalicelib.tools import aws

    queue = os.environ["INBOUND_QUEUE"]
    return lambda messages: aws.put(queue, messages)


def read_mail(key: str, most: int) -> bytes | None:
    """The first bytes of a mail that came in (`MAIL_BUCKET`), `most` at most; None where there is none of this key.
    Raises TryLater."""
    from chalicelib.tools import aws

    return aws.read_object(os.environ["MAIL_BUCKET"], key, most)


def _read_secret(fresh: bool) -> str:
    from aws_lambda_powertools.utilities import parameters  # brings boto3: not before it is needed
    from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

    name = os.environ.get("PROVIDERS_SECRET_ID", "")
    if not name:
        raise NotReached("credentials")
    try:
        return str(parameters.get_secret(name, max_age=SECRET_SECONDS, force_fetch=fresh))
    except GetParameterError as error:
        raise NotReached("credentials") from error
