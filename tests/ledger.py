"""The delivery ledger as a dict: the same answers as the table's, which the tests of the store hold it to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.core.delivery import Attempt, State, kept, may_follow
from chalicelib.core.marks import Claim, Due, Member, Sent, Stop
from chalicelib.core.notices import Errand
from chalicelib.store import keys
from tests.build import MONDAY


@dataclass
class Entry:
    """One row of the ledger; `due` is its mark, "" where nothing more happens to it."""

    errand: Errand
    state: State = "created"
    due: str = ""
    reason: str = ""
    provider: str = ""
    message: str = ""
    changed: datetime = MONDAY
    tried: tuple[Attempt, ...] = ()
    held: str = ""
    about: str = ""
    bundle: str = ""
    members: tuple[Member, ...] = ()


@dataclass
class Ledger:
    """The rows by the ids of their errands, and by request; `stops` are the addresses that nothing is sent to."""

    rows: dict[str, Entry] = field(default_factory=dict)
    stops: dict[str, dict[str, Stop]] = field(default_factory=lambda: defaultdict(dict))
    _of: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self,
        errand: Errand,
        due: datetime | None = None,
        *,
        held: str = "",
        about: str = "",
        members: Sequence[Member] = (),
    ) -> bool:
        if errand.id in self.rows:
            return False
        mark = keys.mark(due or errand.at, errand.id)
        row = Entry(errand, due=mark, changed=errand.at, held=held, about=about, members=tuple(members))
        self.rows[errand.id] = row
        self._of[errand.number].append(row)
        return True

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        row = self._row(number, errand)
        if not row or row.held or not row.due or not row.due < keys.before(now):
            return None
        was = row.state
        row.due = keys.mark(until, errand)
        if was in ("created", "retry_at", "claimed"):
            row.state, row.changed = "claimed", now
        return Claim(row.errand, was, row.due, row.tried, row.provider, row.message, row.members, row.reason)

    def hold(self, claim: Claim, until: datetime) -> Claim:
        mark = keys.mark(until, claim.errand.id)
        row = self._held_by(claim)
        if row:
            row.due = mark
        return replace(claim, due=mark)

    def accept(self, claim: Claim, attempts: Sequence[Attempt], message: str, look: datetime | None) -> None:
        row = self._held_by(claim)
        if row:
            _try(row, claim, attempts)
            row.state, row.reason, row.changed = "accepted", "", attempts[-1].at
            row.provider, row.message = attempts[-1].provider, message
            row.due = keys.mark(look, claim.errand.id) if look else ""

    def retry(self, claim: Claim, at: datetime, attempts: Sequence[Attempt], reason: str) -> None:
        row = self._held_by(claim)
        if row and row.state == "claimed":
            _try(row, claim, attempts)
            row.state, row.reason, row.due = "retry_at", reason, keys.mark(at, claim.errand.id)

    def unknown(self, claim: Claim, at: datetime | None, attempts: Sequence[Attempt]) -> None:
        row = self._held_by(claim)
        if row:
            _try(row, claim, attempts)
            row.due = keys.mark(at, claim.errand.id) if at else row.due

    def end(self, claim: Claim, state: State, reason: str, now: datetime, attempts: Sequence[Attempt] = ()) -> None:
        row = self._held_by(claim)
        if row:
            _try(row, claim, attempts)
            row.state, row.reason, row.changed, row.due = state, reason, now, ""

    def settle(
        self,
        number: str,
        errand: str,
        state: State,
        reason: str,
        now: datetime,
        *,
        message: str = "",
        look: bool = False,
    ) -> bool:
        row = self._row(number, errand)
        if not row or row.state not in may_follow(state, row.errand.channel):
            return False
        row.reason = row.reason if state == "settled_elsewhere" else reason
        row.state, row.changed, row.message = state, now, message or row.message
        if look:
            row.due = keys.mark(now, errand)
        elif state != "accepted":
            row.due, row.held = "", ""
        return True

    def of_request(self, number: str) -> list[Sent]:
        rows = sorted(self._of[number], key=lambda row: (row.errand.at, row.errand.event, row.errand.id))
        return [
            Sent(
                row.errand, row.state, row.reason, row.changed, row.tried, row.provider, row.bundle,
                keys.moment(row.due.partition("#")[0]) if row.due else None,
            )
            for row in rows
        ]  # fmt: skip

    def due(self, shard: int, before: datetime) -> list[Due]:
        return [
            Due(row.errand.number, errand, row.due, row.state, row.held, row.provider, row.message)
            for errand, row in sorted(self.rows.items(), key=lambda item: item[1].due)
            if row.due and keys.shard(errand) == str(shard) and row.due < keys.before(before)
        ]

    def held(self, group: str, limit: int) -> list[Member]:
        waiting = sorted((row for row in self.rows.values() if row.held == group), key=lambda row: row.due)
        return [Member(row.errand.number, row.errand.id, row.about) for row in waiting[:limit]]

    def release(self, member: Member) -> None:
        row = self._row(member.number, member.errand)
        if row:
            row.held = ""

    def join(self, member: Member, bundle: str, now: datetime) -> bool:
        row = self._row(member.number, member.errand)
        if not row or row.bundle == bundle:
            return row is not None
        if not row.held or row.state not in may_follow("bundled", row.errand.channel):
            return False
        row.state, row.bundle, row.changed, row.held, row.due = "bundled", bundle, now, "", ""
        return True

    def suppress(self, key: str, channel: str, reason: str, at: datetime) -> None:
        self.stops[key][channel] = Stop(reason, at)

    def suppressed(self, key: str) -> Mapping[str, Stop]:
        return dict(self.stops[key])

    def allow(self, key: str, channel: str) -> None:
        self.stops[key].pop(channel, None)

    def _row(self, number: str, errand: str) -> Entry | None:
        row = self.rows.get(errand)
        return row if row and row.errand.number == number else None

    def _held_by(self, claim: Claim) -> Entry | None:
        row = self.rows[claim.errand.id]
        return row if row.due == claim.due else None


def _try(row: Entry, claim: Claim, attempts: Sequence[Attempt]) -> None:
    if attempts:
        row.tried = kept(claim.tried, attempts)
