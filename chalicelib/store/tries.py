"""Wrong logins in the work table: how many today for one name and caller, and until when they wait."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.core.marks import Tries
from chalicelib.store.faults import asking
from chalicelib.store.tables import Line, Settings, named


class Row(Model):
    """The wrong ones of one day; moments in epoch seconds."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    wrong = NumberAttribute()
    wait_until = NumberAttribute()
    expires = NumberAttribute()


class WrongLogins:
    """The work table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def read(self, key: str) -> Tries:
        """What is known under `key`; none wrong where nothing is. One consistent get. Raises TryLater."""
        with asking():
            try:
                row = self._row.get(key, consistent_read=True)
            except self._row.DoesNotExist:
                return Tries()
        return Tries(row.day, int(row.wrong), int(row.wait_until))

    def write(self, key: str, tries: Tries, expires: datetime) -> None:
        """Remember it until `expires`. One put. Raises TryLater."""
        with asking():
            self._row(
                key,
                day=tries.day,
                wrong=tries.wrong,
                wait_until=tries.wait_until,
                expires=int(expires.timestamp()),
            ).save()
