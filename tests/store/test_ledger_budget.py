"""What the ledger's and the lanes' operations cost on the engine: calls over the wire, units by DynamoDB's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.core.delivery import Attempt
from chalicelib.core.marks import Claim, Member
from tests.bench.costs import Till
from tests.build import MONDAY, an_errand
from tests.engine import EngineOffice

LATER = MONDAY + timedelta(minutes=15)
ACCEPTED = Attempt(MONDAY, "ses", "accepted")
THROTTLED = Attempt(MONDAY, "ses", "Throttling")
ERRAND = an_errand()
KEY = ERRAND.number, ERRAND.id
MEMBER = Member(*KEY)


def claimed(ledger: Any, now: Any = MONDAY) -> Claim:
    claim = ledger.claim(*KEY, now, now + timedelta(minutes=15))
    assert claim
    return claim  # type: ignore[no-any-return]  # the ledger's


# What is done, how it came to that, and its calls and write units: the row's kilobyte, and of each index an entry that
# is new or gone, or two for one that moves.
WRITES: dict[str, tuple[Callable[[Any], Any], Callable[[Any, Any], object], list[str], int]] = {
    "put down": (lambda ledger: None, lambda ledger, _: ledger.add(ERRAND), ["PutItem"], 2),
    "put down, held": (lambda ledger: None, lambda ledger, _: ledger.add(ERRAND, held="group"), ["PutItem"], 3),
    "claim": (lambda ledger: ledger.add(ERRAND), lambda ledger, _: claimed(ledger), ["UpdateItem"], 3),
    "claim in vain": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger)),
        lambda ledger, _: ledger.claim(*KEY, MONDAY, LATER),
        ["UpdateItem"],
        1,
    ),
    "hold": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.hold(claim, MONDAY + timedelta(minutes=1)),
        ["UpdateItem"],
        3,
    ),
    "accept, word is awaited": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.accept(claim, [ACCEPTED], "m-1", LATER + timedelta(hours=1)),
        ["UpdateItem"],
        3,
    ),
    "accept": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.accept(claim, [ACCEPTED], "m-1", None),
        ["UpdateItem"],
        2,
    ),
    "retry": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.retry(claim, MONDAY + timedelta(minutes=1), [THROTTLED], "Throttling"),
        ["UpdateItem"],
        3,
    ),
    "no answer": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.unknown(claim, None, [THROTTLED]),
        ["UpdateItem"],
        1,
    ),
    "end": (
        lambda ledger: (ledger.add(ERRAND), claimed(ledger))[1],
        lambda ledger, claim: ledger.end(claim, "cancelled", "daily cap", MONDAY),
        ["UpdateItem"],
        2,
    ),
    "delivered": (
        lambda ledger: ledger.add(ERRAND),
        lambda ledger, _: ledger.settle(*KEY, "delivered", "", MONDAY),
        ["UpdateItem"],
        2,
    ),
    "known": (
        lambda ledger: (ledger.add(ERRAND), ledger.settle(*KEY, "delivered", "", MONDAY)),
        lambda ledger, _: ledger.settle(*KEY, "delivered", "", MONDAY),
        ["UpdateItem"],
        1,
    ),
    "join a bundle": (
        lambda ledger: ledger.add(ERRAND, held="group"),
        lambda ledger, _: ledger.join(MEMBER, "B", MONDAY),
        ["UpdateItem"],
        3,
    ),
    "release": (
        lambda ledger: ledger.add(ERRAND, held="group"),
        lambda ledger, _: ledger.release(MEMBER),
        ["UpdateItem"],
        3,
    ),
    "suppress": (
        lambda ledger: None,
        lambda ledger, _: ledger.suppress("key", "sms", "opted out", MONDAY),
        ["PutItem"],
        1,
    ),
    "allow": (lambda ledger: None, lambda ledger, _: ledger.allow("key", "sms"), ["DeleteItem"], 1),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_step_is_one_write_of_so_many_units(till: tuple[Till, EngineOffice], name: str) -> None:
    counter, office = till
    before, act, calls, units = WRITES[name]
    came = before(office.ledger)
    cost = counter.spent(lambda: act(office.ledger, came))
    assert (list(cost.calls), cost.writes) == (calls, units)


def test_every_question_is_one_query_that_looks_at_what_it_gives(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    for place in range(12):
        office.ledger.add(an_errand(event=place + 1), held="group")
    office.ledger.suppress("key", "sms", "opted out", MONDAY)
    for ask, items in (
        (lambda: office.ledger.of_request(ERRAND.number), 12),
        (lambda: office.ledger.held("group", 5), 5),
        (lambda: office.ledger.suppressed("key"), 1),
    ):
        cost = counter.spent(ask)
        assert (cost.calls, cost.items) == (("Query",), items)
    found = [counter.spent(partial(lambda shard: list(office.ledger.due(shard, LATER)), shard)) for shard in range(10)]
    assert {cost.calls for cost in found} == {("Query",)}
    assert sum(cost.items for cost in found) == 12


def test_a_message_from_its_row_to_its_arrival_is_six_writes_of_twelve_units(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till

    def life() -> None:
        office.ledger.add(ERRAND)
        claim = claimed(office.ledger)
        office.lanes.enter("ses", MONDAY, 14)
        office.ledger.accept(claim, [ACCEPTED], "m-1", LATER + timedelta(hours=24))
        office.ledger.settle(*KEY, "accepted", "send", MONDAY)
        office.ledger.settle(*KEY, "delivered", "", MONDAY)

    cost = counter.spent(life)
    assert cost.calls == ("PutItem", *["UpdateItem"] * 5)
    assert cost.writes == 2 + 3 + 1 + 3 + 1 + 2


@pytest.mark.parametrize(
    ("name", "before", "act", "calls"),
    [
        ("idle", 0, lambda lanes: lanes.enter("ses", MONDAY, 2), 1),
        ("others send", 1, lambda lanes: lanes.enter("ses", MONDAY, 2), 2),
        ("full", 2, lambda lanes: lanes.enter("ses", MONDAY, 2), 1),
        ("failed", 1, lambda lanes: lanes.failed("ses", MONDAY, 5, LATER), 1),
        ("good", 1, lambda lanes: lanes.good("ses"), 1),
        ("the first", 0, lambda lanes: lanes.admit("gate", "a", MONDAY, LATER, 2), 1),
        ("the second", 0, lambda lanes: lanes.admit("one", "b", MONDAY, LATER, 2), 2),
        ("the third", 0, lambda lanes: lanes.admit("two", "c", MONDAY, LATER, 2), 1),
        ("the first again", 0, lambda lanes: lanes.admit("two", "a", MONDAY, LATER, 2), 1),
    ],
)
def test_a_lane_costs_one_update_and_two_while_others_send(
    till: tuple[Till, EngineOffice], name: str, before: int, act: Callable[[Any], object], calls: int
) -> None:
    counter, office = till
    for _ in range(before):
        office.lanes.enter("ses", MONDAY, 2)
    for key, errand in (("one", "a"), ("two", "a"), ("two", "b")):
        office.lanes.admit(key, errand, MONDAY, LATER, 2)
    cost = counter.spent(lambda: act(office.lanes))
    assert (cost.calls, cost.writes) == (("UpdateItem",) * calls, calls), name
