"""Providers, the stream and the queues are away for hours: everything arrives once, and soon after they are back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.core.delivery import HOLD
from chalicelib.core.marks import Mark
from chalicelib.flows.notify import tell
from tests.proof.days import AWAY, Days, a_place, days

SOON = timedelta(minutes=5)
Record = Callable[[str, object], None]


def down(run: Days, how: str, *names: str) -> None:
    run.office.provider.down = dict.fromkeys(names, AWAY[how])


def arrivals(run: Days, numbers: list[str], what: str) -> list[datetime]:
    """When each request's message arrived, each exactly once."""
    found: dict[str, list[datetime]] = {number: [] for number in numbers}
    for piece in run.box.pieces:
        for name in piece.told:
            number, _, rest = name.partition("-")
            if rest == what and number in found:
                found[number].append(piece.at)
    assert {len(times) for times in found.values()} == {1}, found
    return [times[0] for times in found.values()]


@pytest.mark.parametrize("how", sorted(AWAY))
def test_after_an_hour_without_providers_everything_goes_out(how: str, record_property: Record) -> None:
    run = days()
    down(run, how, "ses", "aws-sms")
    numbers = []
    for minute in range(60):
        numbers.append(run.open(f"key-{minute}", **a_place(minute)))
        run.minute()
    assert not run.box.pieces
    run.office.provider.down.clear()
    back = run.office.clock()
    run.minutes(30)
    slowest = max(arrivals(run, numbers, "1-reporter_1-ack") + arrivals(run, numbers, "1-unit_fen-isleri-alert")) - back
    record_property("figures", f"an hour, {how}: {2 * len(numbers)} messages, the last {slowest} after the return")
    assert slowest <= (SOON if how != "hanging" else HOLD + timedelta(minutes=2))


@pytest.mark.prove
@pytest.mark.parametrize("how", sorted(AWAY))
def test_after_26_hours_without_sms_everybody_was_told_by_mail_or_is_called(how: str, record_property: Record) -> None:
    run = days()
    down(run, how, "aws-sms")
    told = [run.open(f"key-{n}", **a_place(n)) for n in range(40)]
    called = [run.open(f"bare-{n}", **(a_place(100 + n) | {"email": None})) for n in range(10)]
    run.minutes(26 * 60)
    listed = {entry.number for entry in run.office.requests.calls("back", 100).entries}
    reached = {name.partition("-")[0] for name in run.box.copies() if name.endswith("-reporter_1-ack")}
    silent = set(told + called) - reached - listed
    run.office.provider.down.clear()
    run.minutes(30)
    record_property(
        "figures",
        f"26 hours without SMS, {how}: {len(reached)} of {len(told)} by mail, {len(listed)} of {len(called)} on the "
        f"list of calls, silent {len(silent)}",
    )
    assert (reached, listed) == (set(told), set(called))
    arrivals(run, told, "1-reporter_1-ack")


def test_with_the_stream_off_and_the_queues_purged_the_sweep_is_enough() -> None:
    run = days()
    run.queues = False
    numbers = [run.open(f"key-{n}", **a_place(n)) for n in range(50)]
    opened = run.office.clock()
    run.minutes(2)
    assert max(arrivals(run, numbers, "1-reporter_1-ack")) - opened <= timedelta(minutes=2)


def test_a_day_without_any_worker_is_made_good_within_two_minutes() -> None:
    run = days()
    run.sweeps = False
    numbers = []
    for hour in range(25):
        numbers += [run.open(f"key-{hour}-{n}", **a_place(8 * hour + n)) for n in range(8)]
        run.office.clock.move(hours=1)
    run.sweeps = True
    back = run.office.clock()
    run.minutes(3)
    assert max(arrivals(run, numbers, "1-reporter_1-ack")) - back <= timedelta(minutes=2)


def test_what_a_purged_queue_held_is_carried_from_the_ledger() -> None:
    run = days()
    number = run.open("key-1", **a_place(1))
    tell(run.office.desk, Mark(number, "A", run.office.requests.marks[number]))
    assert run.office.queues.woken
    run.office.queues.woken.clear()
    run.minutes(2)
    arrivals(run, [number], "1-reporter_1-ack")


def test_the_breaker_moves_traffic_to_the_second_provider_and_back() -> None:
    run = days(sms=("aws-sms", "netgsm"), email=("ses",))
    down(run, "refused", "aws-sms")
    numbers = []
    for minute in range(20):
        numbers.append(run.open(f"key-{minute}", **a_place(minute)))
        run.minute()
    run.minutes(2)
    assert {piece.provider for piece in run.box.pieces} == {"ses", "netgsm"}
    assert run.office.meter.total("BreakerShut", provider="aws-sms") >= 1
    run.office.provider.down.clear()
    run.minutes(5)
    before = len(run.box.pieces)
    for minute in range(20, 30):
        numbers.append(run.open(f"key-{minute}", **a_place(minute)))
        run.minute()
    run.minutes(2)
    assert {piece.provider for piece in run.box.pieces[before:]} == {"ses", "aws-sms"}
    arrivals(run, numbers, "1-reporter_1-ack")


@pytest.mark.prove
def test_after_26_hours_without_mail_every_unit_was_told_by_phone_or_is_called(record_property: Record) -> None:
    run = days()
    down(run, "refused", "ses")
    numbers = [run.open(f"key-{n}", **a_place(n)) for n in range(20)]
    run.minutes(26 * 60)
    rung = {name.partition("-")[0] for name in run.box.copies() if name.endswith("unit_fen-isleri-alert")}
    listed = {entry.number for entry in run.office.requests.calls("now", 100).entries}
    record_property("figures", f"26 hours without mail: {len(rung)} by phone, {len(listed)} on the list of calls")
    assert rung | listed == set(numbers)
