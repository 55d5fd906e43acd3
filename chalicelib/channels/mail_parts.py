"""The parts of a mail: its words, and what is attached to it."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from chalicelib.channels.loose import read_key, read_line
from chalicelib.channels.mail_headers import headers_of
from chalicelib.channels.mail_text import decode, read_html
from chalicelib.core.inbound import Media

Mail = Message

REFUSED = "refused:"
"""How the id of an attachment begins that nobody may open; after it stands why: type, size, count, virus."""

MOST = 20
LARGEST = 10 * 1024 * 1024
_LOGO = 40_000
"""Bytes up to which a picture that the words show is decoration; a photo that somebody pasted has more."""

_MOST_PARTS = 200

# What is seen as it is; all else (programs, archives, winmail.dat, macros) is named and not opened.
_TAKEN = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "application/pdf")


def read_words(message: Mail) -> str:
    """What the mail says: its plain text, else text made of its HTML."""
    words: dict[str, str] = {}
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_attached(part) and not words.get(kind, "").strip():
            words[kind] = decode(_bytes(part), _charset(part))
    plain = words.get("text/plain", "")
    return plain if plain.strip() else read_html(words.get("text/html", ""))


def read_media(message: Mail, *, infected: bool = False) -> tuple[Media, ...]:
    """What is attached, in the order of the mail. `id` is "part:" and its place among the parts, or REFUSED and why;
    `sha256` is of its bytes, in hexadecimal. Small pictures that the HTML shows (`cid:`) are no attachments. Of an
    infected mail all are refused."""
    found = tuple(_attachments(message))
    return tuple(replace(each, id=f"{REFUSED}virus") for each in found) if infected else found


def _attachments(message: Mail) -> Iterator[Media]:
    count = 0
    shown = ""
    for place, part in enumerate(_leaves(message)):
        kind = part.get_content_type()
        if kind == "text/html" and not _is_attached(part):
            shown += decode(_bytes(part), _charset(part))
        if kind.startswith("text/") and not _is_attached(part):
            continue
        content = _bytes(part)
        id = str(part.get("Content-ID", "")).strip("<> \t\r\n")
        if id and len(content) <= _LOGO and f"cid:{id}" in shown:
            continue
        count += 1
        if count > MOST:
            yield Media(f"{REFUSED}count", read_line(kind), name=_name(part))
            return
        reason = "type" if kind not in _TAKEN else "size" if len(content) > LARGEST else ""
        digest = hashlib.sha256(content).hexdigest()
        yield Media(f"{REFUSED}{reason}" if reason else f"part:{place}", read_line(kind), digest, name=_name(part))


def _leaves(message: Mail) -> list[Mail]:
    """The parts that hold no others, the first _MOST_PARTS of them; a mail inside of a mail is one part."""
    leaves: list[Mail] = []
    waiting = [message]
    while waiting and len(leaves) < _MOST_PARTS:
        part = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting[:0] = [each for each in part.get_payload() if isinstance(each, Message)]
        else:
            leaves.append(part)
    return leaves


def _bytes(part: Mail) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, binascii.Error):
        return b""
    return content if isinstance(content, bytes) else b""


def _charset(part: Mail) -> str:
    try:
        return read_key(part.get_content_charset(""))
    except (ValueError, LookupError, TypeError):
        return ""


def _is_attached(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment"


def _name(part: Mail) -> str:
    """The file's name, its headers read as `mail_headers` reads them: programs put raw bytes there."""
    headers, readable = headers_of(part), Message()
    for name in ("content-disposition", "content-type"):
        if name in headers:
            readable[name] = headers[name][0]
    try:
        return read_line(readable.get_filename(""), 120)
    except (ValueError, LookupError, TypeError):
        return ""
