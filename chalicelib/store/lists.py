"""The lists of requests that the indexes of their table give: a unit's, a citizen's, and whom to call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.core.marks import Entry, Page
from chalicelib.store import keys
from chalicelib.store.faults import asking
from chalicelib.store.request_row import Row
from chalicelib.store.tables import Line, named

# How many entries a list looks through for those it wants, where no index has them by themselves: under 150 KB.
LOOKED_THROUGH = 500


class Lists:
    """The requests table under its name in this deployment, as far as it is read by its lists."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def of_unit(
        self, unit: str, limit: int, after: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> Page:
        """A unit's open requests, the soonest due first; those due from `since` on and before `until`, if said. `after`
        is the cursor of the page before. One query. Raises TryLater."""
        due = self._row.owner_due
        within: Condition | None = None
        if since and until:
            within = due.between(keys.stamp(since), keys.stamp(until))
        elif until:
            within = due < keys.stamp(until)
        start = _start(after, owner=unit, owner_due=after)
        with asking():
            found = self._row.by_unit.query(unit, within, limit=limit, page_size=limit, last_evaluated_key=start)
            entries = tuple(_entry(row, row.owner_due) for row in found)
        return Page(entries, _cursor(found.last_evaluated_key, "owner_due"))

    def among_unit(self, unit: str, limit: int, after: str, taken_by: str) -> Page:
        """Those of a unit's open requests that `taken_by` has, or, for "", that nobody has taken; of the first
        LOOKED_THROUGH behind `after`. One query. Raises TryLater."""
        page = self.of_unit(unit, LOOKED_THROUGH, after)
        wanted = tuple(entry for entry in page.entries if entry.taken_by == taken_by)
        if len(wanted) <= limit:
            return Page(wanted, page.cursor)
        last = wanted[limit - 1]
        return Page(wanted[:limit], keys.mark(last.at, last.number))

    def of_citizen(self, citizen: str, limit: int) -> Page:
        """A citizen's requests, the newest first. One query. Raises TryLater."""
        with asking():
            found = self._row.by_citizen.query(citizen, limit=limit, page_size=limit, scan_index_forward=False)
            return Page(tuple(_entry(row, row.opened) for row in found))

    def calls(self, which: str, limit: int, after: str = "") -> Page:
        """Whom the centre must call, "now" or "back", the longest waiting first. One query. Raises TryLater."""
        since, _, number = after.partition("#")
        start = _start(after, call=which, call_since=since, number=number)
        with asking():
            found = self._row.calls.query(which, limit=limit, page_size=limit, last_evaluated_key=start)
            entries = tuple(_entry(row, row.call_since) for row in found)
        key = found.last_evaluated_key
        return Page(entries, f"{key['call_since']['S']}#{key['number']['S']}" if key else "")


def _entry(row: Row, at: str) -> Entry:
    return Entry(
        number=row.number,
        at=keys.moment(at.partition("#")[0]),
        status=row.status,
        priority=row.priority,
        service=row.service,
        opened=keys.moment(row.opened),
        taken_by=row.taken_by or "",
        confidential=bool(row.confidential),
        version=int(row.version or 0),
    )


def _start(after: str, **keyed: str) -> dict[str, dict[str, str]] | None:
    if not after:
        return None
    number = keyed.pop("number", "") or after.partition("#")[2]
    return {name: {"S": value} for name, value in {"number": number, "part": keys.OPENING, **keyed}.items()}


def _cursor(key: dict[str, Any] | None, name: str) -> str:
    return str(key[name]["S"]) if key else ""
