"""A contact is logged once, and a caller who comes again is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.contacts import Contact
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.moments import local_day
from chalicelib.core.rights import Actor, Hat
from chalicelib.flows import contacts
from tests.build import MONDAY, a_request
from tests.fakes import Office

TODAY = local_day(MONDAY)


def log(office: Office, key: str = "key", staff: str = "operator", **said: Any) -> Contact:
    told = {"subject": "waste", "outcome": "informed", "phone": "0532 111 22 33"} | said
    return contacts.log_contact(office.desk, told, key, Actor("staff", staff, (Hat("operator", "cagri-merkezi"),)))


def test_information_given_is_a_contact_and_no_request() -> None:
    office = Office()
    contact = log(office, note="Çöp günü soruldu.")
    assert (contact.at, contact.staff, contact.unit) == (MONDAY, "operator", "cagri-merkezi")
    assert list(office.contacts.rows.values()) == [contact]
    assert office.requests.rows == {}


def test_same_form_twice_logs_one_contact() -> None:
    office = Office()
    first = log(office)
    office.clock.move(hours=20)  # past midnight
    assert log(office) == first
    assert len(office.contacts.rows) == 1


def test_same_form_with_other_words_is_refused_and_changes_nothing() -> None:
    office = Office()
    first = log(office)
    with pytest.raises(Invalid) as refused:
        log(office, outcome="hung_up")
    assert [fault.code for fault in refused.value.faults] == ["contact-logged"]
    assert list(office.contacts.rows.values()) == [first]


def test_two_people_with_the_same_key_log_two_contacts() -> None:
    office = Office()
    assert log(office, staff="one").id != log(office, staff="two").id
    assert len(office.contacts.rows) == 2


def test_contact_is_kept_as_long_as_the_preset_says() -> None:
    office = Office().with_city(contact_days=30)
    contact = log(office)
    assert office.contacts.expiries[contact.id] == MONDAY + timedelta(days=30)


def test_neither_phone_nor_note_nor_mail_comes_into_the_log() -> None:
    office = Office()
    contact = log(office, note="Komşusu hasta", email="ayse@example.org")
    contacts.see(office.desk, contact.id, "operator", confidential=False)
    contacts.of_caller(office.desk, "0532 111 22 33", "operator", confidential=False)
    told = repr(office.log.lines)
    assert "contact logged" in told
    assert not [word for word in ("532", "2233", "hasta", "ayse") if word in told]


def test_day_is_listed_newest_first_page_by_page_without_what_is_personal() -> None:
    office = Office()
    logged = []
    for key in range(5):
        logged.append(log(office, key=str(key), note="not"))
        office.clock.move(minutes=1)
    first, cursor = contacts.day(office.desk, TODAY, "operator", confidential=False, limit=3)
    second, end = contacts.day(office.desk, TODAY, "operator", confidential=False, limit=3, after=cursor)
    assert [contact.id for contact in first + second] == [contact.id for contact in reversed(logged)]
    assert end == ""
    assert {(contact.note, contact.phone) for contact in first} == {("", "")}
    assert contacts.day(office.desk, TODAY + timedelta(days=1), "operator", confidential=False) == ([], "")


@pytest.mark.parametrize("after", ["x", "2026-11-23T07:30:00.000Z", "2026-11-23T07:30:00.000Z#" + "g" * 32])
def test_a_cursor_that_is_none_is_refused(after: str) -> None:
    with pytest.raises(Invalid):
        contacts.day(Office().desk, TODAY, "operator", confidential=False, after=after)


@pytest.mark.parametrize("typed", ["0532 111 22 33", "+905321112233", "ayse@example.org"])
def test_who_calls_again_is_known_by_phone_else_by_mail(typed: str) -> None:
    office = Office()
    mail = log(office, key="mail", channel="email", phone="", email="ayse@example.org")
    office.clock.move(days=1)
    call = log(office, key="call", email="ayse@example.org")
    log(office, key="other", phone="0532 111 22 34")
    log(office, key="unknown", phone="")
    found = contacts.of_caller(office.desk, typed, "operator", confidential=False)
    assert [contact.id for contact in found] == [mail.id if "@" in typed else call.id]


def test_what_is_no_phone_finds_nobody() -> None:
    with pytest.raises(Invalid):
        contacts.of_caller(Office().desk, "12", "operator", confidential=False)


def test_a_contact_about_social_aid_is_shown_to_those_entitled_only() -> None:
    office = Office()
    contact = log(office, subject="aid")
    for entitled in (False, True):
        shown = [contact.id] if entitled else []
        assert [each.id for each in contacts.day(office.desk, TODAY, "operator", confidential=entitled)[0]] == shown
        known = contacts.of_caller(office.desk, "05321112233", "operator", confidential=entitled)
        assert [each.id for each in known] == shown
    assert contacts.see(office.desk, contact.id, "aid_line", confidential=True) == contact
    with pytest.raises(NotFound):
        contacts.see(office.desk, contact.id, "operator", confidential=False)


@pytest.mark.parametrize("id", ["", "no-such"])
def test_a_contact_that_is_not_there_is_not_found(id: str) -> None:
    with pytest.raises(NotFound) as refused:
        contacts.see(Office().desk, id, "operator", confidential=True)
    assert refused.value.code == "contact-not-found"


def test_who_looks_at_a_contact_is_in_the_log() -> None:
    office = Office()
    contact = log(office)
    assert contacts.see(office.desk, contact.id, "supervisor", confidential=False) == contact
    assert ("contact read", {"contact": contact.id, "staff": "supervisor"}) in office.log.lines


def test_a_contact_names_a_request_only_if_its_logger_may_know_of_it() -> None:
    office = Office()
    plain, hidden = a_request(number="261148173056"), a_request(number="261148173062", service_code="aid.food")
    for request in (plain, hidden):
        office.requests.open(request, None)
    assert log(office, number=plain.number, outcome="told").number == plain.number
    for number in (hidden.number, "261148173070"):
        with pytest.raises(Invalid) as refused:
            log(office, key="k2", number=number, outcome="told")
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("number", "not-found")]


def test_a_number_that_somebody_else_named_is_shown_to_those_entitled_alone() -> None:
    office = Office()
    office.requests.open(a_request(number="261148173056"), None)
    log(office, number="2611-4817-3056", outcome="told")
    for reader, entitled, sees in (("operator", False, True), ("another", False, False), ("aid", True, True)):
        (listed,), _ = contacts.day(office.desk, TODAY, reader, confidential=entitled)
        (known,) = contacts.of_caller(office.desk, "05321112233", reader, confidential=entitled)
        assert (bool(listed.number), bool(known.number)) == (sees, sees)
