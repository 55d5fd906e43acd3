"""The files table: what became of every upload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.core.files import File, Position
from chalicelib.core.marks import Mark
from chalicelib.store import conditional, keys
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.tables import Line, Settings, named


class Todo(GlobalSecondaryIndex["Row"]):
    """Uploads that nobody has settled, by the time of their row; sparse."""

    class Meta:
        index_name = "todo"
        projection = KeysOnlyProjection()

    todo_shard = UnicodeAttribute(hash_key=True)
    todo_at = UnicodeAttribute(range_key=True)


class Row(Model):
    """One upload; `expires` is when it may go (epoch seconds), as long as it belongs to no request."""

    class Meta(Settings):
        pass

    id = UnicodeAttribute(hash_key=True)
    media_type = UnicodeAttribute()
    made = UnicodeAttribute()
    state = UnicodeAttribute()
    source = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    number = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    bytes = NumberAttribute(null=True)
    consents = BooleanAttribute(null=True)
    lat = NumberAttribute(null=True)
    long = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
    todo_shard = UnicodeAttribute(null=True)
    todo_at = UnicodeAttribute(null=True)

    todo = Todo()


class Files:
    """Under its table's name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def add(self, file: File, expires: datetime) -> bool:
        """Put a file down until `expires`, marked `todo`; False, and nothing changed, if its id is there already.

        One conditional put. Raises TryLater.
        """
        row = self._row(
            file.id,
            media_type=file.media_type,
            made=keys.stamp(file.made),
            state=file.state,
            source=file.source,
            consents=file.consents or None,
            expires=int(expires.timestamp()),
            todo_shard=keys.shard(file.id),
            todo_at=keys.mark(file.made, file.id),
        )
        try:
            with asking():
                row.save(self._row.id.does_not_exist())
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def read(self, id: str) -> File | None:
        """One file, read consistently. One get. Raises TryLater."""
        with asking():
            try:
                return _file(self._row.get(id, consistent_read=True))
            except self._row.DoesNotExist:
                return None

    def of(self, ids: Sequence[str]) -> Mapping[str, File]:
        """These files by id. One batch get for a hundred. Raises TryLater."""
        with asking():
            return {row.id: _file(row) for row in self._row.batch_get(list(dict.fromkeys(ids)), consistent_read=True)}

    def claim(self, id: str, number: str) -> File | None:
        """The file belongs to this request and is kept; as it is now, also if it did before, None if it is another's or
        not there. One conditional update. Raises TryLater."""
        free = self._row.number.does_not_exist() | (self._row.number == number)
        held, row = conditional.update(
            self._row(id),
            [self._row.number.set(number), self._row.expires.remove()],
            self._row.id.exists() & free,
        )
        return _file(row) if held else None

    def settle(self, file: File) -> File | None:
        """It is clean or refused: its state, reason, size and place, and its mark is taken off; as it is now, None
        where it is not there, or was refused before it came out clean. One conditional update. Raises TryLater."""
        told = {
            "state": file.state,
            "reason": file.reason or None,
            "width": file.width or None,
            "height": file.height or None,
            "bytes": file.bytes or None,
            "lat": file.position.lat if file.position else None,
            "long": file.position.long if file.position else None,
            "todo_shard": None,
            "todo_at": None,
        }
        attributes = self._row.get_attributes()
        actions = [
            attributes[name].remove() if value is None else attributes[name].set(value) for name, value in told.items()
        ]
        there = self._row.id.exists()
        free = there & (self._row.state != "refused") if file.state == "clean" else there
        held, row = conditional.update(self._row(file.id), actions, free)
        return _file(row) if held else None

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        """Files without a verdict since `before`, oldest first; `number` is their id. Queries of an index partition.
        Raises TryLater."""
        with asking():
            for row in self._row.todo.query(str(shard), self._row.todo_at < keys.before(before)):
                yield Mark(row.id, "", row.todo_at)


def _file(row: Row) -> File:
    return File(
        id=row.id,
        media_type=row.media_type,
        made=keys.moment(row.made),
        state=row.state,
        reason=row.reason or "",
        number=row.number or "",
        width=int(row.width or 0),
        height=int(row.height or 0),
        bytes=int(row.bytes or 0),
        consents=bool(row.consents),
        position=Position(float(row.lat), float(row.long)) if row.lat is not None else None,
        source=row.source,
    )
