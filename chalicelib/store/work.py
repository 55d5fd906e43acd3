"""The work table: short-lived counters, which time takes away."""

from __future__ import annotations

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.models import Model

from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.tables import Line, Settings, named


class Row(Model):
    """A counter and when it may go (epoch seconds)."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    n = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


class Work:
    """The work table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def count(self, key: str, limit: int, expires: datetime) -> bool:
        """Count one more under `key`; False, and nothing counted, if there were `limit` already.

        One conditional update. Raises TryLater.
        """
        try:
            with asking():
                self._row(key).update(
                    [self._row.n.add(1), self._row.expires.set(int(expires.timestamp()))],
                    condition=self._row.n.does_not_exist() | (self._row.n < limit),
                )
        except UpdateError as error:
            if condition_failed(error):
                return False
            raise
        return True
