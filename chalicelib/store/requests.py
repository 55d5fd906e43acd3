"""The requests table: the request row with its opening and its state, and the marks of its sparse indexes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.core.marks import Mark, Tries
from chalicelib.core.request import Request
from chalicelib.store import keys
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.rows import opening_of, person_of, request_of
from chalicelib.store.tables import Settings, connection_of, named


class ByUnit(GlobalSecondaryIndex["Row"]):
    """A unit's open requests by due time; sparse, closed ones are not in it."""

    class Meta:
        index_name = "by_unit"
        projection = IncludeProjection(["status", "priority", "service", "opened"])

    owner = UnicodeAttribute(hash_key=True)
    owner_due = UnicodeAttribute(range_key=True)


class Todo(GlobalSecondaryIndex["Row"]):
    """Rows whose errands are not all in the ledger; sparse."""

    class Meta:
        index_name = "todo"
        projection = KeysOnlyProjection()

    todo_shard = UnicodeAttribute(hash_key=True)
    todo_at = UnicodeAttribute(range_key=True)


class Row(Model):
    """A request: `opening` is event 1 and never changes, `person` is what an erasure takes out, the rest is state."""

    class Meta(Settings):
        pass

    number = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    opening = JSONAttribute(null=True)
    person = JSONAttribute(null=True)
    opened = UnicodeAttribute(null=True)
    service = UnicodeAttribute(null=True)
    priority = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    changed = UnicodeAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    owner_due = UnicodeAttribute(null=True)
    todo_shard = UnicodeAttribute(null=True)
    todo_at = UnicodeAttribute(null=True)
    day = UnicodeAttribute(null=True)
    wrong = NumberAttribute(null=True)
    wait_until = NumberAttribute(null=True)

    by_unit = ByUnit()
    todo = Todo()


class Requests:
    """The requests table under its name in this deployment."""

    def __init__(self, table: str, region: str) -> None:
        self._row = named(Row, table, region)

    def open(self, request: Request) -> bool:
        """Store a new request, marked `todo`; False if its number is taken. One conditional put.

        Raises TryLater.
        """
        attributes = {
            "opening": json.dumps(opening_of(request)),
            "person": json.dumps(person_of(request)),
            "opened": keys.stamp(request.opened),
            "service": request.draft.service,
            "priority": request.route.priority,
            "status": request.status,
            "changed": keys.stamp(request.opened),
            "owner": request.route.unit,
            "owner_due": keys.mark(request.due.at, request.number),
            "todo_shard": keys.shard(request.number),
            "todo_at": keys.mark(request.opened, request.number),
        }
        try:
            with asking():
                # Written as DynamoDB reads it: a Model would double our own part of the cost of an intake.
                connection_of(self._row).put_item(
                    request.number,
                    keys.OPENING,
                    attributes={name: {"S": text} for name, text in attributes.items()}
                    | {"version": {"N": str(request.version)}},
                    condition=self._row.number.does_not_exist(),
                )
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def read(self, number: str) -> Request | None:
        """The request of this number, read consistently. One get. Raises TryLater."""
        with asking():
            try:
                row = self._row.get(number, keys.OPENING, consistent_read=True)
            except self._row.DoesNotExist:
                return None
        return request_of(row)

    def look(self, number: str, caller: str) -> tuple[Request, Tries] | None:
        """The request and this caller's wrong proofs. One query of the partition. Raises TryLater."""
        with asking():
            rows = {row.part: row for row in self._row.query(number)}
        opening = rows.get(keys.OPENING)
        if opening is None:
            return None
        tries = rows.get(keys.tries(caller))
        return request_of(opening), Tries(
            day=tries.day, wrong=int(tries.wrong), wait_until=int(tries.wait_until)
        ) if tries else Tries()

    def count_wrong(self, number: str, caller: str, tries: Tries) -> None:
        """Remember the caller's wrong proofs of the day. One put, of the caller's own row. Raises TryLater."""
        row = self._row(number, keys.tries(caller), day=tries.day, wrong=tries.wrong, wait_until=tries.wait_until)
        with asking():
            row.save(self._row.opening.does_not_exist())

    def todo(self, shard: int, before: datetime) -> Iterator[Mark]:
        """Rows marked `todo` since `before`, oldest first. Queries of one index partition. Raises TryLater."""
        with asking():
            for row in self._row.todo.query(str(shard), self._row.todo_at < keys.before(before)):
                yield Mark(row.number, row.part, row.todo_at)

    def clear_todo(self, mark: Mark) -> None:
        """Take the mark off, if it still has this value. One update. Raises TryLater."""
        row = self._row(mark.number, mark.part)
        try:
            with asking():
                row.update(
                    [self._row.todo_shard.remove(), self._row.todo_at.remove()],
                    condition=self._row.todo_at == mark.value,
                )
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def of_unit(self, unit: str, limit: int) -> Sequence[tuple[str, str]]:
        """Number and due time of a unit's open requests, the soonest first. One query. Raises TryLater."""
        with asking():
            page = self._row.by_unit.query(unit, limit=limit)
            return [(row.number, row.owner_due.split("#")[0]) for row in page]
