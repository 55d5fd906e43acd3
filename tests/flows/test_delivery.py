"""Nothing is lost and nothing doubled between a stored request and the provider's mailbox."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.delivery import HOLD
from chalicelib.core.errors import NotReached
from chalicelib.core.marks import Mark
from chalicelib.core.tracking import pin
from chalicelib.flows.deliver import deliver
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from chalicelib.flows.receipts import read, settle
from chalicelib.flows.sweep import overdue
from tests.build import MONDAY_NIGHT, SECRET, an_actor, what_is_said
from tests.core.told import a_told_city, with_people
from tests.fakes import Clock, Office, errand_of


class Killed(BaseException):
    """The worker is gone: no `except Exception` sees it."""


def opened(office: Office, key: str = "key-1", **fields: object) -> str:
    return hear(office.desk, what_is_said(**fields), Source("web", key)).request.number


def mark_of(office: Office, number: str) -> Mark:
    return Mark(number, "A", office.requests.marks[number])


def marks_of(office: Office) -> list[Mark]:
    """The marks of every opening and event that still has to be told."""
    return [Mark(number, part, value) for (number, part), value in office.requests.todos.items()]


def does(office: Office, number: str, name: str, who: str, **said: object) -> None:
    """Somebody of the staff, or the citizen, makes a move."""
    move(office.desk, number, name, said, an_actor(who, office.city))


def work_the_queues(office: Office) -> None:
    """Stream and queues do their work at once."""
    while marks_of(office) or office.queues.woken:
        for mark in marks_of(office):
            tell(office.desk, mark)
        while office.queues.woken:
            _, number, errand = office.queues.woken.pop(0)
            deliver(office.desk, number, errand)
            office.clock.move(seconds=0.1)  # no provider takes everything at the same moment


def sweep(office: Office) -> None:
    for _, job in overdue(office.desk):
        job()
        office.clock.move(seconds=0.1)  # no provider takes everything at the same moment


def sweep_for(office: Office, **time: float) -> None:
    """The sweep of every minute, for so long."""
    start, end = office.clock(), office.clock() + timedelta(**time)
    while office.clock() < end:
        start += timedelta(minutes=1)
        office.clock.at = max(start, office.clock())
        sweep(office)


def events_of(office: Office, kind: str = "Send") -> None:
    """The provider's events about everything it has."""
    for place, post in enumerate(office.provider.sent):
        if post.provider == "ses":
            event: dict[str, object] = {
                "eventType": kind,
                "mail": {"messageId": f"message-{place + 1}", "tags": {"errand": [errand_of(post)]}},
            }
        else:
            event = {"eventType": "TEXT_QUEUED", "messageId": f"message-{place + 1}", "context": post.body["Context"]}
        said(office, event)


def said(office: Office, event: dict[str, object]) -> None:
    """A provider's event has come in."""
    for receipt in read(event):
        settle(office.desk, receipt)


def killed(office: Office, when: list[BaseException]) -> str:
    """An alert whose worker is killed: `provider.fails` before the provider has it, `provider.fails_after` after."""
    number = opened(office, phone=None)
    tell(office.desk, mark_of(office, number))
    when.append(Killed())
    errand = f"{number}-1-unit_fen-isleri-alert"
    with pytest.raises(Killed):
        deliver(office.desk, number, errand)
    return errand


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


def test_what_no_channel_takes_for_a_day_is_a_call_to_make() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office)
    tell(office.desk, mark_of(office, number))
    office.provider.down = dict.fromkeys(("ses", "smtp", "aws-sms", "netgsm"), NotReached("ConnectTimeoutError"))
    sweep_for(office, hours=50)
    assert office.ledger.rows[f"{number}-1-reporter_1-ack"].state == "undeliverable"
    assert office.ledger.rows[f"{number}-1-unit_fen-isleri-alert"].state == "undeliverable"
    assert office.ledger.rows[f"{number}-1-unit_fen-isleri-alert-1"].state == "undeliverable", "by SMS after the mail"
    state = office.requests.cases[number].state
    assert state.call_back
    assert state.call_now
    moves = Counter(event.move for event in office.requests.cases[number].events)
    assert (moves["untold"], moves["unreached"]) == (1, 1)


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


def test_a_refusal_by_the_first_provider_is_the_second_one_s_message() -> None:
    office = Office()
    number = opened(office, phone=None)
    office.provider.down["ses"] = Answer(400, "MessageRejected", {})
    work_the_queues(office)
    (post,) = office.provider.sent
    assert (post.provider, errand_of(post)) == ("smtp", f"{number}-1-unit_fen-isleri-alert")
    (row,) = office.ledger.rows.values()
    assert [(attempt.provider, attempt.code) for attempt in row.tried] == [
        ("ses", "MessageRejected"),
        ("smtp", "accepted"),
    ]


def test_an_address_that_nobody_takes_is_left_for_the_next_channel() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, email="ayse@example.org")
    office.provider.down = dict.fromkeys(("aws-sms", "netgsm"), Answer(400, "ValidationException", {}))
    office.provider.down["netgsm"] = Answer(406, "70", {"code": "70"})
    work_the_queues(office)
    first, second = (office.ledger.rows[f"{number}-1-reporter_1-ack{turn}"] for turn in ("", "-1"))
    assert (second.state, second.errand.channel) == ("accepted", "email")
    assert (first.state, first.errand.channel) == ("settled_elsewhere", "sms")


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


def test_one_contact_is_acknowledged_so_often_a_day_and_no_more() -> None:
    office = Office()
    cap = office.city.daily_cap
    for place in range(cap + 3):
        opened(office, key=f"key-{place}", address=f"{place}. Cadde")
    work_the_queues(office)
    states = Counter(row.state for row in office.ledger.rows.values() if row.errand.role == "reporter:1")
    assert states == {"accepted": cap, "cancelled": 3}
    assert sum("alert" in errand for errand in office.provider.errands()) == cap + 3


def test_a_result_is_told_however_many_acknowledgements_there_were() -> None:
    office = Office()
    office.city = a_told_city()
    numbers = [opened(office, key=f"key-{place}") for place in range(office.city.daily_cap + 2)]
    work_the_queues(office)
    office.clock.move(hours=1)
    for number in numbers:
        does(office, number, "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    work_the_queues(office)
    results = [row.state for row in office.ledger.rows.values() if row.errand.purpose == "resolve"]
    assert results == ["accepted"] * len(numbers)


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


def test_staff_are_led_to_their_page_and_the_citizen_to_theirs() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, phone=None, email="ayse@example.org")
    office.clock.move(hours=1)
    does(office, number, "ask", "officer", question="Hangi kapı?")
    does(office, number, "answer", "citizen", text="On iki.")
    work_the_queues(office)
    shown = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    for post in office.provider.sent:
        staff = "unit_" in errand_of(post) or "person_" in errand_of(post)
        assert (f"/personel/basvuru/{shown}" in str(post.body)) is staff
        assert (f"/takip/{shown}" in str(post.body)) is not staff


def test_a_new_pin_is_mailed_to_its_owner_and_is_the_one_that_holds() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, phone=None, email="ayse@example.org")
    office.clock.move(hours=1)
    does(office, number, "new_pin", "operator", reason="Unutmuş.")
    work_the_queues(office)
    valid = pin(SECRET, number, 1)
    mails = {errand_of(post): str(post.body) for post in office.provider.sent}
    assert valid in mails[f"{number}-2-reporter_1-new_pin"]
    assert valid in mails[f"{number}-1-reporter_1-ack"], "told after it was renewed"
    assert valid not in mails[f"{number}-1-unit_fen-isleri-alert"]


def test_an_alert_to_somebody_who_left_meanwhile_reaches_the_unit() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, phone=None)
    office.clock.move(hours=1)
    does(office, number, "accept", "officer")
    does(office, number, "add", "citizen", text="Bir çukur daha var.")
    for mark in marks_of(office):
        tell(office.desk, mark)
    assert f"{number}-3-person_officer-add" in office.ledger.rows
    office.city = with_people(office.city, officer={"disabled": True})
    work_the_queues(office)
    (post,) = (post for post in office.provider.sent if errand_of(post) == f"{number}-3-person_officer-add")
    assert "fen-isleri@izmir.example.org" in str(post.body)


def test_the_ledger_says_of_every_message_what_became_of_it_the_oldest_first() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office)
    work_the_queues(office)
    office.clock.move(hours=1)
    does(office, number, "message", "officer", text="Yarın geliyoruz.")
    office.provider.fails = [Answer(400, "ValidationException", {}), Answer(406, "20", {"code": "20"})]
    work_the_queues(office)
    sent = office.ledger.of_request(number)
    assert [(each.errand.purpose, each.state, len(each.tried)) for each in sent] == [
        ("ack", "accepted", 1),
        ("alert", "accepted", 1),
        ("message", "undeliverable", 2),
        ("untold", "accepted", 1),
    ]
    assert sent[2].reason == "20"
    assert sent[2].changed > sent[1].changed


def test_what_is_urgent_at_night_reaches_the_duty_phone_whenever_it_is_worked() -> None:
    office = Office(clock=Clock(MONDAY_NIGHT))
    number = opened(office, service_code="road.pothole", description="Çukura düştüm, yaralandım", phone=None)
    office.clock.move(hours=12)  # the stream was off; the unit is open by now
    sweep(office)
    assert sorted(office.provider.errands()) == [
        f"{number}-1-unit_fen-isleri-alert",
        f"{number}-1-unit_fen-isleri_duty-alert",
    ]


def test_the_log_holds_ids_and_nothing_of_the_citizen() -> None:
    office = Office()
    opened(office, email="ayse.yilmaz@example.org")
    work_the_queues(office)
    events_of(office)
    said = str(office.log.lines)
    assert "errand carried" in said
    assert not any(word in said for word in ("Ayşe", "5321112233", "çukur", "ayse.yilmaz", "example.org"))
