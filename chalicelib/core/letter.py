"""A Letter: an e-mail in parts, before any template."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.text import without_bidi


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail in parts: the subject is ours to the last letter; `quote` is what somebody wrote, `closing` what
    follows it."""

    language: str
    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    quote: str
    link: str
    link_text: str
    footer: str
    closing: tuple[str, ...] = ()


def safe(text: str) -> str:
    """What somebody wrote, unable to turn the mail around."""
    return without_bidi(text)
