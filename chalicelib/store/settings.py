"""The settings table: what is set now, every version that ever was, and the jobs that changes have ordered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.core.errors import Conflict
from chalicelib.core.settings import Job, Key, Setting
from chalicelib.store import keys, tables
from chalicelib.store.faults import asking, condition_failed

NOW, HISTORY, JOBS = "now", "history", "jobs"


class Row(Model):
    """A setting in force, one of its versions (`value` is JSON, absent for the preset's own) or a job."""

    class Meta(tables.Settings):
        pass

    shelf = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    value = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    by = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    since = UnicodeAttribute(null=True)
    turn = NumberAttribute(null=True)
    cursor = UnicodeAttribute(null=True)


class Settings:
    """The settings table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: tables.Line | None = None) -> None:
        self._row = tables.named(Row, table, region, line)

    def all(self) -> Mapping[Key, Setting]:
        """What is set now, read consistently. One query. Raises TryLater."""
        with asking():
            found = [_setting(row) for row in self._row.query(NOW, consistent_read=True)]
        return {setting.key: setting for setting in found}

    def history(self, kind: str, code: str) -> list[Setting]:
        """Every version of a setting, the oldest first. One query. Raises TryLater."""
        versions = self._row.item.startswith(f"{keys.setting(kind, code)}#")
        with asking():
            return [_setting(row) for row in self._row.query(HISTORY, versions)]

    def put(self, kind: str, code: str, value: object, version: int | None, by: str, at: datetime) -> int:
        """Set `value` (JSON; None for the preset's own) where `version` stands now, none or 0 for nothing so far; gives
        the new version, which is kept in the history as well. One transaction.

        Raises Conflict with the present version if it is another one, TryLater.
        """
        new = (version or 0) + 1
        told: dict[str, Any] = {
            "value": None if value is None else json.dumps(value, ensure_ascii=False),
            "version": new,
            "by": by,
            "at": keys.stamp(at),
        }
        stands = self._row.version == version if version else self._row.item.does_not_exist()
        with asking():
            try:
                with TransactWrite(connection=tables.connection_of(self._row).connection) as change:
                    change.save(self._row(NOW, keys.setting(kind, code), **told), condition=stands)
                    change.save(
                        self._row(HISTORY, keys.setting_version(kind, code, new), **told),
                        condition=self._row.item.does_not_exist(),
                    )
            except TransactWriteError as error:
                present = self._version(kind, code)
                if present != (version or 0):
                    raise Conflict(present) from error
                raise
        return new

    def order(self, job: str, at: datetime) -> None:
        """Have a job done from its beginning, whether or not an earlier order is done. One update. Raises TryLater."""
        with asking():
            self._row(JOBS, job).update(
                [self._row.since.set(keys.stamp(at)), self._row.turn.add(1), self._row.cursor.set("")]
            )

    def job(self, job: str) -> Job | None:
        """The last order of a job; None if there was none. One query. Raises TryLater."""
        with asking():
            rows = list(self._row.query(JOBS, self._row.item == job, consistent_read=True))
        return Job(keys.moment(rows[0].since), int(rows[0].turn), rows[0].cursor) if rows else None

    def advance(self, job: str, seen: Job, cursor: str | None) -> bool:
        """Note that the order `seen` is worked off up to `cursor`, None for its end; False if somebody else got further
        or it was ordered anew. One conditional update. Raises TryLater."""
        moved = self._row.cursor.remove() if cursor is None else self._row.cursor.set(cursor)
        try:
            with asking():
                self._row(JOBS, job).update(
                    [moved], condition=(self._row.turn == seen.turn) & (self._row.cursor == seen.cursor)
                )
        except UpdateError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def _version(self, kind: str, code: str) -> int:
        rows = list(self._row.query(NOW, self._row.item == keys.setting(kind, code), consistent_read=True))
        return int(rows[0].version) if rows else 0


def _setting(row: Row) -> Setting:
    kind, code = keys.kind_and_code(row.item)
    return Setting(
        kind=kind,
        code=code,
        value=None if row.value is None else json.loads(row.value),
        version=int(row.version),
        by=row.by,
        at=keys.moment(row.at),
    )
