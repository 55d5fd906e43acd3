"""The clocks of a request: when it is due inside and by law, and when it must be looked at next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Literal

from chalicelib.core.case import ANSWERED, Clock, State
from chalicelib.core.city import Calendar, City
from chalicelib.core.deadlines import internal_due
from chalicelib.core.due import Due, Line
from chalicelib.core.ladder import step_at
from chalicelib.core.law import Legal, fee_due, legal_due
from chalicelib.core.moments import TURKEY, local_day
from chalicelib.core.workdays import add_working_days
from chalicelib.core.worktime import next_open

Look = Literal["take", "due", "legal", "fee", "wait", "close"]

# The ladder of a legal date: its days are long, so it is climbed as slowly as that of a planned matter.
LEGAL_PACE = "P4"


@dataclass(frozen=True, slots=True)
class Watch:
    """The next moment at which something must be done about a request, and what."""

    at: datetime
    look: Look


def calendar_of(state: State, city: City) -> Calendar:
    """The working time of the accountable unit; the centre's for one that the city no longer has."""
    return city.calendars[(city.units.get(state.unit) or city.units[city.desk]).calendar]


def internal(clock: Clock, calendar: Calendar, city: City) -> Due:
    """The internal due date of a clock, explained."""
    if clock.own is None:
        return internal_due(clock.start, clock.target, calendar, city.holidays, clock.pauses)
    day = clock.own if clock.own > local_day(clock.start) else local_day(clock.start) + timedelta(days=1)
    ends = legal_due(Legal("body", clock.start, own=day), calendar, city.holidays)
    assert ends  # a date of one's own always has an end
    local = ends.at.astimezone(TURKEY).isoformat(timespec="minutes")
    return Due(ends.at, (Line("check-back", (("day", day.isoformat()),)), Line("due", (("at", local),))))


def reckon(state: State, city: City) -> tuple[State, dict[str, Any]]:
    """The state with both dates reckoned anew, and the facts for the event that did it: the new dates with their lines.

    While the citizen is waited for, the internal date stays as it was. A date that is over by `state.changed`, the time
    of the event, keeps its place on the ladder, as far as the ladder of its priority and unit has come by then: a
    slower one must not fall silent. `state.version` is the event's own.
    """
    facts: dict[str, Any] = {}
    calendar = calendar_of(state, city)
    if state.clock.paused is None or state.clock.own:
        due = internal(state.clock, calendar, city)
        if due.at != state.due:
            facts["due"] = said_due(due)
            level = state.due_level if due.at <= state.changed else 0
            state = replace(state, due=due.at, due_event=state.version, due_level=level)
    law = legal_due(state.legal, calendar, city.public_holidays) if state.legal else None
    at = law.at if law else None
    if at != state.legal_due:
        facts["legal_due"] = said_due(law) if law else None
        level = state.legal_level if at and at <= state.changed else 0
        state = replace(state, legal_due=at, legal_event=state.version, legal_level=level)
    levels = _come_to("due", state, city), _come_to("legal", state, city)
    return replace(state, due_level=levels[0], legal_level=levels[1]), facts


def _come_to(clock: Literal["due", "legal"], state: State, city: City) -> int:
    """The level raised so far, or the lower one to which this ladder has come."""
    level = state.due_level if clock == "due" else state.legal_level
    while level and step_after(level - 1, clock, state, city) > state.changed:
        level -= 1
    return level


def said_due(due: Due) -> dict[str, Any]:
    """A date and its lines as an event keeps them."""
    return {"at": due.at.isoformat(), "lines": [[line.code, dict(line.values)] for line in due.lines]}


def read_due(facts: dict[str, Any]) -> Due:
    """The date that an event kept."""
    lines = tuple(Line(code, tuple(values.items())) for code, values in facts["lines"])
    return Due(datetime.fromisoformat(facts["at"]), lines)


def watch(state: State, city: City, now: datetime) -> Watch | None:
    """What must be looked at next as of `now`, the earliest first; none once the request has ended.

    A step of the ladder that should have been raised is looked at now, or when the unit opens.
    """
    if state.status in ANSWERED:
        return Watch(_silence_ends(state, city), "close")
    if not state.open:
        return None
    return min(_watches(state, city, now), key=lambda each: each.at)


def waits_until(now: datetime, state: State, city: City) -> datetime:
    """Until when a question to the citizen stays open: the end of the last of the city's working days for it."""
    day = add_working_days(local_day(now), city.citizen_wait_days, city.holidays)
    return datetime.combine(day, time(23, 59), TURKEY)


def step_after(level: int, clock: Literal["due", "legal"], state: State, city: City) -> datetime:
    """When the step after `level` of the ladder is raised for the internal date or the legal one, which must be set."""
    start, due, pace = state.clock.start, state.due, city.ladder[state.priority]
    if clock == "legal" and state.legal and state.legal_due:
        start, due, pace = state.legal.start, state.legal_due, city.ladder[LEGAL_PACE]
    return step_at(level, start, due, pace, calendar_of(state, city), city.holidays)


def silence_ends(since: datetime, city: City) -> datetime:
    """The end of the city's days for an answer of a citizen who knows the outcome since the aware moment `since`."""
    return datetime.combine(local_day(since) + timedelta(days=city.confirm_days), time(23, 59), TURKEY)


def _watches(state: State, city: City, now: datetime) -> list[Watch]:
    calendar = calendar_of(state, city)
    found = []
    if _must_be_taken(state, city):
        since = state.alerted or state.changed
        found.append(Watch(since + timedelta(minutes=city.ladder[state.priority].take), "take"))
    if state.waits:
        found.append(Watch(next_open(state.waits, calendar, city.holidays), "wait"))
    else:
        found.append(Watch(_step("due", state, city, now), "due"))
    if state.legal and state.legal_due:
        found.append(Watch(_step("legal", state, city, now), "legal"))
    elif state.legal and state.legal.cut and not state.legal.resumed and not state.call_back:  # they know of the fee
        day = fee_due(state.legal.cut, city.public_holidays) + timedelta(days=1)
        found.append(Watch(datetime.combine(day, time(0, 1), TURKEY), "fee"))
    return found


def _step(clock: Literal["due", "legal"], state: State, city: City, now: datetime) -> datetime:
    level = state.due_level if clock == "due" else state.legal_level
    at = step_after(level, clock, state, city)
    if at >= now or city.ladder[state.priority if clock == "due" else LEGAL_PACE].clock == "wall":
        return at
    return next_open(now, calendar_of(state, city), city.holidays)


def _must_be_taken(state: State, city: City) -> bool:
    takes = city.ladder[state.priority].take
    untaken = not state.taken_by and not state.call_now and state.status != "waiting_citizen"
    return bool(takes) and untaken


def _silence_ends(state: State, city: City) -> datetime:
    """The end of the city's days for an answer to the outcome; where its notice did not arrive, the end of every day on
    which nobody has told the citizen yet."""
    asked = state.answered or state.changed
    if state.call_back:
        asked = max(asked, state.changed - timedelta(days=city.confirm_days - 1))
    return silence_ends(asked, city)
