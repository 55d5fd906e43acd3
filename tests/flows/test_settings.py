"""An admin's change is checked, kept, and in force within a minute; a dead table stops nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, Invalid, TryLater
from chalicelib.core.settings import FRESH, Preset
from chalicelib.flows.current import CurrentCity
from chalicelib.flows.settings import RECOMPUTE, change, history, present
from tests.build import MONDAY
from tests.cities.reading import a_preset, read_json
from tests.fakes import Clock, Log
from tests.settings import Settings

PRESET = Preset(a_preset("example"), read_json("catalogue.json"), read_json("holidays.json"))
EMAIL = {"email": "yeni@ornek.example.org"}
LEAVE = {"name_tr": "İdari izin", "kind": "full"}


@dataclass
class AdminDesk:
    """What the story touches, in reach of a test."""

    settings: Settings = field(default_factory=Settings)
    preset: Preset = PRESET
    now: Clock = field(default_factory=Clock)
    log: Log = field(default_factory=Log)

    def set(self, kind: str, code: str, value: Any, version: int | None = None) -> int:
        return change(self, "yonetici", kind, code, value, version).version

    def current(self) -> CurrentCity:
        """The city of a process that starts now."""
        return CurrentCity(PRESET, self.settings.all, self.now, self.log)


def email(city: City) -> str:
    return city.units["zabita"].email


def test_a_change_is_kept_with_who_and_when_and_every_version_stays() -> None:
    desk = AdminDesk()
    assert desk.set("units", "zabita", EMAIL) == 1
    desk.now.move(hours=1)
    assert desk.set("units", "zabita", None, 1) == 2
    first, second = history(desk, "units", "zabita")
    assert (first.value, first.by, first.at) == (EMAIL, "yonetici", MONDAY)
    assert (second.value, second.version, second.at) == (None, 2, MONDAY + timedelta(hours=1))
    assert present(desk).settings["units", "zabita"] == second
    assert present(desk).city == PRESET.read({})


@pytest.mark.parametrize("version", [None, 0, 1, 3])
def test_whoever_saw_another_version_is_told_the_present_one(version: int | None) -> None:
    desk = AdminDesk()
    desk.set("units", "zabita", EMAIL)
    desk.set("units", "zabita", EMAIL, 1)
    with pytest.raises(Conflict) as lost:
        desk.set("units", "zabita", {"email": "baska@ornek.example.org"}, version)
    assert lost.value.version == 2
    assert email(present(desk).city) == EMAIL["email"]


def test_a_bad_value_changes_nothing_and_orders_nothing() -> None:
    desk = AdminDesk()
    with pytest.raises(Invalid):
        desk.set("leave", "2026-11-24", {"kind": "whole"})
    assert (desk.settings.rows, desk.settings.jobs) == ({}, {})


@pytest.mark.parametrize(
    ("kind", "code", "value", "ordered"),
    [
        ("leave", "2026-11-24", LEAVE, True),
        ("calendars", "office", {"mon": "09:00-17:00"}, True),
        ("units", "zabita", {"calendar": "always"}, True),
        ("units", "zabita", EMAIL, False),
        ("centre", "days", {"check_back_days": 9}, False),
    ],
)
def test_a_change_of_working_time_orders_a_recomputation(kind: str, code: str, value: Any, ordered: bool) -> None:
    desk = AdminDesk()
    desk.set(kind, code, value)
    job = desk.settings.job(RECOMPUTE)
    assert (job is not None) is ordered
    if job:
        assert (job.since, job.cursor, job.turn) == (MONDAY, "", 1)


def test_leave_taken_back_orders_another() -> None:
    desk = AdminDesk()
    desk.set("leave", "2026-11-24", LEAVE)
    desk.set("leave", "2026-11-24", None, 1)
    assert desk.settings.jobs[RECOMPUTE].turn == 2


def test_the_order_stands_before_the_change_so_that_a_crash_loses_none() -> None:
    class Broken(Settings):
        def put(self, *told: Any) -> int:
            raise TryLater("away")

    desk = AdminDesk(settings=Broken())
    with pytest.raises(TryLater):
        desk.set("leave", "2026-11-24", LEAVE)
    assert RECOMPUTE in desk.settings.jobs


def test_the_log_says_who_changed_what_and_never_the_value() -> None:
    desk = AdminDesk()
    desk.set("people", "ayse", {"name": "Ayşe Yılmaz", "role": "operator", "phone": "+905321110001"})
    assert desk.log.lines == [
        ("setting changed", {"kind": "people", "code": "ayse", "version": 1, "by": "yonetici"}),
    ]


def test_a_process_reads_again_after_a_minute_and_not_before() -> None:
    desk = AdminDesk()
    process = desk.current()
    old = process.city()
    desk.set("units", "zabita", EMAIL)
    asked = desk.settings.asked
    desk.now.move(seconds=FRESH.total_seconds() - 1)
    assert process.city() is old
    assert desk.settings.asked == asked
    desk.now.move(seconds=1)
    assert email(process.city()) == EMAIL["email"]
    assert desk.settings.asked == asked + 1


def test_what_did_not_change_is_not_built_again() -> None:
    desk = AdminDesk()
    desk.set("units", "zabita", EMAIL)
    process = desk.current()
    city = process.city()
    desk.now.move(minutes=5)
    assert process.city() is city


def test_a_clock_that_went_back_is_old_too() -> None:
    desk = AdminDesk()
    process = desk.current()
    process.city()
    desk.set("units", "zabita", EMAIL)
    desk.now.move(hours=-1)
    assert email(process.city()) == EMAIL["email"]


def test_without_the_table_the_last_city_goes_on_and_heals() -> None:
    desk = AdminDesk()
    desk.set("units", "zabita", EMAIL)
    process = desk.current()
    city = process.city()
    desk.settings.away = True
    desk.now.move(minutes=1)
    assert process.city() is city
    assert desk.log.lines[-1] == ("settings not read", {"reason": "dynamodb away", "preset_alone": False})
    asked = desk.settings.asked
    assert process.city() is city
    assert desk.settings.asked == asked, "a dead table costs one try a minute, not one a request"
    desk.settings.away = False
    desk.set("units", "zabita", None, 1)
    desk.now.move(minutes=1)
    assert process.city() == PRESET.read({})


def test_a_process_that_cannot_read_at_first_starts_with_the_preset_and_heals() -> None:
    desk = AdminDesk()
    desk.set("units", "zabita", EMAIL)
    desk.settings.away = True
    process = desk.current()
    assert process.city() == PRESET.read({})
    assert desk.log.lines[-1][1]["preset_alone"] is True
    desk.settings.away = False
    desk.now.move(minutes=1)
    assert email(process.city()) == EMAIL["email"]


def test_a_setting_that_no_longer_fits_is_left_out_and_logged_without_its_value() -> None:
    desk = AdminDesk()
    desk.settings.put(
        "units", "zabita", {"roster": [{"days": "mon", "hours": "1", "phones": ["secret"]}]}, None, "a", MONDAY
    )
    desk.settings.put("units", "saha-isleri", EMAIL, None, "a", MONDAY)
    assert desk.current().city().units["saha-isleri"].email == EMAIL["email"]
    ((message, facts),) = desk.log.lines
    assert (message, facts["kind"], facts["code"]) == ("setting left out", "units", "zabita")
    assert facts["keys"] == ["units.zabita.roster[0].hours", "units.zabita.roster[0].phones"]
    assert list(present(desk).left_out) == [("units", "zabita")]


def test_without_a_table_the_preset_alone_holds() -> None:
    desk = AdminDesk()
    assert CurrentCity(PRESET, None, desk.now, desk.log).city() == PRESET.read({})
