"""Whom nothing is sent to any more: rows of the ledger that are of a contact and not of a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.marks import Stop
from chalicelib.store import keys
from chalicelib.store.faults import asking
from chalicelib.store.tables import Line, Settings, named


class Row(Model):
    """One contact and one channel, which stands where an errand's id does; kept until it is taken back."""

    class Meta(Settings):
        pass

    number = UnicodeAttribute(hash_key=True)
    errand = UnicodeAttribute(range_key=True)
    reason = UnicodeAttribute()
    at = UnicodeAttribute()


class Stops:
    """The ledger's table under its name in this deployment; a contact is known by its keyed hash alone."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._stop = named(Row, table, region, line)

    def suppress(self, key: str, channel: str, reason: str, at: datetime) -> None:
        """Nothing is sent to this address (its keyed hash) by this channel any more. One put. Raises TryLater."""
        with asking():
            self._stop(keys.stop(key), channel, reason=reason, at=keys.stamp(at)).save()

    def suppressed(self, key: str) -> Mapping[str, Stop]:
        """The channels by which nothing is sent to this address, read consistently. One query. Raises TryLater."""
        with asking():
            rows = self._stop.query(keys.stop(key), consistent_read=True)
            return {row.errand: Stop(row.reason, keys.moment(row.at)) for row in rows}

    def allow(self, key: str, channel: str) -> None:
        """It may be tried again. One delete. Raises TryLater."""
        with asking():
            self._stop(keys.stop(key), channel).delete()
