"""What one message of a chat costs on the engine, webhook and worker apart: DynamoDB's calls, units by its rules."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.inbound import Item, Who
from chalicelib.flows.converse import converse
from chalicelib.flows.listen import listen
from tests.bench.costs import Cost, Till
from tests.engine import EngineOffice

AYSE = Who("whatsapp", "TR.1349", "+905321112233", "Ayşe")

# What is written in turn, and the worker's calls, read and write units: of a conversation's first message, which is
# answered twice and comes from somebody new; of one that is answered once; and of the one that opens the request.
STEPS = {
    "cöp alınmadi 3 gundur kokudan duramiyoruz": (24, 10, 44),
    "evet": (12, 7, 22),
    "Konak Eşrefpaşa Caddesi no 12": (12, 7, 22),
    "Evet": (13, 7, 29),  # a public matter stands in its month besides
}

# One answer: its row put down; claimed, its words and its thread read, whether it may be sent, its provider's lane,
# accepted; its mark taken off.
ANSWER = ["PutItem", "UpdateItem", "GetItem", "GetItem", "Query", "UpdateItem", "UpdateItem", "UpdateItem"]

Record = Callable[[str, object], None]


def webhook(till: Till, office: EngineOffice, n: int, text: str) -> tuple[Cost, str]:
    """What keeping the n-th message costs, and its id; "" where it was there already."""
    new: list[str] = []
    cost = till.spent(lambda: new.extend(listen(office.desk, [Item(f"wamid.{n}", AYSE, text=text)], {})))
    return cost, "".join(new)


def test_a_conversation_from_its_first_message_to_the_number(
    till: tuple[Till, EngineOffice], record_property: Record
) -> None:
    counter, office = till
    figures = []
    for n, (text, budget) in enumerate(STEPS.items()):
        office.clock.move(seconds=20)
        kept, id = webhook(counter, office, n, text)
        assert (kept.calls, kept.writes) == (("PutItem",), 2), text
        thought = counter.spent(lambda id=id: converse(office.desk, id))
        assert (len(thought.calls), thought.reads, thought.writes) == budget, text
        if n:  # of the two answers to the first, the second waits for its turn in the lane, which is one call more
            assert list(thought.calls[-8:]) == ANSWER, text
        figures.append(f"{len(thought.calls)} calls, {thought.reads:g} + {thought.writes} units")
    record_property("figures", f"webhook 1 call, 2 units; worker {'; '.join(figures)}")


def test_what_comes_again_costs_one_call_each(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    _, id = webhook(counter, office, 1, "evet")
    converse(office.desk, id)
    again, none = webhook(counter, office, 1, "evet")
    assert (none, again.calls, again.writes) == ("", ("PutItem",), 1)
    done = counter.spent(lambda: converse(office.desk, id))
    assert (done.calls, done.reads, done.writes) == (("GetItem",), 1, 0)


def test_a_thought_is_one_transaction_whatever_is_answered(till: tuple[Till, EngineOffice]) -> None:
    counter, office = till
    for n, text in enumerate(STEPS):
        _, id = webhook(counter, office, n, text)
        cost = counter.spent(lambda id=id: converse(office.desk, id))
        assert cost.calls.count("TransactWriteItems") == 1, text
