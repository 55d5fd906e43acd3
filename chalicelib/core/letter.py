"""A Letter: an e-mail in parts, before any template."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.text import without_bidi


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `link`, if there is one, is that of its first cell."""

    cells: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list in a letter, with a heading for each column; `instead` is said where it has no rows, `more` after them."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    instead: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail in parts: the subject is ours to the last letter; `quote` is what somebody wrote, `closing` what
    follows it, `tables` are lists of requests."""

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
    tables: tuple[Table, ...] = ()


def safe(text: str) -> str:
    """What somebody wrote, unable to turn the mail around."""
    return without_bidi(text)
