"""The delivery ledger: one row an errand, due until nothing more happens to it, whose states never go backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.delivery import AFTER, BOUNCES_LATE, Attempt, State, kept, may_follow
from chalicelib.core.marks import Claim, Due, Member, Sent
from chalicelib.core.notices import Errand
from chalicelib.store import errands, keys
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.stops import Stops
from chalicelib.store.tables import Line, named


class Ledger(Stops):
    """The ledger under its name in this deployment. Whoever writes by a claim changes nothing once it is over."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(errands.Row, table, region, line)
        super().__init__(table, region, line)

    def add(
        self,
        errand: Errand,
        due: datetime | None = None,
        *,
        held: str = "",
        about: str = "",
        members: Sequence[Member] = (),
    ) -> bool:
        """Put the errand down, due at `due` or else at its fact's time; False if it is there already.

        `held` is the group whose errands wait to be told together, `about` what their list says of it, `members` those
        that a bundle tells of. One conditional put. Raises TryLater.
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
            turn=errand.turn or None,
            state="created",
            changed=keys.stamp(errand.at),
            held=held or None,
            about=about or None,
            members=errands.write_members(members),
            due_shard=keys.shard(errand.id),
            due_at=keys.mark(due or errand.at, errand.id),
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
        """Take the errand if it is due and not held in a group, whoever had it before, and hold it until `until`; None
        otherwise. What was accepted or undeliverable stays so: it is only looked after.

        One conditional update. Raises TryLater.
        """
        row = self._row(number, errand)
        taken = self._change(
            row,
            [self._row.claims.add(1), self._row.claimed.set(keys.stamp(now)), self._until(until, errand)],
            (self._row.due_at < keys.before(now)) & self._row.held.does_not_exist(),
        )
        return errands.claim_of(row) if taken else None

    def hold(self, claim: Claim, until: datetime) -> Claim:
        """Hold it until `until` instead; the claim that is valid from now on. One update. Raises TryLater."""
        self._by(claim, [self._until(until, claim.errand.id)])
        return replace(claim, due=keys.mark(until, claim.errand.id))

    def accept(self, claim: Claim, attempts: Sequence[Attempt], message: str, look: datetime | None) -> None:
        """The provider of the last of these attempts has it; looked after again at `look`, if said. Nothing if its
        events said more before. One update. Raises TryLater."""
        last = attempts[-1]
        told = [self._row.provider.set(last.provider), self._row.message.set(message)]
        then = [self._until(look, claim.errand.id)] if look else self._over(last.at)
        self._by(claim, [*self._become("accepted", "", last.at), *self._tried(claim, attempts), *told, *then])

    def retry(self, claim: Claim, at: datetime, attempts: Sequence[Attempt], reason: str) -> None:
        """It was surely not sent: due again at `at`. Without attempts it only waits. Nothing if its events said
        meanwhile that it was sent. One update. Raises TryLater."""
        self._by(
            claim,
            [
                self._row.state.set("retry_at"),
                self._row.reason.set(reason),
                self._row.changed.set(self._row.claimed),
                self._row.claims.remove(),
                *self._tried(claim, attempts),
                self._until(at, claim.errand.id),
            ],
            self._row.state.is_in(*errands.UNSENT),
        )

    def unknown(self, claim: Claim, at: datetime | None, attempts: Sequence[Attempt]) -> None:
        """No answer came to the last of these attempts: it stays claimed, and is due again at `at`, or when the claim
        ends. One update. Raises TryLater."""
        then = [self._until(at, claim.errand.id)] if at else []
        self._by(claim, [*self._tried(claim, attempts), *then])

    def end(self, claim: Claim, state: State, reason: str, now: datetime, attempts: Sequence[Attempt] = ()) -> None:
        """Nothing more happens to it: its state, with the reason a person can read. One update. Raises TryLater."""
        self._by(claim, [*self._become(state, reason, now), *self._tried(claim, attempts), *self._over(now)])

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
        """What an event says of it; False if it was known, would go backwards, or there is no such errand.

        With `look` it is due at once, so that somebody sees to what follows; else nothing more happens to it, but an
        accepted one keeps its due time: where the event came before its worker wrote `accept`, that is the claim's. One
        that was settled elsewhere keeps why its own channel failed.
        One conditional update. Raises TryLater.
        """
        told = self._become(state, reason, now, keep=state == "settled_elsewhere")
        if message:
            told.append(self._row.message.set(message))
        if look:
            told += [self._until(now, errand), self._row.due_shard.set(keys.shard(errand)), self._row.expires.remove()]
        elif state != "accepted":
            told += self._over(now)
        return self._change(self._row(number, errand), told, self._is_news(state))

    def of_request(self, number: str) -> list[Sent]:
        """Every errand of a request with what became of it, the oldest first. One query. Raises TryLater."""
        with asking():
            sent = [errands.sent_of(row) for row in self._row.query(number)]
        return sorted(sent, key=lambda each: (each.errand.at, each.errand.event, each.errand.id))

    def due(self, shard: int, before: datetime) -> Iterator[Due]:
        """Errands due since `before`, oldest first. Queries of one index partition. Raises TryLater."""
        with asking():
            for row in self._row.due.query(str(shard), self._row.due_at < keys.before(before)):
                yield errands.due_of(row)

    def held(self, group: str, limit: int) -> list[Member]:
        """The errands that wait in a group, the longest waiting first. One query of an index. Raises TryLater."""
        with asking():
            waiting = self._row.holding.query(group, limit=limit)
            return [Member(row.number, row.errand, row.about or "") for row in waiting]

    def release(self, member: Member) -> None:
        """It is told alone: no longer held, and due as before. Nothing if it is in a bundle. One conditional update.
        Raises TryLater."""
        row = self._row(member.number, member.errand)
        self._change(row, [self._row.held.remove()], self._row.held.exists())

    def join(self, member: Member, bundle: str, now: datetime) -> bool:
        """The errand is told in this bundle; True also if it was before, False if it was told otherwise. One
        conditional update. Raises TryLater."""
        waits = self._row.held.exists() & self._row.state.is_in(*AFTER["bundled"])
        return self._change(
            self._row(member.number, member.errand),
            [*self._become("bundled", "", now), self._row.bundle.set(bundle), *self._over(now)],
            waits | (self._row.bundle == bundle),
        )

    def _become(self, state: State, reason: str, now: datetime, *, keep: bool = False) -> list[Action]:
        """The state and its reason, or with `keep` the reason that was said before."""
        said = [] if keep else [self._row.reason.set(reason) if reason else self._row.reason.remove()]
        return [self._row.state.set(state), *said, self._row.changed.set(keys.stamp(now))]

    def _tried(self, claim: Claim, attempts: Sequence[Attempt]) -> list[Action]:
        """The claim's attempts and these. It writes them all, for only the claim may add any."""
        tried = [errands.write_attempt(attempt) for attempt in kept(claim.tried, attempts)]
        return [self._row.tried.set(tried)] if attempts else []

    def _until(self, at: datetime, errand: str) -> Action:
        return self._row.due_at.set(keys.mark(at, errand))

    def _over(self, now: datetime) -> list[Action]:
        expires = self._row.expires.set(int((now + errands.KEPT).timestamp()))
        return [expires, self._row.due_shard.remove(), self._row.due_at.remove(), self._row.held.remove()]

    def _is_news(self, state: State) -> Condition:
        usual: Condition = self._row.state.is_in(*AFTER[state])
        late = self._row.state.is_in(*may_follow(state, BOUNCES_LATE[0]))
        return usual | (self._row.channel.is_in(*BOUNCES_LATE) & late)

    def _by(self, claim: Claim, actions: list[Action], condition: Condition | None = None) -> None:
        row = self._row(claim.errand.number, claim.errand.id)
        self._change(row, actions, condition & (self._row.due_at == claim.due))

    def _change(self, row: errands.Row, actions: list[Action], condition: Condition) -> bool:
        try:
            with asking():
                row.update(actions, condition=condition)
        except UpdateError as error:
            if condition_failed(error):
                return False
            raise
        return True
