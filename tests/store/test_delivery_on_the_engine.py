"""The stories of delivery once more, with real tables."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.core.marks import Mark
from chalicelib.flows.deliver import deliver
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.notify import tell
from chalicelib.store import keys
from tests.build import MONDAY, what_is_said
from tests.engine import EngineOffice
from tests.fakes import SENDERS
from tests.flows.test_delivery import Killed, events_of, sweep_for


def opened(office: EngineOffice, key: str = "key-1", **fields: object) -> str:
    return hear(office.desk, what_is_said(**fields), Source("web", key)).request.number


def told(office: EngineOffice, number: str) -> None:
    tell(office.desk, Mark(number, keys.OPENING, keys.mark(MONDAY, number)))


def test_a_message_redelivered_to_four_workers_at_once_is_sent_once(office: EngineOffice) -> None:
    for place in range(10):
        told(office, opened(office, key=f"key-{place}", phone=f"0532 111 {place:04d}"))
    woken = office.queues.woken * 5
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda each: deliver(office.desk, SENDERS, each[1], each[2]), woken))
    assert len(office.provider.sent) == 20
    assert set(Counter(office.provider.errands()).values()) == {1}


def test_with_everything_off_the_sweep_delivers_within_two_minutes(office: EngineOffice) -> None:
    for place in range(10):
        opened(office, key=f"key-{place}", phone=f"0532 111 {place:04d}")
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == 20
    assert set(Counter(office.provider.errands()).values()) == {1}
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == 20


@pytest.mark.parametrize("events", [True, False])
def test_a_worker_killed_after_sending(office: EngineOffice, events: bool) -> None:
    number = opened(office, phone=None)
    told(office, number)
    errand = f"{number}-1-unit_fen-isleri-alert"
    office.provider.fails_after = [Killed()]
    with pytest.raises(Killed):
        deliver(office.desk, SENDERS, number, errand)
    if events:
        events_of(office)
        assert [(sent.errand.id, sent.state) for sent in office.ledger.of_request(number)] == [(errand, "accepted")]
    office.clock.move(minutes=13)
    sweep_for(office, minutes=1)
    assert len(office.provider.sent) == 1
    office.clock.at = MONDAY + timedelta(minutes=15)
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == (1 if events else 2)
    sweep_for(office, minutes=3)
    assert len(office.provider.sent) == (1 if events else 2)
