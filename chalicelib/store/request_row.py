"""A row of the requests table, and the sparse indexes that give its lists."""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.store.tables import Settings

_PACKED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class ByUnit(GlobalSecondaryIndex["Row"]):
    """A unit's open requests by due time; sparse, closed ones are not in it."""

    class Meta:
        index_name = "by_unit"
        projection = IncludeProjection(["status", "priority", "service", "opened", "taken_by", "confidential"])

    owner = UnicodeAttribute(hash_key=True)
    owner_due = UnicodeAttribute(range_key=True)


class ByCitizen(GlobalSecondaryIndex["Row"]):
    """A citizen's requests by their opening; sparse, who left no contact is not in it."""

    class Meta:
        index_name = "by_citizen"
        projection = IncludeProjection(["status", "priority", "service", "confidential"])

    citizen = UnicodeAttribute(hash_key=True)
    opened = UnicodeAttribute(range_key=True)


class Calls(GlobalSecondaryIndex["Row"]):
    """Whom the centre must call, by list and the moment since when; sparse."""

    class Meta:
        index_name = "calls"
        projection = IncludeProjection(
            ["status", "priority", "service", "opened", "taken_by", "confidential", "version"]
        )

    call = UnicodeAttribute(hash_key=True)
    call_since = UnicodeAttribute(range_key=True)


class Todo(GlobalSecondaryIndex["Row"]):
    """Rows whose errands are not all in the ledger; sparse."""

    class Meta:
        index_name = "todo"
        projection = KeysOnlyProjection()

    todo_shard = UnicodeAttribute(hash_key=True)
    todo_at = UnicodeAttribute(range_key=True)


class Next(GlobalSecondaryIndex["Row"]):
    """Requests by the moment at which they must be looked at again; sparse, ended ones are not in it."""

    class Meta:
        index_name = "next"
        projection = KeysOnlyProjection()

    next_shard = UnicodeAttribute(hash_key=True)
    next_at = UnicodeAttribute(range_key=True)


class ByMonth(GlobalSecondaryIndex["Row"]):
    """What anybody may see, by the month and moment of its opening; sparse, most are not public."""

    class Meta:
        index_name = "by_month"
        projection = IncludeProjection(["public", "service", "status"])

    month = UnicodeAttribute(hash_key=True)
    month_at = UnicodeAttribute(range_key=True)


class ByCell(GlobalSecondaryIndex["Row"]):
    """Open public requests by the cell that they lie in; sparse."""

    class Meta:
        index_name = "by_cell"
        projection = IncludeProjection(["service"])

    cell = UnicodeAttribute(hash_key=True)
    cell_at = UnicodeAttribute(range_key=True)


class ByChange(GlobalSecondaryIndex["Row"]):
    """Events that anybody, or a peer, may hear of, by the book and month in which they became visible; sparse."""

    class Meta:
        index_name = "by_change"
        projection = IncludeProjection(["seen"])

    seen_book = UnicodeAttribute(hash_key=True)
    seen_at = UnicodeAttribute(range_key=True)


class Packed(JSONAttribute):
    """JSON without blanks and escapes: it counts by the byte, and an escaped Turkish letter has six instead of two."""

    def serialize(self, value: Any) -> str:
        """The JSON of a value."""
        return packed(value)


class Row(Model):
    """A part of a request: the request itself, an event, what was said in it, or a caller's wrong proofs.

    Of the request, `opening` is event 1 and never changes, `person` is what an erasure takes out, the rest is state.
    The attributes of an event are no other row's, so that a policy can keep them from being changed.
    """

    class Meta(Settings):
        pass

    number = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    opening = Packed(null=True)
    person = Packed(null=True)
    state = Packed(null=True)
    opened = UnicodeAttribute(null=True)
    service = UnicodeAttribute(null=True)
    priority = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    changed = UnicodeAttribute(null=True)
    taken_by = UnicodeAttribute(null=True)
    confidential = UnicodeAttribute(null=True)
    chain = UnicodeAttribute(null=True)
    citizen = UnicodeAttribute(null=True)
    owner = UnicodeAttribute(null=True)
    owner_due = UnicodeAttribute(null=True)
    call = UnicodeAttribute(null=True)
    call_since = UnicodeAttribute(null=True)
    next_shard = UnicodeAttribute(null=True)
    next_at = UnicodeAttribute(null=True)
    todo_shard = UnicodeAttribute(null=True)
    todo_at = UnicodeAttribute(null=True)
    public = Packed(null=True)
    month = UnicodeAttribute(null=True)
    month_at = UnicodeAttribute(null=True)
    cell = UnicodeAttribute(null=True)
    cell_at = UnicodeAttribute(null=True)

    happened = UnicodeAttribute(null=True)
    move = UnicodeAttribute(null=True)
    actor = UnicodeAttribute(null=True)
    facts = Packed(null=True)
    said = UnicodeAttribute(null=True)
    before = UnicodeAttribute(null=True)
    hash = UnicodeAttribute(null=True)
    seen = Packed(null=True)
    seen_book = UnicodeAttribute(null=True)
    seen_at = UnicodeAttribute(null=True)

    salt = UnicodeAttribute(null=True)
    texts = Packed(null=True)

    day = UnicodeAttribute(null=True)
    wrong = NumberAttribute(null=True)
    wait_until = NumberAttribute(null=True)

    by_unit = ByUnit()
    by_citizen = ByCitizen()
    calls = Calls()
    todo = Todo()
    next = Next()
    by_month = ByMonth()
    by_cell = ByCell()
    by_change = ByChange()


def written(value: str | dict[str, Any]) -> str:
    """A text as it is, anything else as JSON."""
    return value if isinstance(value, str) else packed(value)


def packed(told: dict[str, Any]) -> str:
    """The JSON of this as a row holds it."""
    return _PACKED.encode(told)
