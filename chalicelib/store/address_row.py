"""The contacts table's row of what is known of an address."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.chat import Known
from chalicelib.store import keys
from chalicelib.store.tables import Settings


class Address(Model):
    """What is known of one address."""

    class Meta(Settings):
        pass

    id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    person = UnicodeAttribute(null=True)
    other = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)
    seen = UnicodeAttribute(null=True)
    expires = NumberAttribute()


def known_id(key: str) -> str:
    """The row of what is known of an address (its keyed hash)."""
    return keys.known(key)


def write_address(kind: type[Address], known: Known, expires: datetime) -> Address:
    """The row of what is known of an address."""
    return kind(
        keys.known(known.key),
        version=known.version,
        person=known.person or None,
        other=known.other or None,
        since=_stamp(known.since),
        seen=_stamp(known.seen),
        expires=int(expires.timestamp()),
    )


def known_of(row: Address) -> Known:
    """What a row knows of an address."""
    return Known(
        key=row.id[1:],
        person=row.person or "",
        other=row.other or "",
        since=_moment(row.since),
        seen=_moment(row.seen),
        version=int(row.version),
    )


def _stamp(at: datetime | None) -> str | None:
    return keys.stamp(at) if at else None


def _moment(text: str | None) -> datetime | None:
    return keys.moment(text) if text else None
