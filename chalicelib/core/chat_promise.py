"""Until when somebody answers a conversation, and whom a broken promise tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.chat import Waiting
from chalicelib.core.city import Calendar, City
from chalicelib.core.people import on_duty, supervisors
from chalicelib.core.worktime import add_working, is_open, next_open

AGAIN = timedelta(minutes=60)
"""After the duty phone rang, it rings again so often, until somebody answers."""


@dataclass(frozen=True, slots=True)
class Ring:
    """One telling of a broken promise: to which role, by mail or by SMS."""

    role: str
    channel: str


def promise_of(since: datetime, city: City, *, alarm: bool = False) -> datetime:
    """Until when (UTC) a person answers whoever asked for one at the aware moment `since`: `chat_promise_minutes` of
    the desk's working time, so that outside of it they count from the next opening. An alarm waits for no opening."""
    amount = timedelta(minutes=city.chat_promise_minutes)
    return since + amount if alarm else add_working(since, amount, _calendar(city), city.holidays)


def opens_at(at: datetime, city: City) -> datetime | None:
    """When the desk opens next (UTC); None where it is open at `at`."""
    calendar = _calendar(city)
    return None if is_open(at, calendar, city.holidays) else next_open(at, calendar, city.holidays)


def rings_at(waiting: Waiting, city: City) -> datetime | None:
    """When a conversation that nobody has answered is told of next: when the promise is broken, as long again after
    that, then every AGAIN; in the desk's working time, an alarm at any time. None where nothing is promised."""
    if waiting.promise is None:
        return None
    steps = [timedelta(0), timedelta(minutes=city.chat_promise_minutes)]
    more = steps[waiting.rung] if waiting.rung < len(steps) else steps[1] + AGAIN * (waiting.rung - 1)
    if waiting.alarm:
        return waiting.promise + more
    return add_working(waiting.promise, more, _calendar(city), city.holidays)


def rings(rung: int, at: datetime, city: City) -> tuple[Ring, ...]:
    """Whom the telling of number `rung` (from 0) reaches at the aware moment `at`: first the mailboxes of the centre's
    supervisors (its desk's where it has none), after that the phone on duty as well, if there is one."""
    mailboxes = tuple(Ring(f"person:{each.username}", "email") for each in supervisors(city) if each.email)
    mailboxes = mailboxes or (Ring(f"unit:{city.desk}", "email"),)
    if rung == 0 or not on_duty(city, city.desk, at):
        return mailboxes
    return (Ring(f"unit:{city.desk}:duty", "sms"),)


def _calendar(city: City) -> Calendar:
    return city.calendars[city.units[city.desk].calendar]
