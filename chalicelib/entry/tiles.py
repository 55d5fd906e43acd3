"""The map's tiles come from where the municipality says, and from nowhere else."""

from __future__ import annotations

from chalicelib import wire
from chalicelib.entry.headers import page_policy


def let_in() -> dict[str, str]:
    """The header that lets a page show the map's tiles; none where they stand under our own address."""
    origin = wire.tiles().origin
    return {"Content-Security-Policy": page_policy(origin)} if origin else {}
