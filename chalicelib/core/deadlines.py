"""Internal deadlines: when the city's own target ends, in the unit's working time and without the pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.city import Calendar, Target
from chalicelib.core.due import Due, count_days, explain, line, minute, passed, roll
from chalicelib.core.pauses import Pauses, open_time, pauses_after, tell, wall_time
from chalicelib.core.workdays import DAY, Holidays, closing, rules, to_local
from chalicelib.core.worktime import add_working, open_stretch


def internal_due(start: datetime, target: Target, calendar: Calendar, holidays: Holidays, pauses: Pauses = ()) -> Due:
    """When a target (amount 1 or more) that starts at the aware moment `start` is due in a unit with this calendar.

    Hours run round the clock; working hours only in working time. Working days end with the last open span of the
    n-th working day after the day of receipt; calendar days likewise, on the next working day if the last is none.
    A day that closes at 24:00, as 7/24 does, ends at 23:59. Raises Misconfigured if the calendar never opens.

    What `pauses` take up after `start`, each stretch once, is added to the end: working hours and working days get the
    open time back, hours the wall time, calendar days the wall time and then the rest of that day, or of the next open
    one.
    """
    week, closed = rules(calendar, holidays)
    received = to_local(start)
    rule = line("rule-" + target.unit_of_time.replace("_", "-"), amount=str(target.amount))
    stops = pauses_after(received, pauses) if pauses else ()
    told = tell(stops) if stops else []
    if target.unit_of_time == "hours":
        return explain(received, [rule, *told], received + timedelta(hours=target.amount) + wall_time(stops))
    if target.unit_of_time == "working_hours":
        amount = timedelta(hours=target.amount) + open_time(stops, calendar, holidays)
        begins, end = open_stretch(received, amount, week, closed)
        late = [line("clock-starts", at=minute(begins))] if begins > received else []
        return explain(received, [rule, *late, *passed(received.date(), end.date(), week, closed), *told], end)
    last, lines = count_days(received.date(), target.unit_of_time, target.amount, week, closed)
    end = closing(last, week, closed)
    if stops and target.unit_of_time == "working_days":
        end = to_local(add_working(end, open_time(stops, calendar, holidays), calendar, holidays))
        lines = passed(received.date() + DAY, end.date(), week, closed)
    elif stops:
        last, more = roll((end + wall_time(stops)).date(), week, closed)
        end, told = closing(last, week, closed), [*told, *more]
    uncounted = line("receipt-day-not-counted", day=received.date().isoformat())
    return explain(received, [rule, uncounted, *lines, *told], end)
