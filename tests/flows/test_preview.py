"""A preview shows each notice as it would go out, and of a real request no more than its reader may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.case import Case
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.notices import NOTICES, Notice
from chalicelib.core.rights import Actor, Hat
from chalicelib.flows.preview import channels_of, find_notice, preview, texts_of
from tests.build import MONDAY, a_case, a_request, a_staffed_city, moved, the_wording
from tests.fakes import Office

NUMBER = "261148173056"
SUPERVISOR = Actor("staff", "supervisor", (Hat("supervisor", "cagri-merkezi"),))
ADMIN = Actor("staff", "admin", (Hat("admin", None),))


@pytest.fixture
def office() -> Office:
    made = Office()
    made.city = a_staffed_city()
    return made


def put(office: Office, case: Case) -> str:
    office.requests.cases[case.number] = case
    return case.number


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: f"{notice.event}-{notice.audience}")
def test_every_notice_can_be_seen_on_every_channel_in_both_languages(notice: Notice, city: str) -> None:
    office = Office()
    office.city = a_staffed_city(city)
    for channel in channels_of(notice, the_wording()):
        for language in ("tr", "en"):
            seen = preview(office.desk, ADMIN, notice, channel, language)
            assert seen.channel == channel
            assert seen.text
            assert "0000-0000-0000" in seen.text
            assert (seen.sms is not None) == (channel == "sms")
            assert bool(seen.subject and seen.html) == (channel == "email")
            assert seen.language == (language if notice.audience == "reporter" else "tr")


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: f"{notice.event}-{notice.audience}")
def test_the_codes_that_the_table_names_are_there(notice: Notice) -> None:
    stem = texts_of(notice)
    wording = the_wording()
    assert any(wording.knows(f"{stem}{more}") for more in ("", ".subject", ".warning"))


def test_a_notice_is_found_by_its_event_or_its_purpose() -> None:
    assert find_notice("open", "reporter") == find_notice("ack", "reporter")
    assert find_notice("call_now", "desk").event == "call_now"
    for name, audience in (("resolve", "unit"), ("no_such", "reporter"), ("open", "nobody")):
        with pytest.raises(NotFound):
            find_notice(name, audience)


def test_what_is_asked_wrongly_is_told_at_once(office: Office) -> None:
    with pytest.raises(Invalid) as wrong:
        preview(office.desk, ADMIN, find_notice("open", "body"), "sms", "de")
    assert [fault.field for fault in wrong.value.faults] == ["channel", "language"]


def test_an_urgent_alert_is_shown_as_the_duty_phone_gets_it(office: Office) -> None:
    assert "Ayrinti e-postada." in preview(office.desk, ADMIN, find_notice("open", "unit"), "sms").text
    assert "E-posta ulasmadi" in preview(office.desk, ADMIN, find_notice("add", "officer"), "sms").text


def test_an_sms_in_its_own_letters_is_counted_as_such(office: Office) -> None:
    office.city = replace(office.city, sms_transliterate=False)
    seen = preview(office.desk, ADMIN, find_notice("open", "reporter"), "sms")
    assert seen.sms
    assert (seen.sms.encoding, seen.sms.parts) == ("UCS-2", 1)
    assert "Başvurunuz" in seen.text


def test_a_real_request_is_shown_with_what_really_happened(office: Office) -> None:
    number = put(office, a_case("resolved", number=NUMBER))
    seen = preview(office.desk, SUPERVISOR, find_notice("resolve", "reporter"), "email", "tr", number)
    assert "Çukur kapatıldı." in seen.text


def test_of_a_real_request_what_has_not_happened_is_made_up(office: Office) -> None:
    number = put(office, a_case("assigned", number=NUMBER))
    seen = preview(office.desk, SUPERVISOR, find_notice("resolve", "reporter"), "email", "tr", number)
    assert "2611-4817-3056" in seen.subject
    assert "Buraya yazılan metin gelir." in seen.text
    assert len(office.requests.cases[number].events) == 1, "nothing is written"


def test_the_last_of_several_events_is_shown(office: Office) -> None:
    case = a_case("in_progress", number=NUMBER)
    for text in ("bir", "iki"):
        case = moved(case, "message", "officer", now=MONDAY + timedelta(hours=6), text=text)
    seen = preview(office.desk, SUPERVISOR, find_notice("message", "reporter"), "email", "tr", put(office, case))
    assert "> iki" in seen.text


def test_who_sees_no_words_of_a_request_sees_none_in_its_preview(office: Office) -> None:
    number = put(
        office,
        a_case(
            "resolved",
            number=NUMBER,
            description="KANARYA",
            address="Ankara Caddesi KANARYA",
            email="kanarya@example.org",
        ),
    )
    for notice in NOTICES:
        for channel in channels_of(notice, the_wording()):
            seen = preview(office.desk, ADMIN, notice, channel, "tr", number)
            assert "KANARYA" not in seen.text + seen.html
            assert "kanarya@" not in seen.text
            assert "Çukur kapatıldı" not in seen.text


def test_a_read_of_a_confidential_request_is_written_down(office: Office) -> None:
    number = put(office, Case(a_request(number=NUMBER, service_code="aid.food")))
    preview(office.desk, SUPERVISOR, find_notice("open", "unit"), "email", "tr", number)
    assert [read.who for read in office.requests.cases[number].reads] == ["supervisor"]


def test_a_request_that_is_not_there_or_not_theirs_is_not_found(office: Office) -> None:
    nobody = Actor("staff", "x", (Hat("unit_officer", "izsu"),))
    number = put(office, a_case("assigned", number=NUMBER))
    for who, asked in ((SUPERVISOR, "261148173062"), (SUPERVISOR, "abc"), (nobody, number)):
        with pytest.raises(NotFound):
            preview(office.desk, who, find_notice("open", "unit"), "email", "tr", asked)


def test_the_pin_of_nobody_is_shown(office: Office) -> None:
    number = put(office, Case(a_request(number=NUMBER, phone=None, email="ayse@example.org")))
    for name in ("open", "new_pin"):
        text = preview(office.desk, SUPERVISOR, find_notice(name, "reporter"), "email", "tr", number).text
        assert "000000" in text
