"""WhatsApp by Meta's Cloud API: how a message goes out, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from chalicelib.channels.chat_text import cut
from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import Receipt, read_id
from chalicelib.channels.refusing import refuse
from chalicelib.channels.whatsapp_events import read_receipts
from chalicelib.channels.whatsapp_shapes import shape
from chalicelib.core.delivery import Reaction

NAME = "whatsapp-cloud"

LONGEST_FILLED = 900
"""Characters of what fills a template, whose whole body may have 1024."""

# error.code (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes). It counts, and not the HTTP status.
# "switch": free words are no longer allowed, a template is. What concerns one message or one person must not be
# "alarm", since that shuts the provider for all.
REACTIONS: Mapping[str, Reaction] = {
    "130429": "wait",  # throughput of the number
    "131056": "wait",  # one message in six seconds to one person
    "80007": "wait",  # limits of the account
    "4": "wait",  # and of the app
    "1": "retry",
    "2": "retry",
    "131000": "retry",
    "131016": "retry",
    "131057": "retry",  # the account is in maintenance
    "133004": "retry",
    "135000": "retry",
    "131047": "switch",  # more than 24 hours since the person wrote
    "131050": "opted_out",
    "131026": "stop",  # not on WhatsApp, has blocked us, or an old app
    "131049": "stop",  # Meta's own cap for this person
    "130472": "stop",  # this person is in an experiment of Meta's
    "131062": "stop",
    "131021": "stop",
    "131030": "stop",  # not in the list of a test number
    "131051": "stop",
    "131052": "stop",
    "131053": "stop",
    "131008": "stop",
    "131009": "stop",
    "100": "stop",
    "33": "stop",
    "132005": "stop",  # what fills the template is too long
    "132018": "stop",
    "132000": "alarm",  # the template is not what we think, or is paused or disabled
    "132001": "alarm",
    "132007": "alarm",
    "132012": "alarm",
    "132015": "alarm",
    "132016": "alarm",
    "131048": "alarm",  # marked as spam too often
    "131042": "alarm",  # payment
    "131031": "alarm",  # the account is locked
    "131045": "alarm",  # the number is not registered
    "133010": "alarm",
    "131005": "alarm",
    "368": "alarm",
    "190": "alarm",  # the token
    "0": "alarm",
    "3": "alarm",
    "10": "alarm",
    "200": "alarm",
}


def write_message(parcel: Parcel, template: str, code_template: str = "") -> dict[str, Any]:
    """The message as Graph JSON: free words, and what can be tapped, while the window of 24 hours is open, else the
    approved `template`, whose body has two places: the request's number and the text. The errand comes back with every
    status. Who shows no phone is written to by the id that WhatsApp has of them (BSUID), which has a dot. A one-time
    code always goes by `code_template`, since Meta takes codes in no other way.
    """
    message: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **({"recipient": parcel.to} if "." in parcel.to else {"to": parcel.to.removeprefix("+")}),
        "biz_opaque_callback_data": parcel.errand,
    }
    if parcel.code:
        return message | _template(code_template, parcel.language, _body(parcel.code), _copy_button(parcel.code))
    if parcel.window_open:
        return message | shape(parcel.chat())
    return message | _template(template, parcel.language, _body(parcel.number, parcel.chat().text))


def _template(name: str, language: str, *components: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "template",
        "template": {"name": name, "language": {"code": language}, "components": list(components)},
    }


def _body(*filled: str) -> dict[str, Any]:
    return {"type": "body", "parameters": [{"type": "text", "text": _on_one_line(text)} for text in filled]}


def _copy_button(code: str) -> dict[str, Any]:
    """The button of every authentication template, which copies the code (Cloud API: authentication templates)."""
    parameters = [{"type": "text", "text": code}]
    return {"type": "button", "sub_type": "url", "index": "0", "parameters": parameters}


def _on_one_line(text: str) -> str:
    """What may fill a template: no line breaks, tabs or runs of spaces, and not nothing."""
    return cut(" ".join(text.split()), LONGEST_FILLED) or "-"


def write(parcel: Parcel, sender: Sender) -> Post:
    """A POST to the number `sender.identity` (Meta's id of it); options: `template`, `code_template`."""
    message = write_message(parcel, sender.options.get("template", ""), sender.options.get("code_template", ""))
    return Post(NAME, "http", NAME, f"{quote(sender.identity, safe='')}/messages", message)


def read_answer(answer: Answer) -> str | Refusal:
    """Meta's id of the message (wamid), or why it was not taken."""
    if answer.status >= 300 or answer.code:
        return refuse(answer, REACTIONS, "retry")
    messages = answer.body.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return read_id(first.get("id")) if isinstance(first, dict) else ""


def read(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts in one webhook of Meta's."""
    whole = event.get("object") == "whatsapp_business_account"
    return read_receipts(event.get("entry"), NAME) if whole else []


WHATSAPP_CLOUD = Provider(NAME, "whatsapp", write, read_answer, REACTIONS, otherwise="retry", read=read)
