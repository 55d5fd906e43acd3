"""How the world speaks: pure translation, one file per channel."""

from collections.abc import Mapping

from chalicelib.channels import email, sms
from chalicelib.channels.receipt import Receipt

READERS = (email.read, sms.read)


def read_receipt(event: Mapping[str, object]) -> Receipt | None:
    """The receipt in a provider's event, whichever provider it is of; None if none knows it."""
    return next((receipt for reader in READERS if (receipt := reader(event))), None)
