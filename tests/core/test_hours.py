"""Working weeks and public holidays, as they are written in a preset."""

from typing import Any

import pytest

from chalicelib.core.hours import read_holidays, read_week
from chalicelib.core.shape import Table
from tests.cities.reading import read_json


def test_week_is_read_in_minutes_from_monday() -> None:
    faults: list[str] = []
    always, week = read_week(Table({"mon": "08:30-12:00, 13:00-17:30", "sun": "00:00-24:00"}, "office", faults))
    assert not always
    assert week == (((510, 720), (780, 1050)), (), (), (), (), (), ((0, 1440),))
    assert faults == []


def test_always_open_is_seven_full_days() -> None:
    assert read_week(Table({"always": True}, "office", [])) == (True, (((0, 1440),),) * 7)


def test_national_holidays_know_half_days() -> None:
    faults: list[str] = []
    holidays = read_holidays(read_json("holidays.json"), faults)
    assert (len(holidays), sum(holiday.half for holiday in holidays.values())) == (67, 12)
    assert faults == []


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([{"date": "29.10.2026", "name_tr": "x", "kind": "full"}], "holidays.holidays[0].date: not a date"),
        ([{"date": "2026-10-29", "name_tr": "x", "kind": "most"}], "holidays.holidays[0].kind: must be one of full"),
        ([{"date": "2026-10-29", "name_tr": "x", "kind": "full"}] * 2, "holidays.holidays[1].date: 2026-10-29 stands"),
        (None, "holidays.holidays: must be a list"),
    ],
)
def test_wrong_holiday_is_named_by_its_row(rows: Any, line: str) -> None:
    faults: list[str] = []
    read_holidays({"holidays": rows}, faults)
    assert any(each.startswith(line) for each in faults)
