"""What another system posted: its fields in order, its files, and the attributes among the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,80})\](?:\[\d{0,4}\])?")
_UTF8 = "utf-8"
# What a peer may declare besides UTF-8. Browsers read Latin-1 as windows-1252, and Latin-5 as windows-1254 (WHATWG
# Encoding, "Names and labels").
_CHARSETS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "windows-1254": "cp1254", "cp1254": "cp1254",
    "iso-8859-15": "iso8859-15",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part: the name that it was sent under, what it is said to be, and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PeerForm:
    """The fields by name and value in the order they came, and the files. An empty value counts as none."""

    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[Upload, ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field, its ends trimmed; "" where there is none."""
        return next((value.strip() for each, value in self.fields if each == name and value.strip()), "")

    def raw(self, name: str) -> str:
        """The first value of a field as it came; "" where there is none but white space."""
        return next((value for each, value in self.fields if each == name and value.strip()), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of `name` and `name[]`, in order."""
        return tuple(value.strip() for each, value in self.fields if each in (name, f"{name}[]") and value.strip())

    def attributes(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each attribute by its code, in order: `attribute[CODE]=…`, also repeated, and
        `attribute[CODE][]=…`."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.fields:
            named = _ATTRIBUTE.fullmatch(name)
            if named and value.strip():
                found[named[1]] = (*found.get(named[1], ()), value)
        return found


def decode(raw: bytes, charset: str = "") -> str:
    """The text in these bytes: UTF-8 where they are that, else in the declared charset if it is one that we know, else
    UTF-8 with U+FFFD for what is broken."""
    try:
        return raw.decode(_UTF8)
    except UnicodeDecodeError:
        known = _CHARSETS.get(charset.strip(" \"'").lower(), _UTF8)
        return raw.decode(known, "replace")
