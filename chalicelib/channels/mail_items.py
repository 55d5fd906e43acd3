"""A mail that SES received, as an item."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from chalicelib.channels.loose import Json, an_object, objects, read_key, read_line, read_moment, read_text
from chalicelib.channels.mail_guard import is_automatic
from chalicelib.channels.mail_headers import headers_of, read_header
from chalicelib.channels.mail_parts import read_media, read_words
from chalicelib.channels.mail_text import without_history
from chalicelib.core.contact import read_email
from chalicelib.core.errors import Invalid
from chalicelib.core.inbound import Item, Who
from chalicelib.core.text import fold

READ_AT_MOST = 8 * 1024 * 1024
"""Bytes that are read of a mail, so that one of 40 MB does not fill the memory; its words stand at the beginning."""

_LONGEST_TITLE = 120
_LONGEST_WORDS = 100_000


def read_mail(raw: bytes, notification: Json) -> Item:
    """The mail in these bytes (RFC 5322, maybe only their first READ_AT_MOST), received as the `notification` of SES
    says (its event for Lambda, or its message on a topic). Never raises; what cannot be read at all is "unsupported".

    `who.id` is the one address in From, "" where there is not exactly one; `trusted` only where SES says that DMARC
    passed for it. `account` is the envelope's recipient, which carries a reply token, and not what To says. `about`
    and `thread` are the Message-IDs of the mail it answers and of those before it. The quoted history is left out of
    `text`; the bytes are the record. Attachments: see `mail_parts.read_media`.

    docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
    """
    told = _told(notification)
    mail, receipt = an_object(told.get("mail")), an_object(told.get("receipt"))
    try:
        message = message_from_bytes(raw[:READ_AT_MOST])
    except RecursionError:  # nested a thousand times
        message = Message()
    headers = headers_of(message)
    who = _who(message)
    subject = read_line(headers.get("subject", [""])[0], _LONGEST_TITLE)
    words = read_words(message)[:_LONGEST_WORDS]
    text = read_text(words if _is_forwarded(subject) else without_history(words))
    source = mail.get("source")
    account = _recipient(receipt)
    ids = [_ids(headers.get(name, [""])[0]) for name in ("message-id", "in-reply-to", "references")]
    media = read_media(message, infected=_verdict(receipt, "virusVerdict") == "FAIL")
    return Item(
        key=(ids[0] or [read_key(mail.get("messageId")) or hashlib.sha256(raw).hexdigest()])[0],
        who=who,
        account=account,
        at=read_moment(mail.get("timestamp")) or _date(headers.get("date", [""])[0]),
        kind="text" if headers or text or media else "unsupported",
        text=text,
        media=media,
        about=ids[1][0] if ids[1] else "",
        thread=" ".join(ids[2][-10:] or ids[1][:1]),
        trusted=_verdict(receipt, "dmarcVerdict") == "PASS" and bool(who.id),
        subject=subject or read_line(text, _LONGEST_TITLE),
        automatic=is_automatic(headers, message.get_content_type(), who.id, account, source),
    )


def _told(notification: Json) -> Json:
    """The part that holds `mail` and `receipt`: of the event for Lambda, the first record's."""
    records = objects(notification.get("Records"))
    return an_object(records[0].get("ses")) if records else notification


def _who(message: Message) -> Who:
    """The sender. A comma may stand in an encoded name, so the addresses are told apart before names are decoded."""
    froms = [str(value)[:_LONGEST_WORDS] for name, value in message.raw_items() if name.lower() == "from"]
    named = [(read_line(read_header(name)), address) for name, address in getaddresses(froms) if name or address]
    if len(named) != 1:
        return Who("email", name=named[0][0] if named else "")
    name, address = named[0]
    try:
        return Who("email", read_email(address), name=name)
    except Invalid:
        return Who("email", name=name)


def _is_forwarded(subject: str) -> bool:
    """Whether what follows is no history but what the person wants to show."""
    return fold(subject).partition(" ")[0] in ("fwd", "fw", "ilt")


def _verdict(receipt: Json, name: str) -> object:
    return an_object(receipt.get(name)).get("status")


def _recipient(receipt: Json) -> str:
    """Whom the envelope named; the one with a token first, where it named several of us."""
    recipients = receipt.get("recipients")
    known = [key for each in recipients if (key := read_key(each))] if isinstance(recipients, list) else []
    return next((each for each in known if "+" in each), known[0] if known else "")


def _ids(header: str) -> list[str]:
    """The Message-IDs in a header, without their angle brackets."""
    return [key for word in header[:4000].replace("<", " ").replace(">", " ").split() if (key := read_key(word))]


def _date(header: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(header)
        return read_moment((at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
