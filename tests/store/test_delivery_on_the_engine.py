"""The stories of delivery once more, with real tables."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.holding import ALONE
from chalicelib.core.marks import Mark
from chalicelib.flows.deliver import deliver
from chalicelib.flows.notify import tell
from chalicelib.store import keys
from tests.build import MONDAY
from tests.engine import EngineOffice
from tests.flows.passing import opened
from tests.flows.queues import Killed, events_of, said, sweep_for


def told(office: EngineOffice, number: str) -> None:
    tell(office.desk, Mark(number, keys.OPENING, keys.mark(MONDAY, number)))


def elsewhere(place: int) -> dict[str, str]:
    """Somebody else's request about another place."""
    return {"key": f"key-{place}", "phone": f"0532 111 {place:04d}", "address": f"{place}. Cadde"}


def test_a_message_redelivered_to_four_workers_at_once_is_sent_once(office: EngineOffice) -> None:
    for place in range(10):
        told(office, opened(office, **elsewhere(place)))
    woken = office.queues.woken * 5
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda each: deliver(office.desk, each[1], each[2]), woken))
    sweep_for(office, minutes=5)  # what the lanes had no room for in this one moment
    assert len(office.provider.sent) == 20
    assert set(Counter(office.provider.errands()).values()) == {1}


def test_with_everything_off_the_sweep_delivers_within_two_minutes(office: EngineOffice) -> None:
    for place in range(10):
        opened(office, **elsewhere(place))
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
        deliver(office.desk, number, errand)
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


def test_what_came_back_goes_by_the_next_channel_and_the_address_is_left_alone(office: EngineOffice) -> None:
    number = opened(office, phone=None)
    told(office, number)
    deliver(office.desk, number, f"{number}-1-unit_fen-isleri-alert")
    events_of(office, "Delivery")
    mail = {"messageId": "message-1", "tags": {"errand": [f"{number}-1-unit_fen-isleri-alert"]}}
    said(office, {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": mail})
    sweep_for(office, minutes=2)
    first, *others = office.ledger.of_request(number)
    assert first.state in ("undeliverable", "settled_elsewhere")
    assert [each.errand.turn for each in others] == [1]
    other = opened(office, key="key-2", phone=None, address="2. Cadde")
    sweep_for(office, minutes=2)
    assert [each.errand.channel for each in office.ledger.of_request(other) if each.tried] == ["sms"]
    assert sum(post.provider == "ses" for post in office.provider.sent) == 1


def test_a_provider_that_is_down_is_left_alone_and_the_other_has_everything(office: EngineOffice) -> None:
    office.provider.down["ses"] = Answer(503, "ServiceUnavailable", {})
    asked = []
    carry = office.provider.carry
    office.provider.carry = lambda post: (asked.append(post.provider), carry(post))[1]  # type: ignore[method-assign]
    for place in range(20):
        opened(office, **elsewhere(place) | {"phone": None})
    sweep_for(office, minutes=1)
    assert {post.provider for post in office.provider.sent} == {"smtp"}
    assert len(office.provider.sent) == 20
    assert asked.count("ses") == 5  # then its lane is shut


def test_many_alerts_of_one_place_become_one_message_and_none_is_forgotten(office: EngineOffice) -> None:
    numbers = [opened(office, key=f"key-{place}", phone=None) for place in range(ALONE["email"] + 6)]
    sweep_for(office, minutes=8)
    alone = [errand for errand in office.provider.errands() if errand.endswith("-alert")]
    (bundle,) = (errand for errand in office.provider.errands() if errand.startswith("B"))
    sent = [office.ledger.of_request(number)[0] for number in numbers]
    assert Counter(each.state for each in sent) == {"accepted": 20, "bundled": 6}
    assert len(alone) == 20
    assert {each.bundle for each in sent} == {"", bundle}
    sweep_for(office, minutes=20)
    assert len(office.provider.sent) == 21
