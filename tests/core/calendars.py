"""Calendars and holidays for tests of time: an office with lunch, a Saturday shop, an evening shift, 7/24, never."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import strategies as st

from chalicelib.core.city import Calendar, Holiday
from chalicelib.core.label import Label

LOCAL = timezone(timedelta(hours=3))
DATA = Path(__file__).parents[2] / "chalicelib"
ROWS = json.loads((DATA / "cities" / "holidays.json").read_text(encoding="utf-8"))["holidays"]
HOLIDAYS = {
    date.fromisoformat(row["date"]): Holiday(date.fromisoformat(row["date"]), row["name_tr"], row["kind"] == "half")
    for row in ROWS
}

NAME = Label("Takvim", "Calendar")
OFFICE = Calendar("office", NAME, always=False, week=(((510, 720), (780, 1050)),) * 5 + ((), ()))
SATURDAYS = Calendar("saturdays", NAME, always=False, week=(((480, 1020),),) * 6 + ((),))
EVENINGS = Calendar("evenings", NAME, always=False, week=(((960, 1440),),) * 7)
ROUND_THE_CLOCK = Calendar("always", NAME, always=True, week=((),) * 7)
CLOSED = Calendar("closed", NAME, always=False, week=((),) * 7)

CALENDARS = st.sampled_from([OFFICE, SATURDAYS, EVENINGS, ROUND_THE_CLOCK])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone beside
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
LEAVE = st.sets(DAYS, max_size=40).map(
    lambda days: HOLIDAYS | {day: Holiday(day, "İdari izin", half=False) for day in days}
)


def at(text: str) -> datetime:
    """A local time such as '2026-11-23 14:30', in UTC as the product keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)
