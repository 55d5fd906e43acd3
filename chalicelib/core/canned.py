"""Ready answers for the desk's conversations, as the municipality wrote them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chalicelib.core.label import Label
from chalicelib.core.patterns import CODE
from chalicelib.core.shape import Table

LONGEST = 1000
"""Characters of a ready answer in each language: what the desk may write in one message."""


@dataclass(frozen=True, slots=True)
class Canned:
    """A ready answer; `services` are what it is about, none where it is for all."""

    code: str
    services: tuple[str, ...]
    text: Label


def read_canned(table: Table, services: Collection[str]) -> tuple[Canned, ...]:
    """The ready answers of a preset, by code, in its order."""
    return tuple(_read(code, row, services) for code, row in table.each(CODE))


def _read(code: str, row: Table, services: Collection[str]) -> Canned:
    about = row.texts("services") if row.has("services") else ()
    for each in about:
        if each not in services:
            row.fault("services", f'no service "{each}"')
    return Canned(code, about, row.label("text", LONGEST))
