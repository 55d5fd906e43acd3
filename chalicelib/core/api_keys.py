"""Keys by which other systems file requests: issued and revoked by admins, stored as hashes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chalicelib.core.patterns import CODE
from chalicelib.core.shape import Table
from chalicelib.core.text import fold
from chalicelib.core.tracking import same

_HASH = re.compile("[0-9a-f]{64}")
MOST_PER_MINUTE = 6000
LONGEST_NAME = 80
_LONGEST_CODE = 40
_PEER = "key:"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of a peer: `id` is its code in the settings and stands in logs and sources, `per_minute` how many requests
    it may file; a revoked one stays, so that what it filed is still told apart."""

    id: str
    name: str
    per_minute: int
    revoked: bool = False


def hash_of(key: str) -> str:
    """What is stored of a key: SHA-256, which is enough for 256 random bits, in hexadecimal."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def found(keys: Mapping[str, ApiKey], key: str) -> ApiKey | None:
    """The record of a key among those by their hash, revoked or not; the hash is compared in constant time."""
    hashed = hash_of(key)
    return next((record for kept, record in keys.items() if same(kept, hashed)), None)


def code_of(name: str, taken: Collection[str]) -> str:
    """The id of a new key, made of its name: "Yerel deneme" gives "yerel-deneme", and "yerel-deneme-2" where that is
    taken."""
    folded = fold(name).encode("ascii", "ignore").decode()
    stem = "-".join(folded[:_LONGEST_CODE].split()) or "anahtar"
    codes = (stem if count == 1 else f"{stem}-{count}" for count in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def writer(record: ApiKey) -> str:
    """Who wrote a request down that came by this key: Request.by."""
    return _PEER + record.id


def key_of(by: str) -> str:
    """The id of the key by which a request came, "" where it came by none."""
    return by.removeprefix(_PEER) if by.startswith(_PEER) else ""


def read_api_keys(table: Table) -> dict[str, ApiKey]:
    """The keys of a municipality by their hash."""
    keys: dict[str, ApiKey] = {}
    for code, row in table.each(CODE):
        key = row.text("hash", _HASH, "a SHA-256 in hexadecimal")
        if key in keys:
            row.fault("hash", "another key has it")
        rate = row.number("per_minute", 1, MOST_PER_MINUTE)
        keys[key] = ApiKey(code, row.text("name"), rate, row.flag("revoked", default=False))
    return keys
