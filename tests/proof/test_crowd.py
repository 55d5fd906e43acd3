"""Four hundred people report one flood: a phone that can still be answered, and nobody forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.proof.days import days

REPORTS = 400
WITHIN = timedelta(minutes=5)


def test_a_flood_rings_a_few_times_and_forgets_nobody(record_property: Callable[[str, object], None]) -> None:
    run = days()
    run.clocks = True  # nor does it ring for each of them again because nobody has taken it
    phones = [run.office.city.units[code].duty_phone for code in ("fen-isleri", "cagri-merkezi")]
    numbers = []
    for minute in range(5):
        for n in range(REPORTS // 5):
            told = {"phone": f"0532 {minute + 100} {n:04d}", "service_code": "road.collapse"}
            numbers.append(run.open(f"key-{minute}-{n}", lat=38.4237, long=27.1428, **told))
        run.minute()
    run.minutes(15)
    rung = [sum(piece.to == phone for piece in run.box.pieces) for phone in phones]
    acks = [piece for piece in run.box.pieces if piece.errand.endswith("-ack")]
    rows = [row for row in run.office.ledger.rows.values() if row.errand.purpose == "alert"]
    record_property(
        "figures",
        f"{REPORTS} reports in 5 minutes: {rung[0]} messages to the phone on duty, {rung[1]} to the centre's, "
        f"{len(acks)} acknowledgements, "
        f"{sum(row.state == 'bundled' for row in rows)} of {len(rows)} alerts told together",
    )
    assert max(rung) <= 5
    assert sorted(piece.errand.partition("-")[0] for piece in acks) == sorted(numbers)
    told = {row.errand.id for row in rows if row.state in ("bundled", "accepted", "delivered")}
    assert told == {row.errand.id for row in rows}
    assert {row.errand.number for row in rows} == set(numbers)
    bundles = [row for row in run.office.ledger.rows.values() if row.errand.id.endswith("fen-isleri-bundle")]
    bundles += [row for row in run.office.ledger.rows.values() if row.errand.id.endswith("fen-isleri_duty-bundle")]
    members = [member.errand for row in bundles for member in row.members if row.state in ("accepted", "delivered")]
    assert len(members) == len(set(members))
    assert set(members) == {row.errand.id for row in rows if row.state == "bundled"}


def test_the_mail_of_a_crowd_names_every_request() -> None:
    run = days()
    numbers = [
        run.open(f"key-{n}", phone=f"0532 111 {n:04d}", service_code="road.collapse", lat=38.4237, long=27.1428)
        for n in range(60)
    ]
    run.minutes(15)
    mailed = run.box.copies()
    alerts = {name.partition("-")[0]: count for name, count in mailed.items() if name.endswith("fen-isleri-alert")}
    assert alerts == dict.fromkeys(numbers, 1)
