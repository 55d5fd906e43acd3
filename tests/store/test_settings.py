"""The settings table on a real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.core.errors import Conflict, TryLater
from chalicelib.core.settings import Setting
from chalicelib.store.settings import Settings
from infrastructure.local.settings import REGION
from tests.build import MONDAY
from tests.engine import EngineOffice

LATER = MONDAY + timedelta(hours=1)


def test_what_is_set_is_read_again_with_its_version_and_its_past(office: EngineOffice) -> None:
    value = {"name": "Ayşe", "unit": None, "waits": [1, 2], "disabled": False}
    assert office.settings.put("people", "ayse", value, None, "yonetici", MONDAY) == 1
    assert office.settings.put("people", "ayse", None, 1, "baskasi", LATER) == 2
    first = Setting("people", "ayse", value, 1, "yonetici", MONDAY)
    second = Setting("people", "ayse", None, 2, "baskasi", LATER)
    assert office.settings.all() == {("people", "ayse"): second}
    assert office.settings.history("people", "ayse") == [first, second]


def test_the_past_of_one_setting_is_not_that_of_a_longer_name(office: EngineOffice) -> None:
    for code in ("park", "park-guney"):
        office.settings.put("units", code, {}, None, "yonetici", MONDAY)
    assert [setting.code for setting in office.settings.history("units", "park")] == ["park"]


@pytest.mark.parametrize("version", [None, 0, 2])
def test_another_version_is_refused_with_the_present_one(office: EngineOffice, version: int | None) -> None:
    office.settings.put("units", "zabita", {"phone": "153"}, 0, "yonetici", MONDAY)
    with pytest.raises(Conflict) as lost:
        office.settings.put("units", "zabita", {}, version, "baskasi", LATER)
    assert lost.value.version == 1
    assert office.settings.all()["units", "zabita"].by == "yonetici"
    assert len(office.settings.history("units", "zabita")) == 1


def test_eight_admins_at_once_lose_no_change(office: EngineOffice) -> None:
    def add(name: str) -> int:
        while True:
            stands = office.settings.all().get(("centre", "days"))
            names = stands.value["names"] if stands else []
            try:
                return int(
                    office.settings.put(
                        "centre", "days", {"names": [*names, name]}, stands and stands.version, name, MONDAY
                    )
                )
            except (Conflict, TryLater):
                continue

    names = [f"admin-{place}" for place in range(24)]
    with ThreadPoolExecutor(8) as hands:
        versions = list(hands.map(add, names))
    assert sorted(versions) == list(range(1, 25))
    assert sorted(office.settings.all()["centre", "days"].value["names"]) == sorted(names)
    assert [setting.version for setting in office.settings.history("centre", "days")] == list(range(1, 25))


def test_more_settings_than_one_answer_holds_are_all_read(office: EngineOffice) -> None:
    long = "x" * 300_000
    for code in "abcdef":
        office.settings.put("people", code, {"name": long}, None, "yonetici", MONDAY)
    assert [code for _, code in office.settings.all()] == list("abcdef")


def test_a_job_is_worked_off_by_one_and_kept_as_done(office: EngineOffice) -> None:
    assert office.settings.job("recompute") is None
    office.settings.order("recompute", MONDAY)
    seen = office.settings.job("recompute")
    assert (seen.since, seen.turn, seen.cursor) == (MONDAY, 1, "")
    assert office.settings.advance("recompute", seen, "2611")
    assert not office.settings.advance("recompute", seen, "2612")
    further = office.settings.job("recompute")
    assert office.settings.advance("recompute", further, None)
    done = office.settings.job("recompute")
    assert (done.since, done.turn, done.cursor) == (MONDAY, 1, None)


def test_a_new_order_begins_anew_and_stops_the_old_one(office: EngineOffice) -> None:
    office.settings.order("recompute", MONDAY)
    seen = office.settings.job("recompute")
    office.settings.order("recompute", MONDAY)  # in the same millisecond, by another admin
    assert not office.settings.advance("recompute", seen, None)
    again = office.settings.job("recompute")
    assert (again.turn, again.cursor) == (2, "")
    office.settings.advance("recompute", again, None)
    office.settings.order("recompute", LATER)
    assert (office.settings.job("recompute").since, office.settings.job("recompute").cursor) == (LATER, "")


def test_an_engine_that_is_away_is_said_so(office: EngineOffice) -> None:
    with pytest.raises(TryLater):
        Settings("no-such-table", REGION).all()
