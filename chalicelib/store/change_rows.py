"""What a move writes into the requests table: the request's row as it is from now on, and the row of its event."""

from __future__ import annotations

from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.core.case import Change
from chalicelib.store import keys
from chalicelib.store.public_row import public_attributes, seen_attributes
from chalicelib.store.request_row import Row
from chalicelib.store.rows import person_of, state_of


def moved(row: type[Row], change: Change) -> list[Action]:
    """What becomes of the request's own row: state, marks, places in the lists, and what an erasure takes."""
    state, number = change.state, change.number
    held: dict[str, Any] = {
        "service": state.service,
        "priority": state.priority,
        "status": state.status,
        "changed": keys.stamp(state.changed),
        "chain": state.chain,
        "taken_by": state.taken_by or None,
        "confidential": "1" if state.confidential else None,
        "owner": state.unit if state.open else None,
        "owner_due": keys.mark(state.pressing, number) if state.open else None,
        "call": state.call or None,
        "call_since": keys.stamp(state.call_since) if state.call and state.call_since else None,
        "next_shard": keys.shard(number) if change.next else None,
        "next_at": keys.mark(change.next, number) if change.next else None,
    } | public_attributes(change.public)
    attributes = row.get_attributes()
    actions: list[Action] = [
        attributes[name].set(value) if value is not None else attributes[name].remove() for name, value in held.items()
    ]
    actions += [row.version.set(state.version), row.state.set(state_of(state))]
    if change.draft:
        actions.append(row.person.set(person_of(change.draft)))
    if change.erases:
        actions += [row.person.remove(), row.citizen.remove()]
    return actions


def event_row(kind: type[Row], change: Change) -> Row:
    """The event's row, which never changes, marked `todo` where errands follow from it."""
    event = change.event
    part = keys.event(event.n)
    row = kind(
        event.number,
        part,
        happened=keys.stamp(event.at),
        move=event.move,
        actor=event.actor,
        facts=dict(event.facts),
        said=event.said or None,
        before=event.before,
        hash=event.hash,
        **seen_attributes(event.number, event.n, change.update),
    )
    if change.tells:
        # By number and part: two events of one request can carry the mark at the same moment.
        row.todo_shard, row.todo_at = keys.shard(event.number), keys.mark(event.at, f"{event.number}#{event.n}")
    return row
