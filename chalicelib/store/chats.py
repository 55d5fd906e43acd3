"""Threads, their messages and who wrote them, in the contacts table, until their time is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.core.chat import Kept, Known, Thread, Waiting
from chalicelib.core.marks import Mark
from chalicelib.store import address_row, keys, message_row, thread_row
from chalicelib.store.faults import asking, condition_failed, transaction_lost
from chalicelib.store.tables import Line, connection_of, named


class Chats:
    """The contacts table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        line = line or Line()
        self._message = named(message_row.Message, table, region, line)
        self._talk = named(thread_row.Talk, table, region, line)
        self._address = named(address_row.Address, table, region, line)

    def keep(self, message: Kept, expires: datetime) -> bool:
        """Store what came, marked `todo`, until `expires`; False, and nothing changed, if it is there already.

        One conditional put. Raises TryLater.
        """
        return self._put(message_row.write_message(self._message, message, expires), self._message.id.does_not_exist())

    def message(self, id: str) -> Kept | None:
        """One message, read consistently. One get. Raises TryLater."""
        with asking():
            try:
                return message_row.kept_of(self._message.get(keys.message(id), consistent_read=True))
            except self._message.DoesNotExist:
                return None

    def thread(self, id: str) -> Thread | None:
        """One thread, read consistently. One get. Raises TryLater."""
        with asking():
            try:
                return thread_row.thread_of(self._talk.get(id, consistent_read=True))
            except self._talk.DoesNotExist:
                return None

    def save(self, thread: Thread, expires: datetime, *, outgoing: Sequence[Kept] = (), done: str = "") -> bool:
        """Store the thread if the stored one is of the version before (1: there is none), with what goes out, each
        marked `todo`; the message `done` belongs to the thread from now on and loses its mark.

        False, and nothing stored, if another was quicker, `done` has no mark any more, or what goes out is there
        already. One transaction. Raises TryLater; ValueError where a thread waits and says not since when.
        """
        row = thread_row.write_thread(self._talk, thread, expires)
        stands = self._talk.version == thread.version - 1 if thread.version > 1 else self._talk.id.does_not_exist()
        told, fresh = self._message, self._message.id.does_not_exist()
        try:
            with asking(), TransactWrite(connection=connection_of(self._talk).connection) as change:
                change.save(row, condition=stands)
                for message in outgoing:
                    ours = replace(message, thread=thread.id)
                    change.save(message_row.write_message(told, ours, expires), condition=fresh)
                if done:
                    actions: list[Action] = [
                        told.thread.set(thread.id),
                        told.todo_shard.remove(),
                        told.todo_at.remove(),
                    ]
                    change.update(told(keys.message(done)), actions, condition=told.todo_at.exists())
        except TransactWriteError as error:
            if transaction_lost(error):
                return False
            raise
        return True

    def settled(self, id: str) -> None:
        """What follows from a message is done: its mark is taken off; nothing where it has none, since it never gets
        another. One update. Raises TryLater."""
        told = self._message
        self._update(told(keys.message(id)), [told.todo_shard.remove(), told.todo_at.remove()], told.todo_at.exists())

    def todo(self, shard: int, before: datetime) -> Iterator[Mark]:
        """Messages that nothing has followed from since `before`, oldest first; `number` is their id.

        Queries of one index partition. Raises TryLater.
        """
        with asking():
            for row in self._message.todo.query(str(shard), self._message.todo_at < keys.before(before)):
                yield Mark(row.id[1:], "", row.todo_at)

    def set_fate(self, id: str, fate: str) -> None:
        """A message was edited, deleted or hidden; nothing where it is not there. One update. Raises TryLater."""
        self._update(self._message(keys.message(id)), [self._message.fate.set(fate)], self._message.id.exists())

    def messages(self, thread: str, limit: int, after: str = "") -> tuple[list[Kept], str]:
        """The messages of a thread, newest first, and the cursor behind which the next page begins ("" for none).

        One query. Raises TryLater.
        """
        with asking():
            older = self._message.at < after if after else None
            found = list(self._message.by_thread.query(thread, older, limit=limit, scan_index_forward=False))
        return [message_row.kept_of(row) for row in found], found[-1].at if len(found) == limit else ""

    def waiting(self, limit: int, after: str = "") -> tuple[list[Waiting], str]:
        """The threads that wait for a person or that one has claimed, alarms first, then the longest waiting first, and
        the cursor behind which the next page begins ("" for none).

        One query. Raises TryLater.
        """
        with asking():
            later = self._talk.queue_at > after if after else None
            found = list(self._talk.in_queue.query(thread_row.QUEUE, later, limit=limit))
        return [thread_row.waiting_of(row) for row in found], (found[-1].queue_at or "") if len(found) == limit else ""

    def known(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """What is known of these addresses (keyed hashes, 100 at most), read consistently; who is unknown is not in it.

        One batch get. Raises TryLater.
        """
        with asking():
            rows = self._address.batch_get(map(address_row.known_id, keys), consistent_read=True)
            found = [address_row.known_of(row) for row in rows]
        return {known.key: known for known in found}

    def know(self, known: Known, expires: datetime) -> bool:
        """Remember it until `expires` if what is remembered is of the version before (1: nothing is); False if another
        was quicker. One put. Raises TryLater."""
        address = self._address
        stands = address.version == known.version - 1 if known.version > 1 else address.id.does_not_exist()
        return self._put(address_row.write_address(address, known, expires), stands)

    def _put(self, row: Model, condition: Condition) -> bool:
        try:
            with asking():
                row.save(condition)
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def _update(self, row: Model, actions: list[Action], condition: Condition) -> None:
        try:
            with asking():
                row.update(actions, condition=condition)
        except UpdateError as error:
            if not condition_failed(error):
                raise
