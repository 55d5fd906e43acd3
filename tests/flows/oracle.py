"""Judges a request's history from outside: a naive count of open minutes says when each step was to be raised.

Nothing here knows how the product reckons; it reads presets, events and what was told, and its own calendar of minutes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from chalicelib.core.case import Case, Event, State
from chalicelib.core.city import Calendar, City, Holiday
from chalicelib.core.moments import TURKEY
from tests.flows.passing import whole_minute

TOLERANCE = timedelta(minutes=1)
ROUNDING = timedelta(seconds=1)
HALF_DAY = 13 * 60
DAY = 24 * 60
# After a leave was announced, this long passes before every open request is computed again.
AFTER_LEAVE = timedelta(minutes=15)


class Minutes:
    """Every minute of a calendar over many days, one by one: whether it is open, and how many were open before it."""

    def __init__(self, calendar: Calendar, holidays: Mapping[date, Holiday], first: date, days: int) -> None:
        self.base = datetime(first.year, first.month, first.day, tzinfo=TURKEY)
        self.open: list[bool] = []
        for count in range(days):
            day = first + timedelta(days=count)
            minutes = [calendar.always] * DAY
            for start, end in () if calendar.always else calendar.week[day.weekday()]:
                minutes[start:end] = [True] * (end - start)
            holiday = holidays.get(day)
            if holiday and not calendar.always:
                shut = HALF_DAY if holiday.half else 0
                minutes[shut:] = [False] * (DAY - shut)
            self.open += minutes
        self.before = [0, *accumulate(self.open)]

    def passed(self, at: datetime) -> float:
        """How much open time passed before this moment, in minutes."""
        minute = (at - self.base) / timedelta(minutes=1)
        return self.before[int(minute)] + (minute % 1) * self.open[int(minute)]

    def first(self, passed: float) -> datetime:
        """The first moment at which so much has passed."""
        edge = min(bisect_left(self.before, passed), len(self.before) - 1)
        back = self.before[edge] - passed
        return self.base + timedelta(minutes=edge - back)

    def last(self, passed: float) -> datetime:
        """The last moment at which so much has passed."""
        edge = bisect_right(self.before, passed) - 1
        return self.base + timedelta(minutes=edge + passed - self.before[edge])

    def opens(self, at: datetime) -> datetime:
        """This moment if it is open, else the next opening."""
        minute = min(int((at - self.base) / timedelta(minutes=1)), len(self.open) - 1)
        return at if self.open[minute] else self.last(self.before[minute])


@dataclass
class Known:
    """What the judge knows of a request after some of its events."""

    status: str
    unit: str
    priority: str
    start: datetime
    due: datetime
    opened: datetime
    legal_due: datetime | None
    alerted: datetime
    levels: dict[str, int] = field(default_factory=lambda: {"due": 0, "legal": 0})
    taken_by: str = ""
    call: str = ""
    waits: datetime | None = None
    fee: datetime | None = None


@dataclass
class Judge:
    """The judge of a simulation: the city before and after the leave, which was announced at `announced`."""

    before: City
    after: City
    announced: datetime
    first: date
    days: int
    end: datetime
    minutes: dict[tuple[bool, str], Minutes] = field(default_factory=dict)

    def faults(self, case: Case, opening: State) -> Iterator[str]:
        """What was missed, raised twice, too early or to the wrong role in this request."""
        known = Known(
            opening.status, opening.unit, opening.priority, opening.clock.start, opening.due, opening.clock.start,
            opening.legal_due, opening.clock.start,
        )  # fmt: skip
        at = case.request.opened
        for event in case.events:
            yield from self._silent(known, at, event.at, f"{case.number} before event {event.n}")
            if event.actor == "system":
                yield from self._fits(known, at, event)
            self._learn(known, event)
            at = event.at
        yield from self._silent(known, at, self.end, f"{case.number} at the end")

    def _silent(self, known: Known, since: datetime, until: datetime, where: str) -> Iterator[str]:
        """Nothing was to be raised between these two moments."""
        looks = self._looks(known, since, since >= self.announced)
        if since < self.announced < until:
            overdue = {look: at for look, at in looks.items() if at < self.announced}
            renewed = self._looks(known, self.announced, after=True)
            looks = {look: max(at, self.announced + AFTER_LEAVE) for look, at in renewed.items()} | overdue
        for look, at in looks.items():
            if at + TOLERANCE < until:
                yield f"{where}: {look} was missed at {at.astimezone(TURKEY):%d.%m. %H:%M}"

    def _fits(self, known: Known, since: datetime, event: Event) -> Iterator[str]:
        """A move of the system's own comes when it is due, not before, and says the right level to the right role."""
        facts, city = event.facts, self._city(event.at)
        where = f"{event.number} event {event.n}"
        looks = self._looks(known, since, event.at >= self.announced)
        if event.move == "escalate":
            clock, steps = facts["clock"], roles(known.unit, city)
            raised = known.levels[clock]
            if facts["role"] != role_of(facts["level"], steps):
                yield f"{where}: level {facts['level']} was told to {facts['role']}"
            if facts["level"] <= raised:
                yield f"{where}: level {facts['level']} was raised twice"
            for level in range(raised, facts["level"]):
                if self._step(known, clock, level, event.at >= self.announced) > event.at + ROUNDING:
                    yield f"{where}: level {level + 1} came too early"
                if role_of(level + 1, steps) != facts["role"]:
                    yield f"{where}: {role_of(level + 1, steps)} was left out"
        due = {"alert_again": "take", "no_answer": "wait", "lapse": "fee"}.get(event.move)
        if due and (due not in looks or looks[due] > event.at + ROUNDING):
            yield f"{where}: {event.move} came too early"

    def _looks(self, known: Known, since: datetime, after: bool) -> dict[str, datetime]:
        """What is to be raised next, and when at the earliest."""
        city = self.after if after else self.before
        found: dict[str, datetime] = {}
        if known.status in ("resolved", "rejected", "duplicate", "withdrawn", "closed"):
            return found
        clock = self._minutes(known.unit, after)
        takes = city.ladder[known.priority].take
        idle = known.status != "waiting_citizen"
        if takes and idle and not known.taken_by and known.call != "now":
            found["take"] = max(known.alerted + timedelta(minutes=takes), since)
        if known.waits:
            found["wait"] = max(clock.opens(known.waits), since)
        else:
            found["due"] = self._effective(known, "due", since, after)
        if known.legal_due:
            found["legal"] = self._effective(known, "legal", since, after)
        elif known.fee:
            found["fee"] = max(known.fee, since)
        return found

    def _effective(self, known: Known, clock: str, since: datetime, after: bool) -> datetime:
        at = max(self._step(known, clock, known.levels[clock], after), since)
        city = self.after if after else self.before
        wall = city.ladder[known.priority if clock == "due" else "P4"].clock == "wall"
        return at if wall else self._minutes(known.unit, after).opens(whole_minute(at))

    def _step(self, known: Known, clock: str, level: int, after: bool) -> datetime:
        city = self.after if after else self.before
        pace = city.ladder[known.priority if clock == "due" else "P4"]
        start = known.start if clock == "due" else known.opened
        due = known.due if clock == "due" else known.legal_due
        assert due
        minutes = self._minutes(known.unit, after)
        rung = level - 2
        beyond = max(rung - len(pace.waits) + 1, 0)
        wait = pace.waits[min(rung, len(pace.waits) - 1)] + pace.repeat * beyond
        if pace.clock == "wall":
            early = due - timedelta(minutes=pace.warn)
            warning = early if early >= start else start + (due - start) / 2
            return [min(warning, due), due][level] if level < 2 else due + timedelta(minutes=wait)
        if level == 0:
            early = minutes.last(minutes.passed(due) - pace.warn)
            between = max(minutes.passed(due) - minutes.passed(start), 0)
            half = minutes.passed(start) + between / 2
            return minutes.opens(min(early if early >= start else minutes.first(half), due))
        return minutes.opens(due if level == 1 else minutes.first(minutes.passed(due) + wait))

    def _learn(self, known: Known, event: Event) -> None:
        facts: Mapping[str, Any] = event.facts
        changed: Mapping[str, list[Any]] = facts.get("changed", {})
        was = known.status
        for name in ("status", "unit", "priority", "taken_by", "call"):
            if name in changed:
                setattr(known, name, changed[name][1])
        handed = "unit" in changed or (was == "referred" and event.move in ("assign", "triage", "return"))
        if handed or "priority" in changed or event.move in ("alert_again", "reopen", "not_solved"):
            known.alerted = event.at
        if event.move in ("reopen", "not_solved"):
            known.start, known.levels["due"] = event.at, 0
        if event.move in ("reopen", "not_solved", "resolve", "reject"):
            known.legal_due = known.fee = None
        if "due" in facts:
            known.due = datetime.fromisoformat(facts["due"]["at"])
            known.levels["due"] *= known.due <= event.at  # a date that is over keeps its place on the ladder
        if "legal_due" in facts:
            law = facts["legal_due"]
            known.legal_due = datetime.fromisoformat(law["at"]) if law else None
            known.levels["legal"] *= bool(known.legal_due and known.legal_due <= event.at)
        for clock in known.levels:  # a slower ladder has not come as far yet
            while known.levels[clock] and (known.legal_due or clock == "due") and self._step(
                known, clock, known.levels[clock] - 1, event.at >= self.announced) > event.at:  # fmt: skip
                known.levels[clock] -= 1
        if event.move == "escalate":
            known.levels[facts["clock"]] = facts["level"]
        city = self._city(event.at)
        if event.move == "fee":
            day = workday_after(event.at, 15, city.public_holidays) + timedelta(days=1)
            known.fee = datetime(day.year, day.month, day.day, 0, 1, tzinfo=TURKEY)
        if event.move == "paid":
            known.fee = None
        if event.move == "ask":
            day = workday_after(event.at, city.citizen_wait_days, city.holidays)
            known.waits = datetime(day.year, day.month, day.day, 23, 59, tzinfo=TURKEY)
        elif known.status != "waiting_citizen":
            known.waits = None

    def _city(self, at: datetime) -> City:
        return self.after if at >= self.announced else self.before

    def _minutes(self, unit: str, after: bool) -> Minutes:
        city = self.after if after else self.before
        code = city.units[unit].calendar
        if (after, code) not in self.minutes:
            self.minutes[after, code] = Minutes(city.calendars[code], city.holidays, self.first, self.days)
        return self.minutes[after, code]


def roles(unit: str, city: City) -> list[str]:
    """Who is told from the breach on, as the design says it: the unit, its head, those above, the supervisor."""
    headed = {person.unit for person in city.people.values() if person.role == "unit_head" and not person.disabled}
    found, above = [f"unit:{unit}"], [unit]
    while city.units[above[-1]].parent:
        above.append(str(city.units[above[-1]].parent))
    found += [f"head:{each}" if each in headed else f"unit:{each}" for each in above]
    return [*dict.fromkeys(found), "supervisor"]


def role_of(level: int, steps: list[str]) -> str:
    """Who is told at this level: the unit of a warning and at the breach, then one step up each time."""
    return [steps[0], steps[0], *steps[1:], *["supervisor"] * level][level - 1]


def workday_after(at: datetime, count: int, holidays: Mapping[date, Holiday]) -> date:
    """The `count`-th day after this one that is neither a weekend nor a whole holiday."""
    day = at.astimezone(TURKEY).date()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and not (day in holidays and not holidays[day].half)
    return day
