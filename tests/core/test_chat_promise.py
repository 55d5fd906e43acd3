"""Until when a conversation is answered, and whom a broken promise reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.core.chat import Waiting
from chalicelib.core.chat_promise import opens_at, promise_of, rings, rings_at
from chalicelib.core.city import City
from chalicelib.core.people import Person
from tests.build import MONDAY, MONDAY_NIGHT, a_city

OFFICE = replace(
    a_city(), units={**a_city().units, "cagri-merkezi": replace(a_city().units["cagri-merkezi"], calendar="office")}
)
TUESDAY_OPENING = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def waiting(**fields: object) -> Waiting:
    told = {"since": MONDAY, "promise": MONDAY + QUARTER, "heard": MONDAY} | fields
    return Waiting("C1", "whatsapp", **told)  # type: ignore[arg-type]  # fields of Waiting


def with_people(city: City, *people: Person) -> City:
    return replace(city, people={each.username: each for each in people})


def test_within_hours_the_promise_is_a_quarter_of_an_hour() -> None:
    assert promise_of(MONDAY, OFFICE) == MONDAY + QUARTER
    assert opens_at(MONDAY, OFFICE) is None


def test_at_night_it_counts_from_the_next_opening() -> None:
    assert promise_of(MONDAY_NIGHT, OFFICE) == TUESDAY_OPENING + QUARTER
    assert opens_at(MONDAY_NIGHT, OFFICE) == TUESDAY_OPENING


def test_an_alarm_waits_for_no_opening() -> None:
    assert promise_of(MONDAY_NIGHT, OFFICE, alarm=True) == MONDAY_NIGHT + QUARTER


def test_a_broken_promise_is_told_at_once_then_after_as_long_again_then_every_hour() -> None:
    told = [rings_at(waiting(rung=rung), OFFICE) for rung in range(4)]
    due = MONDAY + QUARTER
    assert told == [due, due + QUARTER, due + QUARTER + timedelta(hours=1), due + QUARTER + timedelta(hours=2)]


def test_what_was_promised_for_the_evening_rings_no_phone_at_night() -> None:
    evening = datetime(2026, 11, 23, 14, 25, tzinfo=UTC)  # 17.25: five minutes before closing
    each = waiting(since=evening, promise=promise_of(evening, OFFICE), rung=1)
    assert rings_at(each, OFFICE) == TUESDAY_OPENING + timedelta(minutes=25)
    assert rings_at(replace(each, alarm=True, promise=evening + QUARTER), OFFICE) == evening + 2 * QUARTER


def test_nothing_promised_is_never_broken() -> None:
    assert rings_at(waiting(promise=None), OFFICE) is None


def test_first_the_supervisors_are_told_then_the_phone_on_duty() -> None:
    boss = Person("meral", "Meral", "supervisor", "cagri-merkezi", email="meral@example.org")
    desk = OFFICE.units["cagri-merkezi"]
    units = {**OFFICE.units, desk.code: replace(desk, duty_phone="+905550000001")}
    city = with_people(replace(OFFICE, units=units), boss)
    assert [(each.role, each.channel) for each in rings(0, MONDAY, city)] == [("person:meral", "email")]
    assert [(each.role, each.channel) for each in rings(1, MONDAY, city)] == [("unit:cagri-merkezi:duty", "sms")]


def test_without_supervisor_and_duty_phone_the_desks_mailbox_is_told_every_time() -> None:
    units = {code: replace(each, duty_phone=None, roster=()) for code, each in OFFICE.units.items()}
    nobody = with_people(replace(OFFICE, units=units))
    for rung in (0, 3):
        assert [(each.role, each.channel) for each in rings(rung, MONDAY, nobody)] == [("unit:cagri-merkezi", "email")]
