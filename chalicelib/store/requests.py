"""The requests table: one request, what is written of it and read of it, and the marks of what is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.core.case import Case, Change, Read
from chalicelib.core.marks import Mark, Tries
from chalicelib.core.publication import Public
from chalicelib.core.request import Request
from chalicelib.store import keys
from chalicelib.store.change_rows import event_row, moved
from chalicelib.store.faults import asking, condition_failed, transaction_lost
from chalicelib.store.public_lists import PublicLists
from chalicelib.store.public_row import public_attributes
from chalicelib.store.request_row import Row, written
from chalicelib.store.rows import event_of, opening_of, person_of, request_of, said_of
from chalicelib.store.tables import connection_of


class Requests(PublicLists):
    """The requests table under its name in this deployment."""

    def open(self, request: Request, look: datetime | None, public: Public | None = None) -> bool:
        """Store a new request, marked `todo` and to be looked at at `look`, with what anybody may see of it; False if
        its number is taken.

        One conditional put. Raises TryLater.
        """
        state = request.state
        attributes: dict[str, Any] = {
            "opening": opening_of(request),
            "person": person_of(request.draft),
            "opened": keys.stamp(request.opened),
            "service": state.service,
            "priority": state.priority,
            "status": state.status,
            "owner": state.unit,
            "owner_due": keys.mark(state.pressing, request.number),
            "todo_shard": keys.shard(request.number),
            "todo_at": keys.mark(request.opened, request.number),
            "next_shard": keys.shard(request.number) if look else None,
            "next_at": keys.mark(look, request.number) if look else None,
            "citizen": request.citizen or None,
        } | public_attributes(public)
        try:
            with asking():
                # Written as DynamoDB reads it: a Model would double our own part of the cost of an intake.
                connection_of(self._row).put_item(
                    request.number,
                    keys.OPENING,
                    attributes={name: {"S": written(value)} for name, value in attributes.items() if value}
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

    def case(self, number: str) -> Case | None:
        """The request with its whole history, read consistently. One query of the partition. Raises TryLater."""
        with asking():
            return _case(list(self._row.query(number, consistent_read=True)))

    def look(self, number: str, caller: str) -> tuple[Case, Tries] | None:
        """The request with its history, and this caller's wrong proofs. One query of the partition. Raises TryLater."""
        with asking():
            rows = list(self._row.query(number))
        case = _case(rows)
        if case is None:
            return None
        tries = next((row for row in rows if row.part == keys.tries(caller)), None)
        return case, Tries(
            day=tries.day, wrong=int(tries.wrong), wait_until=int(tries.wait_until)
        ) if tries else Tries()

    def change(self, changes: Sequence[Change]) -> bool:
        """Write what a move changes, with what anybody may see of it from now on, all of it or nothing; False if a row
        has another version by now.

        One transaction: for each request its state, its event, and what was said in it. Raises TryLater.
        """
        connection = connection_of(self._row).connection
        try:
            with asking(), TransactWrite(connection=connection) as transaction:
                for change in changes:
                    row = self._row(change.number, keys.OPENING)
                    stands = self._row.version == change.state.version - 1
                    transaction.update(row, moved(self._row, change), condition=stands)
                    transaction.save(event_row(self._row, change), condition=self._row.part.does_not_exist())
                    if change.said:
                        part = keys.said(change.said.n)
                        said = self._row(change.number, part, salt=change.said.salt, texts=dict(change.said.texts))
                        transaction.save(said, condition=self._row.part.does_not_exist())
        except TransactWriteError as error:
            if transaction_lost(error):
                return False
            raise
        return True

    def erase_said(self, number: str, n: int) -> None:
        """Take out what was said in event `n`; the row stays, empty. One update. Raises TryLater."""
        row = self._row(number, keys.said(n))
        self._update(row, [self._row.texts.remove(), self._row.salt.remove()], self._row.part.exists())

    def record_read(self, number: str, at: datetime, who: str) -> None:
        """Write down that `who` read this confidential request's personal data. One put. Raises TryLater."""
        row = self._row(number, keys.read(at, who))
        with asking():
            row.save(self._row.opening.does_not_exist())

    def count_wrong(self, number: str, caller: str, tries: Tries, was: Tries) -> bool:
        """Remember the caller's wrong proofs of the day; False if they are no longer what they `was`. One conditional
        put, of the caller's own row. Raises TryLater."""
        row = self._row(number, keys.tries(caller), day=tries.day, wrong=tries.wrong, wait_until=tries.wait_until)
        day, wrong = self._row.day, self._row.wrong
        stands = (day == was.day) & (wrong == was.wrong) if was.day else day.does_not_exist()
        try:
            with asking():
                row.save(self._row.opening.does_not_exist() & stands)
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def todo(self, shard: int, before: datetime) -> Iterator[Mark]:
        """Rows marked `todo` since `before`, oldest first. Queries of one index partition. Raises TryLater."""
        with asking():
            for row in self._row.todo.query(str(shard), self._row.todo_at < keys.before(before)):
                yield Mark(row.number, row.part, row.todo_at)

    def clear_todo(self, mark: Mark) -> None:
        """Take the mark off, if it still has this value. One update. Raises TryLater."""
        row = self._row(mark.number, mark.part)
        self._update(row, [self._row.todo_shard.remove(), self._row.todo_at.remove()], self._row.todo_at == mark.value)

    def next(self, shard: int, before: datetime) -> Iterator[Mark]:
        """Requests to be looked at since `before`, oldest first. Queries of one index partition. Raises TryLater."""
        with asking():
            for row in self._row.next.query(str(shard), self._row.next_at < keys.before(before)):
                yield Mark(row.number, row.part, row.next_at)

    def look_at(self, number: str, version: int, at: datetime) -> None:
        """Have the request looked at at `at`, if it still has this version. One update. Raises TryLater."""
        row = self._row(number, keys.OPENING)
        looks = [self._row.next_shard.set(keys.shard(number)), self._row.next_at.set(keys.mark(at, number))]
        self._update(row, looks, self._row.version == version)

    def _update(self, row: Row, actions: list[Action], condition: Condition) -> None:
        try:
            with asking():
                row.update(actions, condition=condition)
        except UpdateError as error:
            if not condition_failed(error):
                raise


def _case(rows: list[Row]) -> Case | None:
    parts: dict[str, list[Row]] = {}
    for row in rows:  # sorted by part
        parts.setdefault(row.part[:2], []).append(row)
    if keys.OPENING not in parts:
        return None
    (opening,) = parts[keys.OPENING]
    said = [said_of(row) for row in parts.get("N#", ())]
    return Case(
        request=request_of(opening),
        events=tuple(event_of(row) for row in parts.get("E#", ())),
        said={each.n: each for each in said},
        reads=tuple(Read(*keys.read_of(row.part)) for row in parts.get("L#", ())),
    )
