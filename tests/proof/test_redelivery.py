"""What comes again, at the same time, in bad company or after two weeks is still told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from chalicelib.entry import deliver as workers
from chalicelib.entry import notify as streams
from chalicelib.flows.deliver import deliver
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.sweep import overdue
from tests.build import what_is_said
from tests.fakes import Clock
from tests.lambda_context import Context
from tests.proof.days import a_place
from tests.proof.matrix import Matrix
from tests.proof.postbox import Postbox
from tests.proof.product import Kopru
from tests.proof.stories import STORIES, Story
from tests.proof.tables import Row
from tests.proof.wire import Killed
from tests.proof.world import RECEIVES, VISIBILITY, Message, World

WORKERS = 4
TIMES = 5
FORTNIGHT = timedelta(days=13)
MAIL = STORIES[0]

Record = Callable[[str, object], None]


def a_world(matrix: Matrix, story: Story = MAIL, *, stream_on: bool = True) -> tuple[World, Kopru]:
    """An empty world with the product in it; whatever its queues bring is left to the test."""
    bench, clock = matrix.bench, Clock()
    world = World(bench.tables, bench.wire, clock, Postbox(clock, feed=False), stream_on=stream_on)
    bench.tables.empty()
    bench.tables.wrote = world.wrote
    bench.wire.begin(world, {})
    product = Kopru(bench, world, story.city, matrix.patch)
    many = {channel: replace(each, rate=1000) for channel, each in story.city.delivery.items()}
    product.desk = replace(product.desk, city=replace(story.city, delivery=many))
    world.product = product
    return world, product


def opened(world: World, product: Kopru, count: int) -> None:
    """So many requests far from each other, told by the stream; their messages are in the queues."""
    for n in range(count):
        hear(product.desk, what_is_said(**a_place(n) | {"phone": None}), Source("web", f"key-{n}"))
    while world.records:
        assert product.record(world.records.pop(0)[1])


def once(world: World, count: int) -> bool:
    """Whether so many things were told, each once."""
    copies = world.box.copies()
    return len(copies) == count and set(copies.values()) == {1}


def redelivered(matrix: Matrix, messages: int) -> Counter[str]:
    """Every message of the queue `TIMES` times, by all workers at once."""
    world, product = a_world(matrix)
    opened(world, product, messages // 2)
    names = [message.body.split(" ") for message in world.queue]
    assert len(names) == messages
    said: Counter[str] = Counter()
    together = Barrier(WORKERS)

    def work(order: int) -> None:
        mine = names if order % 2 else list(reversed(names))
        together.wait()
        for number, errand in mine:
            said[deliver(product.desk, number, errand)] += 1

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    for number, errand in names:
        said[deliver(product.desk, number, errand)] += 1
    assert once(world, messages)
    return said


def test_fifty_messages_five_times_by_four_workers_at_once(matrix: Matrix) -> None:
    assert redelivered(matrix, 50)["gone"] == 50


@pytest.mark.prove
def test_five_hundred_messages_five_times_by_four_workers_at_once(matrix: Matrix, record_property: Record) -> None:
    said = redelivered(matrix, 500)
    record_property("figures", f"500 messages, each 5 times by 4 workers: {dict(said)}")
    assert said["gone"] == 500


def test_two_sweeps_at_once_tell_everything_once(matrix: Matrix) -> None:
    world, product = a_world(matrix, stream_on=False)
    for n in range(20):
        hear(product.desk, what_is_said(**a_place(n) | {"phone": None}), Source("web", f"key-{n}"))
    world.clock.move(minutes=1)
    together = Barrier(2)

    def sweep(_: int) -> None:
        together.wait()
        for _, job in overdue(product.desk):
            job()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))
    world.clock.move(minutes=20)
    sweep_once(product)
    assert once(world, 40)


def sweep_once(product: Kopru) -> None:
    for _, job in overdue(product.desk):
        job()


def in_batches(world: World, bring: Callable[[list[dict[str, Any]]], Mapping[str, Any]]) -> list[Message]:
    """The queue as Lambda works it off, ten at a time; what ends in the dead-letter queue."""
    dead = []
    while world.queue:
        batch = [message for message in world.queue if message.at <= world.clock()][:10]
        records = [record_of(message) for message in batch]
        failed = {each["itemIdentifier"] for each in bring(records)["batchItemFailures"]} if batch else set()
        for message in batch:
            message.received, message.at = message.received + 1, world.clock() + VISIBILITY
            if message.body not in failed:
                world.queue.remove(message)
            elif message.received >= RECEIVES:
                world.queue.remove(message)
                dead.append(message)
        world.clock.move(seconds=0.5 if batch else 60)
    return dead


def record_of(message: Message) -> dict[str, Any]:
    return {"messageId": message.body, "receiptHandle": "r", "body": message.body, "attributes": {}}


@pytest.mark.parametrize("every", [10, 100])
def test_poison_ends_alone_in_the_dead_letter_queue(every: int, matrix: Matrix) -> None:
    world, product = a_world(matrix)
    opened(world, product, 50)
    good = len(world.queue)
    for place in range(0, good, every):
        world.queue.insert(place, Message("alerts", f"poison-{place}", world.clock()))
    poison = {message.body for message in world.queue if message.body.startswith("poison")}
    dead = in_batches(world, lambda records: workers.deliver({"Records": records}, Context()))
    assert {message.body for message in dead} == poison
    assert once(world, good)


def test_a_poisonous_stream_record_keeps_no_other_from_being_told(matrix: Matrix) -> None:
    """Lambda brings everything from the first that failed on again, and in the end gives that one up."""
    world, product = a_world(matrix)
    for n in range(9):
        hear(product.desk, what_is_said(**a_place(n) | {"phone": None}), Source("web", f"key-{n}"))
    rows = [row for _, row in world.records]
    rows.insert(3, {"todo_at": {"S": "nonsense"}})
    left = [stream_record(str(place), row) for place, row in enumerate(rows)]
    given_up = []
    for tried in range(20):
        failed = streams.notify({"Records": left}, Context())["batchItemFailures"] if left else []
        names = [record["dynamodb"]["SequenceNumber"] for record in left]
        left = left[names.index(failed[0]["itemIdentifier"]) :] if failed else []
        if tried >= RECEIVES and left:
            given_up.append(left.pop(0)["dynamodb"]["SequenceNumber"])
    assert given_up == ["3"]
    world._work()
    assert once(world, 18)


def stream_record(name: str, row: Row) -> dict[str, Any]:
    return {"eventID": name, "eventName": "INSERT", "dynamodb": {"NewImage": row, "SequenceNumber": name}}


def test_a_dead_letter_queue_brought_back_after_13_days_doubles_nothing(matrix: Matrix) -> None:
    world, product = a_world(matrix)
    opened(world, product, 10)
    left = [replace(message) for message in world.queue]
    world._work()
    assert once(world, 20)
    world.clock.at += FORTNIGHT
    for message in left:
        message.at = world.clock()
    world.queue += left
    world._work()
    assert once(world, 20)
    assert not world.dead


def test_what_nobody_swept_for_13_days_is_told_by_the_redrive(matrix: Matrix) -> None:
    world, product = a_world(matrix)
    opened(world, product, 10)
    world.clock.at += FORTNIGHT
    world._work()
    assert once(world, 20)


def test_events_that_come_twice_and_in_disorder_save_what_a_dead_worker_sent(matrix: Matrix) -> None:
    world, product = a_world(matrix)
    world.box.feed = True
    opened(world, product, 5)
    wire = matrix.bench.wire
    wire.sending = "killed after"
    for message in world.queue:
        with pytest.raises(Killed):
            product.message(message)
    assert once(world, 10)
    world.queue.clear()
    for _, provider, event in list(reversed(world.box.events)) * 2:
        assert product.event(provider, event)
    wire.sending = ""
    for _ in range(40):
        world.clock.move(minutes=1)
        sweep_once(product)
    assert once(world, 10)
