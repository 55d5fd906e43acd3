"""What is near on the whole product, and who follows it: joined, acknowledged, told the outcome, and nobody twice."""

from __future__ import annotations

import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in
from tests.e2e.test_delivery import eventually, of, opens

pytestmark = pytest.mark.e2e

# In the bay, where no other test reports anything.
PLACE = {"lat": 38.4301, "long": 27.0901, "district": "Konak"}
NEAR = f"/api/requests/near?lat={PLACE['lat']}&long={PLACE['long']}"


def near(kopru: LocalKopru) -> list[str]:
    """The numbers of what is near."""
    answer = kopru.http.get(NEAR)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=30")
    return [found["number"] for found in answer.json()["requests"]]


def status(kopru: LocalKopru, number: str) -> str:
    return str(kopru.http.get(f"/api/requests/{number}").json()["status"])


def test_who_follows_what_is_near_is_joined_and_hears_what_came_of_it(kopru: LocalKopru) -> None:
    number = opens(kopru, "0532 700 00 11", **PLACE)
    assert near(kopru) == [number]
    follower = opens(kopru, "0532 700 00 12", follows=number, **PLACE)
    eventually(lambda: status(kopru, follower) == "duplicate", 60)
    sent = kopru.await_outbox(lambda all_: bool(of(all_, follower)), 120)
    assert ["birlestirildi" in message["text"] for message in of(sent, follower)] == [True]
    assert near(kopru) == [number]

    staff = sign_in(kopru, "supervisor")
    staff.move(number, "resolve", outcome="repaired", answer="Çukur kapatıldı.")
    eventually(lambda: "follow" in [each["move"] for each in staff.see(follower)["events"]], 60)
    assert near(kopru) == []

    def told() -> list[str]:
        return sorted(each["purpose"] for each in staff.see(follower)["messages"])

    eventually(lambda: told() == ["ack", "follow"])
