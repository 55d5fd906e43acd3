"""Where the pictures of the map come from."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Tiles:
    """The address of a tile with {z}, {x} and {y} in it, "" for no map at all; and whose map it is, in plain text."""

    url: str = ""
    attribution: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host of the source, "" where it stands under our own address."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
