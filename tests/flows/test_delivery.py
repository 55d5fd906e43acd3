"""Nothing is lost and nothing doubled between a stored request and the provider's mailbox."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chalicelib.channels.provider import Answer
from chalicelib.core.delivery import HOLD
from chalicelib.flows.deliver import deliver
from chalicelib.flows.notify import tell
from tests.core.told import a_told_city
from tests.fakes import Office
from tests.flows.passing import opened
from tests.flows.queues import does, events_of, killed, mark_of, said, sweep, sweep_for, work_the_queues


def test_a_request_leads_to_one_alert_and_one_acknowledgement() -> None:
    office = Office()
    number = opened(office)
    work_the_queues(office)
    assert sorted(office.provider.errands()) == [
        f"{number}-1-reporter_1-ack",
        f"{number}-1-unit_fen-isleri-alert",
    ]
    assert not office.requests.marks
    assert {row.state for row in office.ledger.rows.values()} == {"accepted"}


def test_a_redelivered_message_sends_nothing_more() -> None:
    office = Office()
    number = opened(office)
    tell(office.desk, mark_of(office, number))
    woken = list(office.queues.woken)
    for _ in range(5):
        for _, name, errand in woken:
            deliver(office.desk, name, errand)
    assert set(Counter(office.provider.errands()).values()) == {1}


def test_a_repeated_stream_record_puts_nothing_more_down() -> None:
    office = Office()
    number = opened(office)
    mark = mark_of(office, number)
    for _ in range(3):
        tell(office.desk, mark)
    work_the_queues(office)
    assert set(Counter(office.provider.errands()).values()) == {1}


def test_with_stream_and_queues_off_everything_arrives_within_two_minutes() -> None:
    office = Office()
    numbers = []
    for second in range(60):
        office.clock.move(seconds=1)
        numbers.append(opened(office, key=f"key-{second}", phone=f"0532 111 {second:04d}", address=f"{second}. Cadde"))
    start = office.clock()
    sweep_for(office, minutes=2)
    assert office.clock() - start < timedelta(minutes=2, seconds=30)
    assert len(office.provider.sent) == 2 * len(numbers)
    assert set(Counter(office.provider.errands()).values()) == {1}


def test_with_the_queues_off_the_ledger_is_swept() -> None:
    office = Office()
    office.queues.away = True
    number = opened(office)
    tell(office.desk, mark_of(office, number))
    assert not office.provider.sent
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == 2


def test_the_sweep_leaves_alone_what_stream_and_queues_are_about_to_do() -> None:
    office = Office()
    opened(office)
    office.clock.move(seconds=20)
    sweep(office)
    assert not office.provider.sent


def test_killed_after_sending_the_event_settles_it_and_it_is_sent_once() -> None:
    office = Office()
    errand = killed(office, office.provider.fails_after)
    events_of(office)
    assert office.ledger.rows[errand].state == "accepted"
    sweep_for(office, hours=2)
    assert office.provider.errands() == [errand]


def test_killed_after_sending_without_an_event_it_is_sent_again_after_the_hold_and_once() -> None:
    office = Office()
    killed(office, office.provider.fails_after)
    sweep_for(office, seconds=HOLD.total_seconds() - 60)
    assert len(office.provider.sent) == 1
    sweep_for(office, minutes=4)
    assert len(office.provider.sent) == 2
    sweep_for(office, hours=2)
    assert len(office.provider.sent) == 2


def test_killed_before_sending_it_is_sent_after_the_hold() -> None:
    office = Office()
    killed(office, office.provider.fails)
    assert not office.provider.sent
    sweep_for(office, hours=1)
    assert len(office.provider.sent) == 1


def test_a_refusing_provider_is_tried_again_until_it_takes_it() -> None:
    office = Office()
    number = opened(office, phone=None)
    tell(office.desk, mark_of(office, number))
    office.provider.fails = [Answer(429, "TooManyRequestsException", {})] * 5
    sweep_for(office, hours=2)
    assert office.provider.errands() == [f"{number}-1-unit_fen-isleri-alert"]


def test_what_comes_back_within_the_day_is_sent_within_five_minutes() -> None:
    office = Office()
    number = opened(office)
    tell(office.desk, mark_of(office, number))
    office.provider.down = dict.fromkeys(("ses", "smtp", "aws-sms", "netgsm"), Answer(503, "ServiceUnavailable", {}))
    sweep_for(office, hours=20)
    assert not office.provider.sent
    office.provider.down = {}
    sweep_for(office, minutes=5)
    assert sorted(office.provider.errands()) == [f"{number}-1-reporter_1-ack", f"{number}-1-unit_fen-isleri-alert"]


def test_a_bounce_after_delivery_is_known_and_a_late_send_changes_nothing() -> None:
    office = Office()
    number = opened(office, phone=None)
    work_the_queues(office)
    row = office.ledger.rows[f"{number}-1-unit_fen-isleri-alert"]
    events_of(office, "Delivery")
    events_of(office, "Send")
    assert row.state == "delivered"
    bounced = {
        "eventType": "Bounce",
        "bounce": {"bounceType": "Permanent"},
        "mail": {"messageId": "message-1", "tags": {"errand": [row.errand.id]}},
    }
    said(office, bounced)
    assert row.state == "undeliverable"


def test_a_move_is_told_once_whatever_is_delivered_twice() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office)
    office.clock.move(hours=1)
    does(office, number, "assign", "operator", unit="izsu")
    does(office, number, "ask", "izsu", question="Hangi kapı?")
    for _ in range(3):
        work_the_queues(office)
        sweep(office)
    assert sorted(office.provider.errands()) == [
        f"{number}-1-reporter_1-ack",
        f"{number}-1-unit_fen-isleri-alert",
        f"{number}-2-unit_izsu-assign",
        f"{number}-3-reporter_1-ask",
    ]
