"""The requests table as dicts, with what its indexes would give; quick enough for a city of twenty thousand."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.core.case import Case, Change, Read, Said
from chalicelib.core.marks import Entry, Mark, Page, Tries
from chalicelib.core.publication import Public, PublicPage
from chalicelib.core.request import Draft, Request
from chalicelib.core.updates import Update, update_of
from chalicelib.store import keys
from chalicelib.store.public_row import cell_of

Marks = dict[str, list[tuple[str, str, str]]]  # by shard: (mark, number, part), sorted


@dataclass
class Requests:
    """The requests table; `cases` by number."""

    cases: dict[str, Case] = field(default_factory=dict)
    wrong: dict[tuple[str, str], Tries] = field(default_factory=dict)
    todos: dict[tuple[str, str], str] = field(default_factory=dict)
    looks: dict[str, str] = field(default_factory=dict)
    publics: dict[str, Public] = field(default_factory=dict)
    told: list[tuple[str, Update]] = field(default_factory=list)
    _todo: Marks = field(default_factory=lambda: defaultdict(list))
    _next: Marks = field(default_factory=lambda: defaultdict(list))

    @property
    def rows(self) -> dict[str, Request]:
        """The requests by number."""
        return {number: case.request for number, case in self.cases.items()}

    @property
    def marks(self) -> dict[str, str]:
        """The `todo` marks of openings by number."""
        return {number: mark for (number, part), mark in self.todos.items() if part == keys.OPENING}

    def open(self, request: Request, look: datetime | None, public: Public | None = None) -> bool:
        if request.number in self.cases:
            return False
        if public:
            self.publics[request.number] = public
        self.cases[request.number] = Case(request)
        self._mark(request.number, keys.OPENING, keys.mark(request.opened, request.number))
        self._look_at(request.number, look)
        return True

    def read(self, number: str) -> Request | None:
        return self.cases[number].request if number in self.cases else None

    def case(self, number: str) -> Case | None:
        return self.cases.get(number)

    def look(self, number: str, caller: str) -> tuple[Case, Tries] | None:
        found = self.cases.get(number)
        return (found, self.wrong.get((number, caller), Tries())) if found else None

    def change(self, changes: Sequence[Change]) -> bool:
        for change in changes:
            if self.cases[change.number].state.version != change.state.version - 1:
                return False
        for change in changes:
            self._write(change)
        return True

    def erase_said(self, number: str, n: int) -> None:
        case = self.cases[number]
        self.cases[number] = replace(case, said={**case.said, n: Said(n, "", {}, erased=True)})

    def record_read(self, number: str, at: datetime, who: str) -> None:
        case = self.cases[number]
        self.cases[number] = replace(case, reads=(*case.reads, Read(at, who)))

    def count_wrong(self, number: str, caller: str, tries: Tries, was: Tries) -> bool:
        if self.wrong.get((number, caller), Tries()) != was:
            return False
        self.wrong[number, caller] = tries
        return True

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        for mark, number, part in list(self._todo[str(shard)]):
            if mark >= keys.before(before):
                break
            yield Mark(number, part, mark)

    def clear_todo(self, mark: Mark) -> None:
        if self.todos.get((mark.number, mark.part)) == mark.value:
            del self.todos[mark.number, mark.part]
            self._todo[keys.shard(mark.number)].remove((mark.value, mark.number, mark.part))

    def forget_todo(self) -> None:
        """As if no row had ever carried the mark."""
        self.todos.clear()
        self._todo.clear()

    def next(self, shard: int, before: datetime) -> Iterable[Mark]:
        for mark, number, part in list(self._next[str(shard)]):
            if mark >= keys.before(before):
                break
            yield Mark(number, part, mark)

    def look_at(self, number: str, version: int, at: datetime) -> None:
        if self.cases[number].state.version == version:
            self._look_at(number, at)

    def of_unit(
        self, unit: str, limit: int, after: str = "", *, since: datetime | None = None, until: datetime | None = None
    ) -> Page:
        mine = sorted(
            (keys.mark(case.state.pressing, number), case)
            for number, case in self.cases.items()
            if case.state.open and case.state.unit == unit
        )
        wanted = [
            (mark, case)
            for mark, case in mine
            if mark > after
            and (not since or case.state.pressing >= since)
            and (not until or case.state.pressing < until)
        ]
        entries = tuple(entry_of(case, case.state.pressing) for _, case in wanted[:limit])
        return Page(entries, wanted[limit - 1][0] if len(wanted) > limit else "")

    def among_unit(self, unit: str, limit: int, after: str, taken_by: str) -> Page:
        page = self.of_unit(unit, 500, after)
        return Page(tuple(entry for entry in page.entries if entry.taken_by == taken_by)[:limit], page.cursor)

    def of_citizen(self, citizen: str, limit: int) -> Page:
        found = [case for case in self.cases.values() if citizen and case.request.citizen == citizen]
        newest = sorted(found, key=lambda case: case.request.opened, reverse=True)
        return Page(tuple(entry_of(case, case.request.opened) for case in newest[:limit]))

    def calls(self, which: str, limit: int, after: str = "") -> Page:
        waiting = [
            (f"{keys.stamp(case.state.call_since)}#{number}", case)
            for number, case in self.cases.items()
            if case.state.call == which and case.state.call_since
        ]
        wanted = sorted((mark, case) for mark, case in waiting if mark > after)
        entries = tuple(entry_of(case, case.state.call_since or case.request.opened) for _, case in wanted[:limit])
        return Page(entries, wanted[limit - 1][0] if len(wanted) > limit else "")

    def published(self, since: datetime, until: datetime, limit: int, after: str = "") -> PublicPage:
        found = sorted(
            ((keys.mark(public.opened, public.number), public) for public in self.publics.values()), reverse=True
        )
        wanted = [(mark, each) for mark, each in found if since <= each.opened <= until and (not after or mark < after)]
        return PublicPage(
            tuple(each for _, each in wanted[:limit]), wanted[limit - 1][0] if len(wanted) > limit else ""
        )

    def public_of(self, numbers: Sequence[str]) -> list[Public]:
        return [self.publics[number] for number in dict.fromkeys(numbers) if number in self.publics]

    def near(self, cells: Sequence[str], limit: int, services: Sequence[str] = ()) -> list[Public]:
        newest = sorted(self.publics.values(), key=lambda each: each.opened, reverse=True)
        inside = [each for each in newest if each.open and cell_of(each) in cells]
        wanted = [each for each in inside if not services or each.service in services]
        wanted.sort(key=lambda each: (bool(services) and each.service != services[0], cells.index(cell_of(each))))
        return wanted[:limit]

    def updates(self, books: Sequence[str], since: datetime, until: datetime, limit: int) -> list[Update]:
        found = [update for book, update in self.told if book in books and since <= update.at <= until]
        return sorted(found, key=lambda update: (update.at, update.number, update.n))[:limit]

    def _write(self, change: Change) -> None:
        case = self.cases[change.number]
        draft = change.draft or case.request.draft
        request = replace(case.request, state=change.state, draft=draft)
        if change.erases:
            request = replace(request, draft=Draft(draft.service, ""), citizen="")
        said = {**case.said, change.said.n: change.said} if change.said else case.said
        self.cases[change.number] = replace(case, request=request, events=(*case.events, change.event), said=said)
        self.publics.pop(change.number, None)
        if change.public:
            self.publics[change.number] = change.public
        if change.update:
            book = str(change.update["book"])
            self.told.append((book, update_of(change.number, change.event.n, change.update)))
        if change.tells:
            mark = keys.mark(change.event.at, f"{change.number}#{change.event.n}")
            self._mark(change.number, keys.event(change.event.n), mark)
        self._look_at(change.number, change.next)

    def _mark(self, number: str, part: str, mark: str) -> None:
        self.todos[number, part] = mark
        insort(self._todo[keys.shard(number)], (mark, number, part))

    def _look_at(self, number: str, at: datetime | None) -> None:
        shard = self._next[keys.shard(number)]
        if number in self.looks:
            shard.remove((self.looks.pop(number), number, keys.OPENING))
        if at:
            self.looks[number] = keys.mark(at, number)
            insort(shard, (self.looks[number], number, keys.OPENING))


def entry_of(case: Case, at: datetime) -> Entry:
    """A case as a list shows it."""
    state = case.state
    return Entry(
        case.number, at, state.status, state.priority, state.service, case.request.opened, state.taken_by,
        state.confidential, state.version,
    )  # fmt: skip
