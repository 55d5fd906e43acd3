"""A conversation that nobody answers in time is told of, and not more often than it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.flows import chat_promise, chat_work
from chalicelib.flows.sweep import late
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.chatting import (
    ID,
    OPERATOR,
    QUARTER,
    an_office,
    chat_messages,
    claimed,
    now_is,
    waits,
)


@pytest.fixture
def office() -> Office:
    return an_office()


def told(office: Office) -> list[str]:
    """The roles that were alerted, in order."""
    return [each.role for each in chat_messages(office, ID) if each.role not in ("chat", "note") and each.reply]


def swept(office: Office) -> int:
    jobs = list(chat_promise.broken(office.desk))
    return sum(bool(job()) for _, job in jobs)


def test_a_broken_promise_reaches_the_supervisor_then_the_phone_on_duty(office: Office) -> None:
    unit = office.city.units["cagri-merkezi"]
    units = {**office.city.units, unit.code: replace(unit, duty_phone="+905550000001")}
    office = office.with_city(units=units)
    waits(office)
    assert swept(office) == 0
    office.clock.move(minutes=15)
    assert (swept(office), swept(office)) == (1, 0)
    assert told(office) == ["person:supervisor"]
    office.clock.move(minutes=15)
    assert swept(office) == 1
    assert told(office) == ["person:supervisor", "unit:cagri-merkezi:duty"]
    assert now_is(office).rung == 2


def test_the_sweep_itself_tells_of_it(office: Office) -> None:
    waits(office)
    office.clock.move(minutes=15)
    for _, job in late(office.desk):
        job()
    assert told(office) == ["person:supervisor"]


def test_an_alarm_says_nothing_of_what_was_written(office: Office) -> None:
    waits(office, "gizli söz")
    office.clock.move(minutes=16)
    swept(office)
    (alarm,) = [each.reply.text for each in chat_messages(office, ID) if each.reply]
    assert f"/personel/sohbet/{ID}" in alarm
    assert "gizli" not in alarm
    assert "Ayşe" not in alarm


def test_who_has_claimed_it_and_not_answered_breaks_the_promise_too(office: Office) -> None:
    thread = claimed(office)
    office.clock.move(minutes=16)
    assert swept(office) == 1
    chat_work.answer(office.desk, OPERATOR, ID, now_is(office).version, "Buradayım.")
    office.clock.move(hours=5)
    assert swept(office) == 0
    assert thread.promise == MONDAY + QUARTER


def test_the_queue_is_counted_with_the_age_of_its_oldest(office: Office) -> None:
    waits(office)
    waits(office, id="C" + "2" * 24, since=MONDAY - timedelta(minutes=5))
    waits(office, id="C" + "3" * 24, mode="human", owner="operator", since=MONDAY - timedelta(days=1))
    assert chat_promise.waiting_now(office.desk) == (2, 300.0, 0.0)
    office.clock.move(minutes=20)
    assert chat_promise.waiting_now(office.desk) == (2, 1500.0, 300.0)
