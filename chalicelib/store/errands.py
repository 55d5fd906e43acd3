"""The ledger's row: one errand, what became of it, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.core.delivery import Attempt, State
from chalicelib.core.marks import Claim, Due, Member, Sent
from chalicelib.core.notices import Errand
from chalicelib.store import keys
from chalicelib.store.tables import Settings

# How long an errand is kept after its end: longer than the year in which a question about it may come.
KEPT = timedelta(days=400)

# The states out of which a claim makes "claimed"; that one is never written, see `state_of`.
UNSENT: tuple[State, ...] = ("created", "retry_at")


class DueIndex(GlobalSecondaryIndex["Row"]):
    """Errands that something is to happen to, by its time; sparse."""

    class Meta:
        index_name = "due"
        projection = IncludeProjection(["state", "claims", "held", "provider", "message"])

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class HeldIndex(GlobalSecondaryIndex["Row"]):
    """Errands that wait to be told with others, by the group; sparse."""

    class Meta:
        index_name = "held"
        projection = IncludeProjection(["about"])

    held = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class Row(Model):
    """One errand and what became of it. `claims` counts since it was put down or was surely not sent, `claimed` is the
    last one's moment; an attempt is "moment provider code", a member "number errand about"."""

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
    turn = NumberAttribute(null=True)
    state = UnicodeAttribute()
    changed = UnicodeAttribute()
    claims = NumberAttribute(null=True)
    claimed = UnicodeAttribute(null=True)
    tried: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)
    provider = UnicodeAttribute(null=True)
    message = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    held = UnicodeAttribute(null=True)
    about = UnicodeAttribute(null=True)
    bundle = UnicodeAttribute(null=True)
    members: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)

    due = DueIndex()
    holding = HeldIndex()


def errand_of(row: Row) -> Errand:
    """The errand that the row is about."""
    return Errand(
        number=row.number,
        event=int(row.event),
        role=row.role,
        purpose=row.purpose,
        channel=row.channel,
        queue=row.queue,
        at=keys.moment(row.at),
        turn=int(row.turn or 0),
    )


def state_of(row: Row, claims: int = 1) -> State:
    """The errand's state: it is claimed if it has so many claims and was not sent.

    So a claim is one update that need not know what it finds, and still leaves alone what was sent.
    """
    state = cast(State, row.state)
    return "claimed" if state in UNSENT and (row.claims or 0) >= claims else state


def claim_of(row: Row) -> Claim:
    """The claim that has just been written into the row; what it found is what the claims before it left."""
    return Claim(
        errand=errand_of(row),
        was=state_of(row, claims=2),
        due=row.due_at,
        tried=tuple(map(read_attempt, row.tried or ())),
        provider=row.provider or "",
        message=row.message or "",
        members=tuple(Member(*text.split(" ", 2)) for text in row.members or ()),
        reason=row.reason or "",
    )


def sent_of(row: Row) -> Sent:
    """What a person may know of it."""
    state = state_of(row)
    return Sent(
        errand=errand_of(row),
        state=state,
        reason=row.reason or "",
        changed=keys.moment(row.claimed if state == "claimed" else row.changed or row.at),
        tried=tuple(map(read_attempt, row.tried or ())),
        provider=row.provider or "",
        bundle=row.bundle or "",
        due=keys.marked(row.due_at) if row.due_at else None,
    )


def due_of(row: Row) -> Due:
    """The entry of the index `due`."""
    provider, message = row.provider or "", row.message or ""
    return Due(row.number, row.errand, row.due_at, state_of(row), row.held or "", provider, message)


def write_attempt(attempt: Attempt) -> str:
    """An attempt as the row keeps it; neither a provider's name nor a moment has a space in it."""
    return f"{keys.stamp(attempt.at)} {attempt.provider} {attempt.code}"


def read_attempt(text: str) -> Attempt:
    """The attempt that `write_attempt` wrote."""
    at, provider, code = text.split(" ", 2)
    return Attempt(keys.moment(at), provider, code)


def write_members(members: Iterable[Member]) -> list[str] | None:
    """The members of a bundle as its row keeps them; None where it has none."""
    return [f"{member.number} {member.errand} {member.about}" for member in members] or None
