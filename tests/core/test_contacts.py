"""A contact is read from what was said of it, every fault at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.contacts import (
    CHANNELS,
    LIMITS,
    OUTCOMES,
    OWN_SUBJECTS,
    Contact,
    citizen_key,
    is_confidential,
    read_contact,
    subject_words,
    subjects,
)
from chalicelib.core.errors import Invalid
from tests.build import MONDAY, SECRET, a_city, the_wording


def read(**said: Any) -> Contact:
    told = {"subject": "waste", "outcome": "informed"} | said
    return read_contact(told, a_city(), id="id", at=MONDAY, staff="operator", unit="cagri-merkezi")


def faults_of(**said: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        read(**said)
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_subject_and_outcome_are_enough_for_a_call() -> None:
    assert read() == Contact("id", MONDAY, "phone", "waste", "informed", "operator", "cagri-merkezi")


def test_all_that_can_be_said_is_kept_clean() -> None:
    contact = read(
        channel="counter",
        subject="status",
        outcome="told",
        number="No: 2611 4817 3056",
        note=" Sonuç\r\nanlatıldı. \x00",
        phone="0232 111 22 33",
        email="ayse@Example.ORG",
    )
    assert (contact.channel, contact.subject, contact.outcome, contact.to) == ("counter", "status", "told", "")
    assert (contact.number, contact.note) == ("261148173056", "Sonuç\nanlatıldı.")
    assert (contact.phone, contact.email) == ("+902321112233", "ayse@example.org")


@pytest.mark.parametrize("to", ["izsu", "gdz-186"])
def test_a_call_is_put_through_to_a_unit_or_another_body(to: str) -> None:
    assert read(subject="switchboard", outcome="transferred", to=to).to == to


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"subject": ""}, ("subject", "required")),
        ({"subject": None}, ("subject", "required")),
        ({"subject": "sky"}, ("subject", "contact-subject")),
        ({"outcome": " "}, ("outcome", "required")),
        ({"outcome": "solved"}, ("outcome", "contact-outcome")),
        ({"outcome": "transferred"}, ("to", "required")),
        ({"outcome": "transferred", "to": "izsuu"}, ("to", "contact-to")),
        ({"outcome": "told"}, ("number", "required")),
        ({"outcome": "told", "number": "2611-4817-3052"}, ("number", "mistyped")),
        ({"channel": "fax"}, ("channel", "contact-channel")),
        ({"phone": "12"}, ("phone", "phone")),
        ({"email": "ayşe"}, ("email", "email")),
        ({"note": "x" * 501}, ("note", "too-long")),
        ({"note": "x" * 100_000}, ("note", "too-long")),
        ({"note": 5}, ("note", "must-be-text")),
        ({"subject": ["waste"]}, ("subject", "must-be-text")),
        ({"staff": "somebody"}, ("staff", "unknown-field")),
        ({"id": "x"}, ("id", "unknown-field")),
    ],
)
def test_each_fault_is_named_once(said: dict[str, Any], fault: tuple[str, str]) -> None:
    assert faults_of(**said) == [fault]


def test_every_fault_is_told_at_once() -> None:
    told = faults_of(subject="sky", outcome="", phone="1", note=[], more=True)
    assert set(told) == {
        *(("subject", "contact-subject"), ("outcome", "required"), ("phone", "phone")),
        *(("note", "must-be-text"), ("more", "unknown-field")),
    }


@given(st.dictionaries(st.sampled_from([*LIMITS, "more"]), st.none() | st.text() | st.integers() | st.lists(st.text())))
def test_whatever_is_said_is_read_or_refused(said: dict[str, Any]) -> None:
    try:
        contact = read_contact(said, a_city(), id="id", at=MONDAY, staff="operator", unit="cagri-merkezi")
    except Invalid as refused:
        fields = [fault.field for fault in refused.faults]
        assert len(fields) == len(set(fields)) > 0
    else:
        assert contact.subject in subjects(a_city())
        assert contact.outcome in OUTCOMES


def test_note_may_be_as_long_as_it_says() -> None:
    assert len(read(note="ş" * 500).note) == 500


def test_subjects_are_the_groups_of_the_city_and_our_own() -> None:
    found = subjects(a_city())
    assert set(found) == {group.code for group in a_city().groups} | set(OWN_SUBJECTS)
    assert len(found) == len(set(found))
    assert found[-1] == "other"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_choice_has_its_words(language: str) -> None:
    wording = the_wording()
    bare = replace(a_city(), groups=())
    assert all(subject_words(code, a_city(), wording, language) != code for code in subjects(a_city()))
    assert all(subject_words(code, bare, wording, language) != code for code in OWN_SUBJECTS)
    assert all(wording.knows(f"contact.channel.{code}") for code in CHANNELS)
    assert all(wording.knows(f"contact.outcome.{code}") for code in OUTCOMES)
    assert all(wording.knows(f"contact.field.{name}") for name in LIMITS)
    assert all(wording.knows(f"error.contact-{name}") for name in ("channel", "subject", "outcome", "to"))


def test_a_group_that_is_gone_is_shown_by_its_code() -> None:
    assert subject_words("harbour", a_city(), the_wording(), "tr") == "harbour"


@pytest.mark.parametrize(
    ("subject", "confidential"), [("aid", True), ("waste", False), ("other", False), ("status", False)]
)
def test_a_contact_about_social_aid_is_confidential(subject: str, confidential: bool) -> None:
    assert is_confidential(read(subject=subject), a_city()) is confidential


def test_a_citizen_is_found_by_a_hash_that_does_not_tell_who() -> None:
    key = citizen_key(SECRET, "+905321112233")
    assert key == citizen_key(SECRET, "+905321112233") != citizen_key(SECRET, "+905321112234")
    assert key != citizen_key(b"another secret", "+905321112233")
    assert "5321112233" not in key
    assert citizen_key(SECRET, "") == ""
