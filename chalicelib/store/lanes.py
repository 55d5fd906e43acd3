"""The lanes to the providers in the work table: how fast, whether at all, and who goes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.marks import Lane
from chalicelib.store import keys
from chalicelib.store.conditional import update
from chalicelib.store.faults import asking
from chalicelib.store.tables import Line, Settings, named

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

# A gate is kept so long after its time is up, for whoever looks why a message was held.
KEPT = timedelta(hours=1)


class LaneRow(Model):
    """One provider. `empty` is when its bucket is empty (the theoretical arrival time of GCRA), `failures` how often it
    failed in a row, `shut` until when nothing is sent by it; moments in milliseconds since 1970."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    empty = NumberAttribute(null=True)
    failures = NumberAttribute(null=True)
    shut = NumberAttribute(null=True)


class GateRow(Model):
    """Those who were let in first under one key, `until` in milliseconds, and when it may go (epoch seconds)."""

    class Meta(Settings):
        pass

    key = UnicodeAttribute(hash_key=True)
    admitted = UnicodeSetAttribute(null=True)
    until = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)


class Lanes:
    """The work table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._lane = named(LaneRow, table, region, line)
        self._gate = named(GateRow, table, region, line)

    def enter(self, provider: str, now: datetime, rate: int) -> Lane:
        """Ask to send one message at `rate` (1 or more) a second, of which a second's worth may go at once.

        GCRA (ITU-T I.371): an idle bucket is filled anew, a busy one further, until it is full; a provider
        that is shut is not entered. One conditional update, and a second one while others send. Raises TryLater.
        """
        at, step = _milliseconds(now), -(-1000 // rate)
        latest = at + step * (rate - 1)
        row, shut, empty = self._lane(keys.lane(provider)), self._lane.shut, self._lane.empty
        is_open = shut.does_not_exist() | (shut <= at)
        gone, lane = update(row, [empty.set(at + step)], is_open & (empty.does_not_exist() | (empty <= at)))
        if not gone and not _is_shut(lane, at) and lane.empty <= latest:
            gone, lane = update(row, [empty.set(empty + step)], is_open & (empty <= latest))
        failures, broken = int(lane.failures or 0), _is_shut(lane, at)
        if gone:
            return Lane(True, now, failures)
        return Lane(False, _moment(lane.shut if broken else at + lane.empty - latest), failures, broken)

    def failed(self, provider: str, now: datetime, failures: int, until: datetime | None) -> None:
        """It failed `failures` times in a row; shut until `until`, if said. One update. Raises TryLater."""
        changes: list[Action] = [self._lane.failures.set(failures)]
        if until:
            changes.append(self._lane.shut.set(_milliseconds(until)))
        with asking():
            self._lane(keys.lane(provider)).update(changes)

    def good(self, provider: str) -> None:
        """It works again. One update; called only after failures. Raises TryLater."""
        with asking():
            self._lane(keys.lane(provider)).update([self._lane.failures.remove(), self._lane.shut.remove()])

    def admit(self, key: str, errand: str, now: datetime, until: datetime, limit: int) -> bool:
        """Whether this errand is among the first `limit` (1 or more) under `key` until its time is up at `until`; the
        same errand gets the same answer. Who comes first opens the gate and says when.

        At most two conditional updates. Raises TryLater.
        """
        at, row = _milliseconds(now), self._gate(keys.gate(key))
        opening: list[Action] = [
            self._gate.admitted.set({errand}),
            self._gate.until.set(_milliseconds(until)),
            self._gate.expires.set(int((until + KEPT).timestamp())),
        ]
        opened, gate = update(row, opening, self._gate.until.does_not_exist() | (self._gate.until <= at))
        if opened or errand in gate.admitted:
            return True
        if len(gate.admitted) >= limit:
            return False
        # The same errand may have been let in meanwhile by another worker.
        has_room = self._gate.admitted.contains(errand) | (size(self._gate.admitted) < limit)
        joined, _ = update(row, [self._gate.admitted.add({errand})], has_room)
        return joined


def _is_shut(lane: LaneRow, at: int) -> bool:
    return lane.shut is not None and lane.shut > at


def _milliseconds(at: datetime) -> int:
    return (at - EPOCH) // MILLISECOND


def _moment(milliseconds: float) -> datetime:
    return EPOCH + milliseconds * MILLISECOND
