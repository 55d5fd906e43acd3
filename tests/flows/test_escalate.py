"""What time brings about: warnings, the ladder, phones on duty, silence and its end; each once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.core.case import Case, Change
from chalicelib.core.city import Holiday, Shift
from chalicelib.core.moments import TURKEY
from chalicelib.core.notices import CITIZEN_MESSAGES
from chalicelib.core.rights import CITIZEN
from chalicelib.flows.escalate import look
from tests.build import MONDAY, an_errand
from tests.fakes import Office
from tests.flows.passing import (
    OFFICER,
    OPERATOR,
    does,
    events,
    next_look,
    opened,
    pass_for,
    pass_until,
    people,
    sweep,
    told,
)
from tests.shelf import Requests


class Killed(BaseException):
    """The sweep is gone: no `except Exception` sees it."""


@dataclass
class Watched(Requests):
    """A table that lets something happen between a read and the write, or after it."""

    between: list[Callable[[], object]] = field(default_factory=list)
    afterwards: list[BaseException] = field(default_factory=list)

    def case(self, number: str) -> Case | None:
        found = super().case(number)
        if self.between:
            self.between.pop()()
        return found

    def change(self, changes: Sequence[Change]) -> bool:
        done = super().change(changes)
        if self.afterwards:
            raise self.afterwards.pop()
        return done


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=TURKEY)  # type: ignore[arg-type,misc]  # year, month, day, hour, minute


def with_units(office: Office, **units: dict[str, object]) -> Office:
    changed = {code.replace("_", "-"): fields for code, fields in units.items()}
    return office.with_city(
        units=dict(office.city.units)
        | {code: replace(office.city.units[code], **fields) for code, fields in changed.items()}  # type: ignore[arg-type]
    )


def test_a_late_request_is_warned_of_then_raised_then_climbs_and_stays_loud() -> None:
    office = Office().with_city(people=people(("head", "unit_head", "fen-isleri")))
    number = opened(office)  # Monday, due on Thursday at 17.30
    pass_until(office, local(2026, 12, 3, 17, 0))
    steps = [(event.at.astimezone(TURKEY), event.facts["role"]) for event in events(office, number, "escalate")]
    assert steps == [
        (local(2026, 11, 26, 8, 30), "unit:fen-isleri"),
        (local(2026, 11, 27, 8, 30), "unit:fen-isleri"),
        (local(2026, 11, 27, 12, 30), "head:fen-isleri"),
        (local(2026, 11, 30, 8, 30), "supervisor"),
        (local(2026, 12, 1, 8, 30), "supervisor"),
        (local(2026, 12, 2, 8, 30), "supervisor"),
        (local(2026, 12, 3, 8, 30), "supervisor"),
    ]
    names = [event.facts["step"] for event in events(office, number, "escalate")]
    assert names == ["warning", "breach", *["ladder"] * 5]


def test_of_two_sweeps_at_once_one_raises_the_step() -> None:
    office = Office(requests=Watched())
    number = opened(office)
    office.clock.at = next_look(office) or MONDAY
    office.requests.between.append(lambda: look(office.desk, number))  # type: ignore[attr-defined]  # Watched
    look(office.desk, number)
    assert told(office, number) == [(1, "unit:fen-isleri")]
    assert sweep(office) == []


def test_a_sweep_killed_after_its_write_has_raised_the_step_and_the_next_raises_nothing() -> None:
    office = Office(requests=Watched(afterwards=[Killed()]))
    number = opened(office)
    office.clock.at = next_look(office) or MONDAY
    with pytest.raises(Killed):
        sweep(office)
    assert sweep(office) == []
    assert len(told(office, number)) == 1


def test_a_sweep_killed_before_its_write_leaves_the_step_to_the_next() -> None:
    office = Office(requests=Watched())
    number = opened(office)
    office.clock.at = next_look(office) or MONDAY

    def die() -> None:
        raise Killed

    office.requests.between.append(die)  # type: ignore[attr-defined]  # Watched
    with pytest.raises(Killed):
        sweep(office)
    assert told(office, number) == []
    office.clock.move(minutes=1)
    assert sweep(office) == [number]
    assert len(told(office, number)) == 1


def test_after_a_stillstand_nobody_is_told_the_same_thing_twice() -> None:
    office = Office().with_city(people=people(("head", "unit_head", "fen-isleri")))
    number = opened(office)
    office.clock.at = local(2026, 12, 18, 12, 0)
    while sweep(office):
        office.clock.move(minutes=1)
    assert [role for _, role in told(office, number)] == ["unit:fen-isleri", "head:fen-isleri", "supervisor"]
    assert next_look(office) == local(2026, 12, 21, 8, 30)


def test_on_a_day_that_became_a_holiday_a_request_is_put_off_without_an_event() -> None:
    office = Office()
    number = opened(office)
    seen = next_look(office)
    assert seen
    day = seen.astimezone(TURKEY).date()
    closed = office.with_city(holidays={**office.city.holidays, day: Holiday(day, "İdari izin", half=False)})
    closed.clock.at = seen
    assert sweep(closed) == [number]
    assert closed.requests.cases[number].events == ()
    assert next_look(closed) == seen + timedelta(days=1)


def test_a_p1_that_nobody_takes_goes_from_phone_to_phone_and_then_to_the_centre() -> None:
    shift = Shift(tuple(range(7)), 0, 24 * 60, ("+905000000021", "+905000000022", "+905000000023"))
    office = with_units(Office(), fen_isleri={"roster": (shift,)})
    number = opened(office, description="Yol çöktü, büyük bir çukur var")
    assert office.requests.cases[number].state.priority == "P1"
    unit = office.requests.cases[number].state.unit
    office = with_units(office, **{unit.replace("-", "_"): {"roster": (shift,)}})
    pass_for(office, minutes=35)
    turns = [(event.at - MONDAY, event.facts["turn"]) for event in events(office, number, "alert_again")]
    assert turns == [(timedelta(minutes=10 * turn), turn) for turn in (1, 2, 3)]
    assert office.requests.cases[number].state.call == "now"
    pass_for(office, hours=5)
    assert len(events(office, number, "alert_again")) == 3
    assert len(told(office, number)) > 5


def test_a_p1_that_was_taken_alerts_nobody_again_and_still_climbs_when_it_is_late() -> None:
    office = Office()
    number = opened(office, description="Yol çöktü, büyük bir çukur var")
    does(office, number, "accept", OPERATOR)
    pass_for(office, hours=3)
    assert events(office, number, "alert_again") == []
    assert (2, f"unit:{office.requests.cases[number].state.unit}") in told(office, number)


def test_a_citizen_who_does_not_answer_is_waited_for_and_then_the_work_goes_on() -> None:
    office = Office()
    number = opened(office)
    does(office, number, "start")
    does(office, number, "ask", question="Hangi kapı?")
    pass_until(office, local(2026, 12, 7, 23, 58))
    assert office.requests.cases[number].state.status == "waiting_citizen"
    assert told(office, number) == []
    pass_until(office, local(2026, 12, 8, 8, 30))
    state = office.requests.cases[number].state
    assert state.status == "in_progress"
    assert state.due == local(2026, 12, 11, 15, 30)  # 34 working hours were left
    assert [event.actor for event in events(office, number, "no_answer")] == ["system"]


def test_an_information_request_whose_fee_is_not_paid_lapses() -> None:
    office = Office()
    number = opened(office, legal_basis="foi", address="Ankara Caddesi 12")
    unit = office.requests.cases[number].state.unit
    does(office, number, "fee", OPERATOR, amount="120 TL")
    delivered(office, number, "fee")
    pass_until(office, local(2026, 12, 14, 23, 0))
    assert events(office, number, "lapse") == []
    pass_until(office, local(2026, 12, 15, 0, 2))
    state = office.requests.cases[number].state
    assert (state.status, state.unit) == ("withdrawn", unit)
    assert next_look(office) is None


def test_a_fee_that_nobody_heard_of_lets_nothing_lapse_and_its_days_count_from_the_call() -> None:
    office = Office()
    number = opened(office, legal_basis="foi", address="Ankara Caddesi 12")
    does(office, number, "fee", OPERATOR, amount="120 TL")
    pass_until(office, local(2026, 12, 16, 12, 0))
    state = office.requests.cases[number].state
    assert (state.status, state.call, len(events(office, number, "untold"))) == ("received", "back", 1)
    does(office, number, "called", OPERATOR, reached="1")
    pass_until(office, local(2026, 12, 31, 12, 0))
    assert office.requests.cases[number].state.status == "received"
    pass_until(office, local(2027, 1, 8, 12, 0))
    assert office.requests.cases[number].state.status == "withdrawn"


def resolved(office: Office, **fields: object) -> str:
    number = opened(office, **fields)
    does(office, number, "resolve", outcome="done", answer="Yapıldı.")
    return number


def delivered(office: Office, number: str, purpose: str = "resolve") -> None:
    errand = an_errand(
        number=number, event=2, role="reporter:1", purpose=purpose, channel="sms", queue=CITIZEN_MESSAGES
    )
    office.ledger.add(errand)
    office.ledger.settle(number, errand.id, "delivered", "", office.clock())


def test_silence_closes_what_was_told() -> None:
    office = Office()
    number = resolved(office)
    delivered(office, number)
    pass_until(office, local(2026, 11, 30, 23, 58))
    assert office.requests.cases[number].state.status == "resolved"
    pass_until(office, local(2026, 11, 30, 23, 59))
    assert office.requests.cases[number].state.status == "closed"
    assert next_look(office) is None


def test_who_was_not_told_stands_on_the_list_of_calls_and_nothing_closes() -> None:
    office = Office()
    number = resolved(office)
    pass_until(office, local(2026, 12, 6, 12, 0))
    state = office.requests.cases[number].state
    assert (state.status, state.call) == ("resolved", "back")
    assert len(events(office, number, "untold")) == 1
    assert next_look(office)


def test_a_call_that_nobody_makes_is_asked_for_again_every_week_and_keeps_its_place_in_the_list() -> None:
    office = Office()
    number = resolved(office)
    pass_for(office, days=30)
    days = [event.at.astimezone(TURKEY).date() - MONDAY.date() for event in events(office, number, "untold")]
    assert days == [timedelta(days=count) for count in (7, 14, 21, 28)]
    assert office.requests.cases[number].state.call_since == events(office, number, "untold")[0].at


def test_silence_counts_from_the_call_that_reached_the_citizen() -> None:
    office = Office()
    number = resolved(office)
    pass_until(office, local(2026, 12, 4, 12, 0))
    does(office, number, "called", OPERATOR, reached="1")
    pass_until(office, local(2026, 12, 11, 23, 58))
    assert office.requests.cases[number].state.status == "resolved"
    pass_until(office, local(2026, 12, 11, 23, 59))
    assert office.requests.cases[number].state.status == "closed"


def test_who_left_no_way_to_be_told_reads_it_on_the_page_and_silence_closes() -> None:
    office = Office().with_city(anonymous="always")
    number = resolved(office, phone=None, email=None)
    pass_until(office, local(2026, 11, 30, 23, 59))
    assert office.requests.cases[number].state.status == "closed"


def test_a_citizens_words_restart_no_clock() -> None:
    office = Office()
    number = opened(office)
    before, looked = office.requests.cases[number].state, next_look(office)
    office.clock.move(hours=20)
    does(office, number, "add", CITIZEN, text="Çukur büyüdü.")
    does(office, number, "note", OFFICER, text="Ekip yolda.")
    state = office.requests.cases[number].state
    assert (state.due, state.due_level, next_look(office)) == (before.due, before.due_level, looked)


def test_a_late_request_that_gets_a_slower_ladder_does_not_fall_silent() -> None:
    office = Office()
    number = opened(office, description="Yol çöktü, büyük bir çukur var")
    pass_for(office, days=25)
    assert told(office, number)[-1][0] > 500  # every hour
    does(office, number, "triage", OPERATOR, priority="P4")  # 15 days: late since ten
    now = office.clock()
    pass_for(office, days=4)
    later = [event for event in events(office, number, "escalate") if event.at > now]
    assert later
    assert {event.facts["role"] for event in later} == {"supervisor"}
