"""The headers of a mail as text, however they were encoded."""

from __future__ import annotations

import binascii
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from chalicelib.channels.mail_text import decode

_LONGEST = 20_000

Headers = dict[str, list[str]]
"""By name in lower case, in the order of the mail."""


def headers_of(message: Message) -> Headers:
    """Every header, unfolded, its encoded words (RFC 2047) decoded as far as they can be."""
    headers: Headers = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(read_header(value))
    return headers


def read_header(value: object) -> str:
    """One header as text: encoded words decoded; bytes that are none of ASCII read as UTF-8, else as Turkish."""
    raw = str(value)[:_LONGEST].replace("\r", "").replace("\n", "")
    if not raw.isascii():  # bytes as they came, which the parser keeps as surrogates
        return decode(raw.encode("utf-8", "surrogateescape"), "")
    try:
        parts = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return raw
    return "".join(part if isinstance(part, str) else decode(part, charset or "") for part, charset in parts)
