"""E-mail by Amazon SES v2: how an e-mail is written, and how SES's events read."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.post import Post, Sender
from chalicelib.channels.receipt import Receipt
from chalicelib.core.notices import Errand

# eventType of a configuration set's events -> the ledger's state
# (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).
STATES = {
    "Send": "accepted",
    "DeliveryDelay": "accepted",
    "Delivery": "delivered",
    "Bounce": "undeliverable",
    "Complaint": "delivered",
    "Reject": "undeliverable",
    "Rendering Failure": "undeliverable",
}


def write(errand: Errand, to: str, subject: str, text: str, html: str, sender: Sender) -> Post:
    """A SendEmail call; the errand travels as a tag, which every event of SES brings back."""
    return Post(
        provider="ses",
        service="sesv2",
        call="send_email",
        body={
            "FromEmailAddress": sender.identity,
            "Destination": {"ToAddresses": [to]},
            "Content": {
                "Simple": {
                    "Subject": {"Data": subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": text, "Charset": "UTF-8"},
                        "Html": {"Data": html, "Charset": "UTF-8"},
                    },
                    "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
                }
            },
            "EmailTags": [{"Name": "errand", "Value": errand.id}],
            "ConfigurationSetName": sender.configuration_set,
        },
    )


def read(event: Mapping[str, object]) -> Receipt | None:
    """The receipt in one event of SES, or None if it is of no errand of ours or of a kind we do not use."""
    mail = event.get("mail")
    tags = mail.get("tags") if isinstance(mail, dict) else None
    named = tags.get("errand") if isinstance(tags, dict) else None
    kind = str(event.get("eventType", ""))
    if not isinstance(mail, dict) or not isinstance(named, list) or not named or kind not in STATES:
        return None
    state = STATES[kind]
    detail = event.get("bounce")
    if kind == "Bounce" and isinstance(detail, dict) and detail.get("bounceType") != "Permanent":
        state = "accepted"  # a transient bounce is tried again by SES itself
    return Receipt(errand=str(named[0]), state=state, message=str(mail.get("messageId", "")), reason=kind.lower())
