"""Where one way is shut a message takes the next: another provider, channel or person, and in the end a call."""

from __future__ import annotations

from collections import Counter

from chalicelib.channels.provider import Answer
from chalicelib.core.errors import NotReached
from chalicelib.flows.notify import tell
from tests.build import MONDAY_NIGHT
from tests.core.told import a_told_city, with_people
from tests.fakes import Clock, Office, errand_of
from tests.flows.passing import opened
from tests.flows.queues import does, mark_of, marks_of, sweep, sweep_for, work_the_queues


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


def test_what_is_urgent_at_night_reaches_the_duty_phone_whenever_it_is_worked() -> None:
    office = Office(clock=Clock(MONDAY_NIGHT))
    number = opened(office, service_code="road.pothole", description="Çukura düştüm, yaralandım", phone=None)
    office.clock.move(hours=12)  # the stream was off; the unit is open by now
    sweep(office)
    assert sorted(office.provider.errands()) == [
        f"{number}-1-unit_fen-isleri-alert",
        f"{number}-1-unit_fen-isleri_duty-alert",
    ]
