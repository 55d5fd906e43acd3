"""E-mail by the municipality's own mail server: how a mail is written, and what the server's codes ask for."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import read_id, read_word
from chalicelib.core.delivery import Reaction

NAME = "smtp"

# Codes of RFC 5321 (4.2.3) and RFC 4954 (6), and words of ours for what the client itself finds: "sender" our own
# address was refused, "starttls" no encryption is offered, "tls" its certificate is wrong, "header" and "address" what
# cannot be a mail. 450 and 452 are often one mailbox's and not the server's.
REACTIONS: Mapping[str, Reaction] = {
    "421": "wait",
    "450": "wait",
    "451": "retry",
    "452": "wait",
    "454": "retry",
    "455": "retry",
    "530": "alarm",
    "534": "alarm",
    "535": "alarm",
    "538": "alarm",
    "550": "stop",
    "551": "stop",
    "552": "stop",
    "553": "stop",
    "554": "stop",
    "sender": "alarm",
    "starttls": "alarm",
    "tls": "alarm",
    "header": "stop",
    "address": "stop",
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A mail whose Message-ID follows from the errand, so that a mailbox can tell a repeat."""
    domain = sender.identity.rpartition("@")[2].rstrip(">") or "localhost"
    return Post(
        NAME,
        "smtp",
        NAME,
        "send",
        {
            "from": sender.identity,
            "to": parcel.to,
            "subject": parcel.subject,
            "text": parcel.text,
            "html": parcel.html,
            "headers": {"Message-ID": f"<{parcel.errand}@{domain}>", "Auto-Submitted": "auto-generated"},
        },
    )


def read_answer(answer: Answer) -> str | Refusal:
    """The mail's Message-ID, or why it was not taken. More than "taken" is never said: a mail server has no events."""
    if 200 <= answer.status < 300:
        return read_id(answer.body.get("MessageId"))
    code = read_word(answer.code) or str(answer.status)
    known: Reaction = "retry" if 400 <= answer.status < 500 else "stop"
    return Refusal(code, REACTIONS.get(code, known), answer.wait)


SMTP = Provider(NAME, "email", write, read_answer, REACTIONS, reports=False)
