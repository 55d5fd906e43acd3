"""The lists that anybody may see: what is public by its month, what is near by its cell, what changed by its book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from chalicelib.core.geo import NEAR_CELL
from chalicelib.core.publication import Public, PublicPage
from chalicelib.core.updates import Update
from chalicelib.store import keys
from chalicelib.store.faults import asking
from chalicelib.store.lists import Lists
from chalicelib.store.public_row import cell_of_row, public_of, update_of_row
from chalicelib.store.request_row import Row

SHOWN = ["number", "month_at", "service", "status", "public"]

# So many of a cell are looked through at the most, the newest first and PAGE at a time, until there are enough: 13 KB a
# page of an index that holds hardly more than keys.
PAGE = 100
LOOKED_THROUGH = 500


class PublicLists(Lists):
    """The requests table under its name in this deployment, as far as anybody may see it."""

    def published(self, since: datetime, until: datetime, limit: int, after: str = "") -> PublicPage:
        """Public requests opened from `since` to `until`, both included, the newest first, by number where at the same
        moment; `after` is the cursor of the page before. One query for each month that they lie in, as long as there
        are not enough. Raises TryLater."""
        found = list(islice(self._published(since, until, limit + 1, after), limit + 1))
        entries = tuple(public for row in found[:limit] if (public := public_of(row)))
        cursor = found[limit - 1].month_at if len(found) > limit else ""
        return PublicPage(entries, cursor)

    def public_of(self, numbers: Sequence[str]) -> list[Public]:
        """What is public of these requests, in their order; nothing of the others, and nothing else is fetched. Batch
        gets of a hundred. Raises TryLater."""
        wanted = list(dict.fromkeys(numbers))
        if not wanted:
            return []
        with asking():
            rows = self._row.batch_get([(number, keys.OPENING) for number in wanted], attributes_to_get=SHOWN)
            found = {row.number: public for row in rows if (public := public_of(row))}
        return [found[number] for number in wanted if number in found]

    def near(self, cells: Sequence[str], limit: int, services: Sequence[str] = ()) -> list[Public]:
        """Open public requests in these cells (GENERAL_CELL characters, the nearest first), in their order, at most
        `limit`; of these services alone, if said, and of the first of them before the others. One query for each
        NEAR_CELL that they lie in, more where many lie there and few of them near (LOOKED_THROUGH), and one batch get.
        Raises TryLater."""
        place = {cell: at for at, cell in enumerate(cells)}
        found: list[tuple[bool, int, str]] = []
        for wide in dict.fromkeys(cell[:NEAR_CELL] for cell in cells):
            rows = (row for row in self._in_cell(wide) if cell_of_row(row) in place)
            wanted = (row for row in rows if not services or row.service in services)
            with asking():
                for row in islice(wanted, limit):
                    other = bool(services) and row.service != services[0]
                    found.append((other, place[cell_of_row(row)], row.number))
        nearest = sorted(found, key=lambda each: each[:2])[:limit]
        return [public for public in self.public_of([number for *_, number in nearest]) if public.open]

    def updates(self, books: Sequence[str], since: datetime, until: datetime, limit: int) -> list[Update]:
        """What became visible in these books (PUBLIC_BOOK, or a peer's own) from `since` to `until`, both included, the
        oldest first, at most `limit`. One query for each book and month, as long as there are not enough. Raises
        TryLater."""
        found = [row for book in books for row in islice(self._seen(book, since, until, limit), limit)]
        found.sort(key=lambda row: str(row.seen_at))
        return [update_of_row(row) for row in found[:limit]]

    def _in_cell(self, wide: str) -> Iterator[Row]:
        return iter(self._row.by_cell.query(wide, limit=LOOKED_THROUGH, page_size=PAGE, scan_index_forward=False))

    def _published(self, since: datetime, until: datetime, limit: int, after: str) -> Iterator[Row]:
        first, last = keys.stamp(since), min(keys.before(until), after) if after else keys.before(until)
        for month in reversed(_months(first, last)):
            within = self._row.month_at.between(first, last)
            most = limit + bool(after)  # the one that the page before ended with is found again
            with asking():
                found = list(
                    self._row.by_month.query(month, within, limit=most, page_size=most, scan_index_forward=False)
                )
            yield from (row for row in found if row.month_at != after)

    def _seen(self, book: str, since: datetime, until: datetime, limit: int) -> Iterator[Row]:
        first, last = keys.stamp(since), keys.before(until)
        for month in _months(first, last):
            within = self._row.seen_at.between(first, last)
            with asking():
                yield from self._row.by_change.query(f"{book}#{month}", within, limit=limit, page_size=limit)


def _months(first: str, last: str) -> list[str]:
    """The months from one sort key to another, the earlier first; none where they are the other way round."""
    if first > last:
        return []
    begin, end = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
