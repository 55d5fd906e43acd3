"""Files of chats by urllib3: asked for at their network, fetched from where it keeps them, and from nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from urllib3.exceptions import HTTPError

from chalicelib.channels.media import LARGEST, META, Fetched, ask_where, is_trusted, is_whole, where
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Media, Network
from chalicelib.tools.credentials import Credentials
from chalicelib.tools.http import LONGEST_ANSWER, pool

_SECTIONS = {"whatsapp": "whatsapp", "telegram": "telegram"}


@dataclass(frozen=True, slots=True)
class Fetcher:
    """`bases` are the networks' addresses; `hosts` are where Meta keeps files (see `channels.media.is_trusted`);
    `by_aws` fetches what came to a number of ours at AWS."""

    credentials: Credentials
    bases: Mapping[str, str]
    hosts: Sequence[str]
    by_aws: Callable[[Media], Fetched | None] | None = None

    def __call__(self, network: Network, media: Media) -> Fetched | None:
        """The file; none where it is gone, too large, not what the message told of, or lies where we do not look.

        One call, two where the network must be asked where it lies; no redirection is followed. Raises TryLater.
        """
        found = self._fetched(network, media)
        return self.by_aws(media) if found is None and self.by_aws and network == "whatsapp" else found

    def _fetched(self, network: Network, media: Media) -> Fetched | None:
        token = "" if network in META else self.credentials.of(_SECTIONS.get(network, "")).get("token", "")
        address = self._address(network, media, token)
        if not address:
            return None
        authorization = {"Authorization": f"Bearer {token}"} if network == "whatsapp" else {}
        content, media_type = self._get(address, authorization, LARGEST + 1)
        if not content or len(content) > LARGEST or not is_whole(media, content):
            return None
        return Fetched(content, media_type or media.mime)

    def _address(self, network: Network, media: Media, token: str) -> str:
        if network in META:
            return media.url if is_trusted(media.url, self.hosts) else ""
        base, path = self.bases.get(network, "").rstrip("/"), ask_where(network, media)
        if not base or not path or not token:
            return ""
        door = f"{base}/bot{token}" if network == "telegram" else base
        authorization = {"Authorization": f"Bearer {token}"} if network == "whatsapp" else {}
        raw, _ = self._get(f"{door}/{path}", authorization, LONGEST_ANSWER)
        found = where(network, _object(raw))
        if network == "telegram":
            plain = found and ".." not in found and all(each.isalnum() or each in "/._-" for each in found)
            return f"{base}/file/bot{token}/{found.lstrip('/')}" if plain else ""
        return found if is_trusted(found, self.hosts) else ""

    def _get(self, address: str, headers: Mapping[str, str], most: int) -> tuple[bytes, str]:
        """At most so many bytes and their type; none where there is nothing. Raises TryLater."""
        try:
            response = pool().request("GET", address, headers=dict(headers), redirect=False, preload_content=False)
            content = response.read(most)
            response.close()
        except (HTTPError, OSError) as error:
            raise TryLater(f"media: {type(error).__name__}", wait=30) from error
        if response.status >= 500 or response.status == 429:
            raise TryLater(f"media: {response.status}", wait=30)
        if response.status != 200:
            return b"", ""
        return content, response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
