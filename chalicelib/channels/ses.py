"""E-mail by Amazon SES v2: how a mail is written, what SES answers, and how its events read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import Receipt, read_errand, read_id
from chalicelib.channels.refusing import refuse
from chalicelib.core.delivery import Reaction, State

NAME = "ses"

# eventType of a configuration set's events (identity feedback: notificationType) -> the ledger's state
# (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html). Who complains was reached.
STATES: Mapping[str, State] = {
    "Send": "accepted",
    "DeliveryDelay": "accepted",
    "Delivery": "delivered",
    "Bounce": "undeliverable",
    "Complaint": "delivered",
    "Reject": "undeliverable",
    "Rendering Failure": "undeliverable",
}

# SendEmail's errors (botocore 1.44.5, sesv2; docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, and
# "Common errors" there). An address that is not verified, and a recipient while the account is in the sandbox, are told
# as MessageRejected; told apart by its words, since both are for the account's owner and not for this message.
REACTIONS: Mapping[str, Reaction] = {
    "ThrottlingException": "wait",
    "Throttling": "wait",
    "TooManyRequestsException": "wait",
    "LimitExceededException": "wait",
    "ServiceUnavailable": "retry",
    "SendingPausedException": "alarm",
    "AccountSuspendedException": "alarm",
    "MailFromDomainNotVerifiedException": "alarm",
    "NotFoundException": "alarm",
    "AccessDeniedException": "alarm",
    "ExpiredTokenException": "alarm",
    "ExpiredToken": "alarm",
    "NotVerified": "alarm",
    "MessageRejected": "stop",
    "BadRequestException": "stop",
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A SendEmail call; the errand travels as a tag, which every event of the sender's `configuration_set` brings
    back."""
    text = {"Data": parcel.text, "Charset": "UTF-8"}
    html = {"Html": {"Data": parcel.html, "Charset": "UTF-8"}} if parcel.html else {}
    body: dict[str, Any] = {
        "FromEmailAddress": sender.identity,
        "Destination": {"ToAddresses": [parcel.to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": parcel.subject, "Charset": "UTF-8"},
                "Body": {"Text": text} | html,
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
        "EmailTags": [{"Name": "errand", "Value": parcel.errand}],
    }
    if sender.options.get("configuration_set"):
        body["ConfigurationSetName"] = sender.options["configuration_set"]
    return Post(NAME, "aws", "sesv2", "send_email", body)


def read_answer(answer: Answer) -> str | Refusal:
    """SES's id of the message, or why it was not taken."""
    if answer.status < 300:
        return read_id(answer.body.get("MessageId"))
    if answer.code == "MessageRejected" and "not verified" in str(answer.body.get("message", "")):
        return Refusal("NotVerified", REACTIONS["NotVerified"])
    return refuse(answer, REACTIONS, "stop")


def read(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipt in one event of SES; none if it is of no errand of ours or of a kind we do not use. An errand has one
    recipient, so whom the event names need not be read."""
    mail = event.get("mail")
    tags = mail.get("tags") if isinstance(mail, dict) else None
    named = tags.get("errand") if isinstance(tags, dict) else None
    errand = read_errand(named[0]) if isinstance(named, list) and named else ""
    kind = event.get("eventType") or event.get("notificationType")
    if not errand or not isinstance(mail, dict) or not isinstance(kind, str) or kind not in STATES:
        return []
    state, suppress = STATES[kind], kind == "Complaint"
    if kind == "Bounce":
        detail = event.get("bounce")
        suppress = isinstance(detail, dict) and detail.get("bounceType") == "Permanent"
        # A transient one may be an answer of absence to a mail that arrived; the silence afterwards decides.
        state = "undeliverable" if suppress else "accepted"
    return [Receipt(errand, state, read_id(mail.get("messageId")), kind.lower(), NAME, suppress)]


SES = Provider(NAME, "email", write, read_answer, REACTIONS, read=read)
