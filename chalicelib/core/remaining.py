"""How far away a promised date is: what its badge says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.core.city import Calendar
from chalicelib.core.moments import local_day
from chalicelib.core.workdays import Holidays, working_minutes

Tone = Literal["calm", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Remaining:
    """The code of a sentence in texts/ (`web.left.<code>`), its number, and how pressing it is."""

    code: str
    count: int
    tone: Tone


def time_left(due: datetime, now: datetime, calendar: Calendar, holidays: Holidays) -> Remaining:
    """From the aware moment `now` to `due`, in local days: in working days where the unit has any before it, in plain
    days for a unit that never closes, and in plain days late."""
    days = (local_day(due) - local_day(now)).days
    if now > due:
        return Remaining("late-today" if not days else "late-day" if days == -1 else "late-days", -days, "late")
    if days < 2:
        return Remaining("tomorrow" if days else "today", days, "soon")
    ahead = (local_day(now) + timedelta(days=step) for step in range(1, days + 1))
    working = 0 if calendar.always else sum(1 for day in ahead if working_minutes(day, calendar, holidays))
    if not working:
        return Remaining("days", days, "calm")
    return Remaining("working-day" if working == 1 else "working-days", working, "calm")
