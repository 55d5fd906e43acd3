"""The delivery ledger: one row an errand, due until it is settled, and its states never go backwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.core.marks import Claim, Mark, Sent
from chalicelib.core.notices import Errand
from chalicelib.store import keys
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.tables import Line, Settings, named

# How long a settled errand is kept: longer than the year in which a question about it may come.
KEPT = timedelta(days=400)

# The states that each state may follow; what a provider says late or twice changes nothing.
AFTER = {
    "accepted": ("created", "claimed"),
    "delivered": ("created", "claimed", "accepted"),
    "undeliverable": ("created", "claimed", "accepted", "delivered"),
    "capped": ("created", "claimed"),
}


class DueIndex(GlobalSecondaryIndex["Row"]):
    """Errands that are not settled, by the time of their next attempt; sparse."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class Row(Model):
    """One errand and what became of it."""

    class Meta(Settings):
        pass

    number = UnicodeAttribute(hash_key=True)
    errand = UnicodeAttribute(range_key=True)
    event = NumberAttribute()
    role = UnicodeAttribute()
    purpose = UnicodeAttribute()
    channel = UnicodeAttribute()
    queue = UnicodeAttribute()
    at = UnicodeAttribute()
    state = UnicodeAttribute()
    attempts = NumberAttribute()
    history: ListAttribute[str] = ListAttribute(of=UnicodeAttribute)
    provider = UnicodeAttribute(null=True)
    message = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)

    due = DueIndex()


class Ledger:
    """The ledger under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def add(self, errand: Errand) -> bool:
        """Put the errand down as due at its fact's time; False if it is there already. One conditional put.

        Raises TryLater.
        """
        row = self._row(
            errand.number,
            errand.id,
            event=errand.event,
            role=errand.role,
            purpose=errand.purpose,
            channel=errand.channel,
            queue=errand.queue,
            at=keys.stamp(errand.at),
            state="created",
            attempts=0,
            history=[f"{keys.stamp(errand.at)} created"],
            due_shard=keys.shard(errand.id),
            due_at=keys.mark(errand.at, errand.id),
        )
        try:
            with asking():
                row.save(self._row.errand.does_not_exist())
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        """Take the errand if it is due, whoever held it before, and move its due time to `until`; None if it is not due
        or settled. One conditional update. Raises TryLater."""
        row = self._row(number, errand)
        due = keys.mark(until, errand)
        taken = self._change(
            row,
            [
                self._row.state.set("claimed"),
                self._row.attempts.set(self._row.attempts + 1),
                self._row.due_at.set(due),
                self._row.history.set(self._row.history.append([f"{keys.stamp(now)} claimed"])),
            ],
            self._row.due_at < keys.before(now),
        )
        if not taken:
            return None
        return Claim(
            errand=_errand(row),
            attempt=int(row.attempts),
            due=due,
        )

    def accept(self, claim: Claim, provider: str, message: str, now: datetime) -> None:
        """The provider has it; nothing changes if its events said so before. One update. Raises TryLater."""
        row = self._row(claim.errand.number, claim.errand.id)
        self._change(
            row,
            [
                *self._settled("accepted", now, ""),
                self._row.provider.set(provider),
                self._row.message.set(message),
            ],
            self._row.due_at == claim.due,
        )

    def retry(self, claim: Claim, at: datetime, reason: str) -> None:
        """It was surely not sent: due again at `at`. One update. Raises TryLater."""
        row = self._row(claim.errand.number, claim.errand.id)
        self._change(
            row,
            [
                self._row.state.set("created"),
                self._row.reason.set(reason),
                self._row.due_at.set(keys.mark(at, claim.errand.id)),
                self._row.history.set(self._row.history.append([f"{keys.stamp(at)} due again: {reason}"])),
            ],
            self._row.due_at == claim.due,
        )

    def end(self, claim: Claim, state: str, reason: str, now: datetime) -> None:
        """It will not be sent: `state` is "undeliverable" or "capped". One update. Raises TryLater."""
        row = self._row(claim.errand.number, claim.errand.id)
        self._change(row, self._settled(state, now, reason), self._row.due_at == claim.due)

    def settle(self, number: str, errand: str, state: str, message: str, reason: str, now: datetime) -> bool:
        """What the provider's event says of it; False if it was known, would go backwards, or there is no such errand.
        One conditional update. Raises TryLater."""
        row = self._row(number, errand)
        return self._change(
            row,
            [*self._settled(state, now, reason), self._row.message.set(message)],
            self._row.state.is_in(*AFTER[state]),
        )

    def due(self, shard: int, before: datetime) -> Iterator[Mark]:
        """Errands due since `before`, oldest first. Queries of one index partition. Raises TryLater."""
        with asking():
            for row in self._row.due.query(str(shard), self._row.due_at < keys.before(before)):
                yield Mark(row.number, row.errand, row.due_at)

    def of_request(self, number: str) -> list[Sent]:
        """Every errand of a request with what became of it, the oldest first. One query. Raises TryLater."""
        with asking():
            sent = [
                Sent(_errand(row), row.state, _reason(row), int(row.attempts), _changed(row))
                for row in self._row.query(number)
            ]
        return sorted(sent, key=lambda each: (each.errand.at, each.errand.event, each.errand.id))

    def _settled(self, state: str, now: datetime, reason: str) -> list[Action]:
        word = f"{keys.stamp(now)} {state}" + (f": {reason}" if reason else "")
        return [
            self._row.state.set(state),
            self._row.reason.set(reason or state),
            self._row.history.set(self._row.history.append([word])),
            self._row.expires.set(int((now + KEPT).timestamp())),
            self._row.due_shard.remove(),
            self._row.due_at.remove(),
        ]

    def _change(self, row: Row, actions: list[Action], condition: Condition) -> bool:
        try:
            with asking():
                row.update(actions, condition=condition)
        except UpdateError as error:
            if condition_failed(error):
                return False
            raise
        return True


def _errand(row: Row) -> Errand:
    return Errand(row.number, int(row.event), row.role, row.purpose, row.channel, row.queue, keys.moment(row.at))


def _reason(row: Row) -> str:
    return "" if row.reason in (None, row.state) else str(row.reason)


def _changed(row: Row) -> datetime:
    """When the last thing happened to it; that it is due again says what is to come."""
    lived = [line for line in row.history if " due again" not in line]
    return keys.moment(lived[-1].split(" ", 1)[0])
