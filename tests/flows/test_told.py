"""What each is told and how often, where it leads them, and what the ledger and the log say of it."""

from __future__ import annotations

from collections import Counter

from chalicelib.channels.provider import Answer
from chalicelib.core.tracking import pin
from tests.build import SECRET
from tests.core.told import a_told_city
from tests.fakes import Office, errand_of
from tests.flows.passing import opened
from tests.flows.queues import does, events_of, work_the_queues


def test_one_contact_is_acknowledged_so_often_a_day_and_no_more() -> None:
    office = Office()
    cap = office.city.daily_cap
    for place in range(cap + 3):
        opened(office, key=f"key-{place}", address=f"{place}. Cadde")
    work_the_queues(office)
    states = Counter(row.state for row in office.ledger.rows.values() if row.errand.role == "reporter:1")
    assert states == {"accepted": cap, "cancelled": 3}
    assert sum("alert" in errand for errand in office.provider.errands()) == cap + 3


def test_a_result_is_told_however_many_acknowledgements_there_were() -> None:
    office = Office()
    office.city = a_told_city()
    numbers = [opened(office, key=f"key-{place}") for place in range(office.city.daily_cap + 2)]
    work_the_queues(office)
    office.clock.move(hours=1)
    for number in numbers:
        does(office, number, "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    work_the_queues(office)
    results = [row.state for row in office.ledger.rows.values() if row.errand.purpose == "resolve"]
    assert results == ["accepted"] * len(numbers)


def test_staff_are_led_to_their_page_and_the_citizen_to_theirs() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, phone=None, email="ayse@example.org")
    office.clock.move(hours=1)
    does(office, number, "ask", "officer", question="Hangi kapı?")
    does(office, number, "answer", "citizen", text="On iki.")
    work_the_queues(office)
    shown = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    for post in office.provider.sent:
        staff = "unit_" in errand_of(post) or "person_" in errand_of(post)
        assert (f"/personel/basvuru/{shown}" in str(post.body)) is staff
        assert (f"/takip/{shown}" in str(post.body)) is not staff


def test_a_new_pin_is_mailed_to_its_owner_and_is_the_one_that_holds() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office, phone=None, email="ayse@example.org")
    office.clock.move(hours=1)
    does(office, number, "new_pin", "operator", reason="Unutmuş.")
    work_the_queues(office)
    valid = pin(SECRET, number, 1)
    mails = {errand_of(post): str(post.body) for post in office.provider.sent}
    assert valid in mails[f"{number}-2-reporter_1-new_pin"]
    assert valid in mails[f"{number}-1-reporter_1-ack"], "told after it was renewed"
    assert valid not in mails[f"{number}-1-unit_fen-isleri-alert"]


def test_the_ledger_says_of_every_message_what_became_of_it_the_oldest_first() -> None:
    office = Office()
    office.city = a_told_city()
    number = opened(office)
    work_the_queues(office)
    office.clock.move(hours=1)
    does(office, number, "message", "officer", text="Yarın geliyoruz.")
    office.provider.fails = [Answer(400, "ValidationException", {}), Answer(406, "20", {"code": "20"})]
    work_the_queues(office)
    sent = office.ledger.of_request(number)
    assert [(each.errand.purpose, each.state, len(each.tried)) for each in sent] == [
        ("ack", "accepted", 1),
        ("alert", "accepted", 1),
        ("message", "undeliverable", 2),
        ("untold", "accepted", 1),
    ]
    assert sent[2].reason == "20"
    assert sent[2].changed > sent[1].changed


def test_the_log_holds_ids_and_nothing_of_the_citizen() -> None:
    office = Office()
    opened(office, email="ayse.yilmaz@example.org")
    work_the_queues(office)
    events_of(office)
    said = str(office.log.lines)
    assert "errand carried" in said
    assert not any(word in said for word in ("Ayşe", "5321112233", "çukur", "ayse.yilmaz", "example.org"))
