"""Keys of other systems: issued once, shown once, listed, revoked, and known again when they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from chalicelib.core.api_keys import LONGEST_NAME, MOST_PER_MINUTE, ApiKey, code_of, found, hash_of
from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid, NotFound, Refused
from chalicelib.core.limits import Rate
from chalicelib.core.settings import Setting
from chalicelib.core.text import clean, without_bidi
from chalicelib.flows import settings
from chalicelib.flows.desk import Desk

KIND = "api_keys"
MINUTE = 60
ISSUED = re.compile("[0-9a-f]{64}")
UNKNOWN = Rate(burst=20, seconds=3)
"""How often the settings are read again for a key that nobody knows."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key: its record, and the key itself, which nobody can read again."""

    record: ApiKey
    key: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A key as it is listed: its record and the setting that it was last changed by (who, when, version)."""

    record: ApiKey
    setting: Setting


def peer_of(desk: Desk, key: str) -> ApiKey | None:
    """Whose key this is; none where it is nobody's or revoked. No call: keys are settings, at most a minute old."""
    record = found(desk.city.api_keys, key)
    return record if record and not record.revoked else None


def enter(desk: Desk, key: str, city_now: Callable[[], City]) -> ApiKey:
    """The peer of this key, counted against its rate; a key that was issued a moment ago is looked for in the settings
    of this very moment. One update; for a key that nobody knows one update and at most one query. Raises Refused
    ("api-key"; "too-many" with the seconds to wait), TryLater."""
    record = peer_of(desk, key) or _issued_just_now(desk, key, city_now)
    if record is None:
        raise Refused("api-key")
    rate = Rate(record.per_minute, MINUTE / record.per_minute)
    grant = desk.limits.take(f"key:{record.id}", rate, desk.now())
    if not grant.granted:
        desk.log.warning("key over its rate", key=record.id)
        raise Refused("too-many", wait=max(1, grant.wait))
    return record


def _issued_just_now(desk: Desk, key: str, city_now: Callable[[], City]) -> ApiKey | None:
    """Only for what looks like a key of ours, and seldom: whoever guesses costs no more than that."""
    if not ISSUED.fullmatch(key) or found(desk.city.api_keys, key):
        return None
    if not desk.limits.take("key:unknown", UNKNOWN, desk.now()).granted:
        return None
    record = found(city_now().api_keys, key)
    return record if record and not record.revoked else None


def issue(desk: Desk, by: str, name: object, per_minute: object) -> Issued:
    """A new key of 256 random bits; only its hash is kept. Two queries and one transaction. Raises Invalid, Conflict
    where another key of this name was issued at the same moment, TryLater."""
    label = without_bidi(clean(name, lines=False)) if isinstance(name, str) else ""
    faults = []
    if not label:
        faults.append(Fault("name", "required"))
    elif len(label) > LONGEST_NAME:
        faults.append(Fault("name", "too-long", (("limit", str(LONGEST_NAME)),)))
    if not isinstance(per_minute, int) or isinstance(per_minute, bool) or not 1 <= per_minute <= MOST_PER_MINUTE:
        faults.append(Fault("per_minute", "key-rate", (("most", str(MOST_PER_MINUTE)),)))
    if faults:
        raise Invalid(*faults)
    rate = cast(int, per_minute)
    key = desk.mint() + desk.mint()
    id = code_of(label, [code for kind, code in desk.settings.all() if kind == KIND])
    value = {"name": label, "hash": hash_of(key), "per_minute": rate}
    settings.change(desk, by, KIND, id, value, None)
    return Issued(ApiKey(id, label, rate), key)


def listed(desk: Desk) -> list[Listed]:
    """Every key that was ever issued, the newest change first. One query."""
    standing = settings.present(desk)
    records = {record.id: record for record in standing.city.api_keys.values()}
    kept = [each for (kind, code), each in standing.settings.items() if kind == KIND and code in records]
    return [Listed(records[each.code], each) for each in sorted(kept, key=lambda each: each.at, reverse=True)]


def revoke(desk: Desk, by: str, id: str) -> ApiKey:
    """The key opens nothing any more, everywhere within a minute; the same again changes nothing. Two queries and one
    transaction. Raises NotFound ("no-such-key"), Conflict, TryLater."""
    standing = settings.present(desk)
    record = {each.id: each for each in standing.city.api_keys.values()}.get(id)
    setting = standing.settings.get((KIND, id))
    if record is None or setting is None or not isinstance(setting.value, Mapping):
        raise NotFound("no-such-key")
    if record.revoked:
        return record
    settings.change(desk, by, KIND, id, {**setting.value, "revoked": True}, setting.version)
    return ApiKey(record.id, record.name, record.per_minute, revoked=True)
