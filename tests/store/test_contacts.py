"""The contacts table on a real engine, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.core.contacts import Contact
from chalicelib.core.moments import local_day
from chalicelib.store import keys
from chalicelib.store.contacts import Contacts
from infrastructure.package import ROOT
from tests.bench.costs import write_cost
from tests.bench.tap import Asked, Tap, Told
from tests.build import MONDAY
from tests.engine import EngineOffice
from tests.units import read_table

EXPIRES = MONDAY + timedelta(days=365)
TODAY = local_day(MONDAY)


def a_contact(**fields: Any) -> Contact:
    told: dict[str, Any] = {
        "id": "0" * 32,
        "at": MONDAY,
        "channel": "phone",
        "subject": "waste",
        "outcome": "informed",
        "staff": "operator",
        "unit": "cagri-merkezi",
    }
    return Contact(**told | fields)


FULL = a_contact(
    id="f" * 32,
    subject="switchboard",
    outcome="transferred",
    to="izsu",
    number="261148173056",
    note="Çok\nuzun 🦟",
    phone="+905321112233",
    email="ayse@example.org",
)


def listed(contact: Contact) -> Contact:
    return replace(contact, note="", phone="", email="")


def test_a_contact_comes_back_as_it_was_logged(office: EngineOffice) -> None:
    for contact, citizen in ((a_contact(), ""), (FULL, "who")):
        assert office.contacts.add(contact, citizen, EXPIRES)
        assert office.contacts.read(contact.id) == contact
    assert office.contacts.read("nobody") is None


def test_a_repeat_changes_nothing(office: EngineOffice) -> None:
    assert office.contacts.add(FULL, "who", EXPIRES)
    later = replace(FULL, at=MONDAY + timedelta(days=1), note="Başka")
    assert not office.contacts.add(later, "other", EXPIRES)
    assert office.contacts.read(FULL.id) == FULL
    assert office.contacts.of_citizen("other", 10) == []


def test_eight_hands_with_one_id_log_one_contact(office: EngineOffice) -> None:
    with ThreadPoolExecutor(8) as hands:
        won = list(hands.map(lambda _: office.contacts.add(FULL, "who", EXPIRES), range(16)))
    assert sum(won) == 1


def test_a_day_is_read_newest_first_in_pages(office: EngineOffice) -> None:
    contacts = [a_contact(id=f"{n:032x}", at=MONDAY + timedelta(minutes=n // 2), note="not") for n in range(5)]
    night = a_contact(id="a" * 32, at=MONDAY + timedelta(hours=14))  # 00.30 of the next day in Türkiye
    for contact in (*contacts, night):
        office.contacts.add(contact, "who", EXPIRES)
    first, cursor = office.contacts.of_day(TODAY, 2)
    second, more = office.contacts.of_day(TODAY, 2, cursor)
    third, end = office.contacts.of_day(TODAY, 2, more)
    assert first + second + third == [listed(contact) for contact in reversed(contacts)]
    assert (cursor, end) == (keys.mark(contacts[3].at, contacts[3].id), "")
    assert office.contacts.of_day(TODAY + timedelta(days=1), 2) == ([listed(night)], "")


def test_a_citizen_is_found_newest_first_and_no_other(office: EngineOffice) -> None:
    mine = [a_contact(id=f"{n:032x}", at=MONDAY + timedelta(days=n)) for n in range(3)]
    for contact in mine:
        office.contacts.add(contact, "who", EXPIRES)
    office.contacts.add(FULL, "other", EXPIRES)
    office.contacts.add(a_contact(id="b" * 32), "", EXPIRES)
    assert office.contacts.of_citizen("who", 2) == [mine[2], mine[1]]
    assert office.contacts.of_citizen("other", 2) == [listed(FULL)]


@pytest.fixture
def tap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:
    """A DynamoDB that takes everything and finds nothing."""
    with Tap(lambda asked: Told(200, {"Items": [], "Count": 0, "ScannedCount": 0} if _asks(asked) else {})) as tap:
        monkeypatch.setenv("AWS_ENDPOINT_URL", tap.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield tap


def test_logging_is_one_put_of_three_units_that_time_takes_away(tap: Tap) -> None:
    Contacts("contacts", "eu-central-1").add(FULL, "who", EXPIRES)
    ((asked, _),) = tap.calls
    text = (ROOT / "infrastructure" / "template.yaml").read_text(encoding="utf-8")
    template = YAMLTemplateSerializer().load_template(text, "template.yaml")
    table = read_table(template["Resources"]["Contacts"]["Properties"])
    assert asked.operation == "PutItem"
    assert write_cost("PutItem", table, None, asked.body["Item"]).writes == 3
    assert asked.body["Item"]["expires"] == {"N": str(int(EXPIRES.timestamp()))}


def test_each_list_is_one_query_of_its_index(tap: Tap) -> None:
    contacts = Contacts("contacts", "eu-central-1")
    contacts.of_day(TODAY, 50)
    contacts.of_citizen("who", 10)
    assert [(asked.operation, asked.body["IndexName"], asked.body["Limit"]) for asked, _ in tap.calls] == [
        ("Query", "by_day", 50),
        ("Query", "by_citizen", 10),
    ]


def _asks(asked: Asked) -> bool:
    return asked.operation == "Query"
