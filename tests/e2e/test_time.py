"""What time brings, on the whole product and by the real clock: a P1 that nobody takes, and a day of leave."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import Staff, errands_of, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.prove]

# Settings are read once a minute, the sweep comes once a minute, and sweeps keep the city they began with.
A_MINUTE_FELT = 75
RECOMPUTED = 260


def put(admin: Staff, kind: str, code: str, value: Any) -> None:
    answer = admin.call("GET", f"/settings/{kind}/{code}")
    version = answer.json()["version"] if answer.status_code == 200 else 0
    changed = admin.call("PUT", f"/settings/{kind}/{code}", json={"value": value, "version": version})
    assert changed.status_code == 200, changed.text


def moves_of(staff: Staff, number: str) -> list[str]:
    return [event["move"] for event in staff.see(number)["events"]]


def await_move(staff: Staff, number: str, move: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while move not in moves_of(staff, number):
        assert time.monotonic() < deadline, moves_of(staff, number)
        time.sleep(2)


def test_a_p1_that_nobody_takes_goes_to_the_centre_and_a_new_setting_is_felt_within_a_minute(
    kopru: LocalKopru,
) -> None:
    admin, supervisor = sign_in(kopru, "admin"), sign_in(kopru, "supervisor")
    ladder = admin.call("GET", "/settings/ladder/P1").json()["value"]
    put(admin, "ladder", "P1", ladder | {"take": 1})
    try:
        time.sleep(A_MINUTE_FELT)
        number = supervisor.open(
            channel="phone",
            service_code="sewer.open_manhole",
            description="Rögar kapağı yok, çocuklar düşecek.",
            district="Konak",
            phone="0232 4441122",
        )["number"]
        assert supervisor.see(number)["priority"] == "P1"
        await_move(supervisor, number, "alert_again", 200)
        calls = supervisor.call("GET", "/calls?list=now").json()["requests"]
        assert number in [each["number"] for each in calls]
        kopru.await_outbox(lambda messages: any("call_now" in each for each in errands_of(messages, number)))
        assert supervisor.move(number, "accept", by="Nöbetçi ekip")["call"] == ""
        assert moves_of(supervisor, number).count("alert_again") == 1
    finally:
        put(admin, "ladder", "P1", None)


def test_leave_that_is_announced_later_moves_the_citys_own_date_by_a_day(kopru: LocalKopru) -> None:
    admin, supervisor = sign_in(kopru, "admin"), sign_in(kopru, "supervisor")
    number = supervisor.open(
        channel="counter",
        service_code="park.playground",
        description="Salıncak kırık.",
        district="Konak",
        phone="0232 4441133",
    )["number"]
    due = date.fromisoformat(supervisor.see(number)["due"][:10])
    leave = due - timedelta(days=1)
    while leave.weekday() > 4:
        leave -= timedelta(days=1)
    put(admin, "leave", leave.isoformat(), {"name_tr": "İdari izin", "kind": "full"})
    try:
        await_move(supervisor, number, "recompute", RECOMPUTED)
        seen = supervisor.see(number)
        assert date.fromisoformat(seen["due"][:10]) > due
        assert moves_of(supervisor, number).count("recompute") == 1
        audit = sign_in(kopru, "auditor").call("GET", f"/requests/{number}/chain").json()
        assert audit["verified"], audit["faults"]
    finally:
        put(admin, "leave", leave.isoformat(), None)
