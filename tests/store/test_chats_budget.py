"""What the operations on chats cost on the engine: calls over the wire, units by DynamoDB's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.core.chat import Kept, Known, Reply, Thread
from chalicelib.core.inbound import Item, Who
from chalicelib.flows.identify import identify
from tests.bench.costs import Till
from tests.build import MONDAY
from tests.engine import EngineOffice

EXPIRES = MONDAY + timedelta(days=365)
WHO = Who("whatsapp", "TR.1349", "+905321112233")
CAME = Kept("a" * 32, MONDAY, item=Item("wamid.1", WHO, at=MONDAY, text="Çukur var"))
GOES = [Kept(f"{n:032x}", MONDAY, reply=Reply("Merhaba"), author="bot", n=n) for n in (1, 2)]
THREAD = Thread("C" + "0" * 24, "whatsapp", "person", "TR.1349", opened=MONDAY, heard=MONDAY, version=1)
WAITS = replace(THREAD, mode="waiting", since=MONDAY)
KNOWN = Known("k" * 32, "person", version=1)


def kept(chats: Any) -> None:
    assert chats.keep(CAME, EXPIRES)


def answered(chats: Any, thread: Thread = THREAD) -> None:
    kept(chats)
    assert chats.save(thread, EXPIRES, outgoing=GOES, done=CAME.id)


# What is done, how it came to that, and its calls and write units: the row's kilobyte, and of each index an entry that
# is new or gone, or two for one that moves; in a transaction a row costs twice, an entry does not.
WRITES: dict[str, tuple[Callable[[Any], object], Callable[[Any], object], list[str], int]] = {
    "keep what came": (lambda chats: None, kept, ["PutItem"], 2),
    "keep it in vain": (kept, lambda chats: chats.keep(CAME, EXPIRES), ["PutItem"], 1),
    "answer it": (
        kept,
        lambda chats: chats.save(THREAD, EXPIRES, outgoing=GOES[:1], done=CAME.id),
        ["TransactWriteItems"],
        2 * 3 + 2 + 2,
    ),
    "keep a thread": (lambda chats: None, lambda chats: chats.save(THREAD, EXPIRES), ["TransactWriteItems"], 2),
    "wait for a person": (lambda chats: None, lambda chats: chats.save(WAITS, EXPIRES), ["TransactWriteItems"], 3),
    "take a mark off": (kept, lambda chats: chats.settled(CAME.id), ["UpdateItem"], 2),
    "tell a fate": (answered, lambda chats: chats.set_fate(CAME.id, "edited"), ["UpdateItem"], 2),
    "know an address": (lambda chats: None, lambda chats: chats.know(KNOWN, EXPIRES), ["PutItem"], 1),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_step_is_one_write_of_so_many_units(till: tuple[Till, EngineOffice], name: str) -> None:
    counter, office = till
    before, act, calls, units = WRITES[name]
    before(office.chats)
    cost = counter.spent(lambda: act(office.chats))
    assert (list(cost.calls), cost.writes) == (calls, units)


def test_every_question_is_one_call_that_looks_at_what_it_gives(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    chats = office.chats
    answered(chats, WAITS)
    chats.know(KNOWN, EXPIRES)
    for ask, call, items in (
        (lambda: chats.message(CAME.id), "GetItem", 1),
        (lambda: chats.thread(THREAD.id), "GetItem", 1),
        (lambda: chats.messages(THREAD.id, 2), "Query", 2),
        (lambda: chats.waiting(5), "Query", 1),
        (lambda: chats.known([KNOWN.key, "nobody"]), "BatchGetItem", 1),
    ):
        cost = counter.spent(ask)
        assert (cost.calls, cost.items) == ((call,), items), call
    found = [counter.spent(partial(lambda shard: list(chats.todo(shard, EXPIRES)), shard)) for shard in range(10)]
    assert {cost.calls for cost in found} == {("Query",)}
    assert sum(cost.items for cost in found) == len(GOES)


def test_nobody_is_asked_about_nobody(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    assert counter.spent(lambda: office.chats.known([])).calls == ()


def test_who_is_known_costs_one_call_and_who_is_new_a_put_for_each_address(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    item = CAME.item
    assert item
    first = counter.spent(lambda: identify(office.desk, item))
    assert (first.calls, first.reads, first.writes) == (("BatchGetItem", "PutItem", "PutItem"), 2, 2)
    again = counter.spent(lambda: identify(office.desk, item))
    assert (again.calls, again.reads, again.writes) == (("BatchGetItem",), 2, 0)
    alone = counter.spent(lambda: identify(office.desk, replace(item, who=replace(WHO, phone=""))))
    assert (alone.calls, alone.writes) == (("BatchGetItem", "BatchGetItem"), 0)
