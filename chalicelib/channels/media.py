"""Where the files of a chat lie: how a network is asked for one, and which addresses are believed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from chalicelib.core.inbound import Media, Network

META: tuple[Network, ...] = ("messenger", "instagram")
LARGEST = 5 * 1024 * 1024
"""Bytes of a photo that a network lets through (WhatsApp: 5 MB); what is larger is not taken."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a file, and what the network says they are."""

    content: bytes
    media_type: str


def ask_where(network: Network, media: Media) -> str:
    """The path below the network's base address that tells where a file lies; "" where its message told already, or
    where it cannot be asked for."""
    id = quote(media.id, safe="")
    if not id or network in META:
        return ""
    return {"whatsapp": id, "telegram": f"getFile?file_id={id}"}.get(network, "")


def where(network: Network, said: Mapping[str, Any]) -> str:
    """Where the file lies, by the network's answer: an address (WhatsApp) or a path of the bot's files (Telegram)."""
    result = said.get("result")
    found = result.get("file_path") if network == "telegram" and isinstance(result, dict) else said.get("url")
    return found if isinstance(found, str) else ""


def is_trusted(address: str, hosts: Sequence[str]) -> bool:
    """Whether the network keeps its files there: `hosts` are origins, such as "https://lookaside.fbsbx.com", or all
    below one, "https://*.fbcdn.net". Nothing else is ever fetched."""
    try:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return False
    if not parts.netloc or "@" in parts.netloc or "\\" in address or not address.isascii() or " " in address:
        return False
    return any(_fits(origin.lower(), host.strip().lower()) for host in hosts if host.strip())


def is_whole(media: Media, content: bytes) -> bool:
    """Whether the bytes are those that the message spoke of, where it told their SHA-256 (base64 or hexadecimal)."""
    if not media.sha256:
        return True
    digest = hashlib.sha256(content).digest()
    known = (base64.b64encode(digest).decode(), digest.hex())
    return any(hmac.compare_digest(media.sha256.encode(), each.encode()) for each in known)


def _fits(origin: str, host: str) -> bool:
    scheme, _, name = host.partition("://")
    if not name.startswith("*."):
        return origin == host
    return origin.startswith(f"{scheme}://") and origin.endswith(name[1:]) and ":" not in origin.partition("://")[2]
