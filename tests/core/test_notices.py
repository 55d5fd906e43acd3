"""Who must be told what, by which channel, how urgently."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.core.event_notices import AUDIENCES, errands_of_event
from chalicelib.core.notices import NOTICES, errands_of_opening, notice_of, notices_of, wakes_the_duty
from chalicelib.core.workflow import MOVES
from tests.build import MONDAY, MONDAY_NIGHT, a_case, a_city, a_request, an_errand
from tests.core.told import SCENES, a_told_city, happened

HOLIDAY = datetime(2026, 10, 29, 8, 0, tzinfo=UTC)
HALF_DAY = datetime(2026, 10, 28, 11, 0, tzinfo=UTC)  # 14.00 in Turkish time, closed since 13.00


def told(**fields: object) -> set[str]:
    request = a_request(**fields)
    return {f"{errand.role} {errand.purpose} {errand.channel}" for errand in errands_of_opening(request, a_city())}


def test_the_unit_by_email_and_the_reporter_by_sms() -> None:
    assert told() == {"unit:fen-isleri alert email", "reporter:1 ack sms"}


def test_what_is_urgent_at_once_goes_to_the_duty_phone_as_well() -> None:
    assert told(service_code="disaster.flood", phone=None) == {
        "unit:akom alert email",
        "unit:akom:duty alert sms",
        "unit:izsu alert email",
        "unit:izsu:duty alert sms",
    }


@pytest.mark.parametrize(("now", "duty"), [(MONDAY_NIGHT, True), (HOLIDAY, True), (HALF_DAY, True), (None, False)])
def test_what_is_of_the_same_day_wakes_the_duty_only_outside_the_units_hours(now: datetime | None, duty: bool) -> None:
    fields = {"description": "düştü yaralandı", "phone": None} | ({"now": now} if now else {})
    assert ("unit:fen-isleri:duty alert sms" in told(**fields)) is duty


def test_what_can_wait_waits_for_the_morning() -> None:
    assert told(now=MONDAY_NIGHT, phone=None) == {"unit:fen-isleri alert email"}


def test_a_referral_is_sent_where_an_address_is_known_and_is_the_desks_task_where_not() -> None:
    known = told(service_code="waste.collection", district="Konak", phone=None)
    assert known == {"unit:cagri-merkezi alert email", "body:konak-belediyesi referral email"}
    unknown = told(service_code="waste.collection", district="Karaburun", phone=None)
    assert unknown == {"unit:cagri-merkezi alert email"}


@pytest.mark.parametrize(("contact", "ack"), [({"email": "a@b.org"}, {"reporter:1 ack email"}), ({}, set())])
def test_the_reporter_is_told_by_what_was_left(contact: dict[str, str], ack: set[str]) -> None:
    assert {each for each in told(phone=None, **contact) if each.startswith("reporter")} == ack


def test_ids_collide_on_a_repeat_and_fit_a_providers_tag() -> None:
    request = a_request(service_code="disaster.flood")
    first, again = errands_of_opening(request, a_city()), errands_of_opening(request, a_city())
    assert [errand.id for errand in first] == [errand.id for errand in again]
    assert len({errand.id for errand in first}) == len(first)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", errand.id) for errand in first)


def test_a_unit_without_a_duty_phone_is_reached_through_the_one_above_and_at_last_the_desk() -> None:
    city = a_city()
    bare = replace(city, units={code: replace(unit, duty_phone=None) for code, unit in city.units.items()})
    assert not wakes_the_duty("P1", "fen-isleri", MONDAY, bare)
    desk = replace(bare.units[city.desk], duty_phone="+905000000001")
    assert wakes_the_duty("P1", "fen-isleri", MONDAY, replace(bare, units=dict(bare.units) | {city.desk: desk}))


@pytest.mark.parametrize("username", ["officer.fen-isleri", "a_b", "a.b", "a-b"])
def test_no_two_usernames_share_a_tag(username: str) -> None:
    others = {"officer.fen-isleri", "a_b", "a.b", "a-b"} - {username}
    errand = an_errand(role=f"person:{username}")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", errand.id)
    assert errand.id not in {an_errand(role=f"person:{other}").id for other in others}


def test_every_line_is_of_a_move_and_of_people_who_can_be_found() -> None:
    assert {notice.event for notice in NOTICES} <= {"open", "call_now", *MOVES}
    assert {notice.audience for notice in NOTICES} == set(AUDIENCES)
    assert len({(notice.event, notice.audience) for notice in NOTICES}) == len(NOTICES)


@pytest.mark.parametrize("scene", SCENES)
def test_every_errand_finds_the_line_that_it_was_put_down_by(scene: str) -> None:
    city = a_told_city()
    case, event = happened(scene, city)
    for errand in (*errands_of_opening(case.request, city), *errands_of_event(case, event, city)):
        notice = notice_of(errand, case)
        assert notice in NOTICES
        assert (notice.purpose, notice.audience == "reporter") == (errand.purpose, errand.to_reporter)


def test_an_errand_that_no_line_stands_for_is_held_back_by_nothing() -> None:
    case = a_case("in_progress")
    for role, channel in (("unit:fen-isleri", "email"), ("reporter:1", "sms")):
        notice = notice_of(an_errand(event=2, role=role, purpose="start", channel=channel), case)
        assert (notice.urgency, notice.status, notice.purpose) == ("at_once", False, "start")


def test_only_results_wait_for_the_day_and_only_for_citizens() -> None:
    daytime = {notice.event for notice in NOTICES if notice.urgency == "daytime"}
    assert all(notice.audience == "reporter" for notice in NOTICES if notice.urgency == "daytime")
    assert {"resolve", "reject", "follow"} <= daytime
    assert daytime.isdisjoint({"open", "new_pin", "ask", "message", "withdraw", "not_solved"})


def test_nothing_is_left_unsaid_that_a_newer_notice_does_not_say() -> None:
    assert all(notice.audience == "reporter" for notice in NOTICES if notice.status)
    kept = {notice.event for notice in NOTICES if notice.audience == "reporter" and not notice.status}
    assert kept == {"open", "new_pin", "message", "ask", "fee"}


def test_the_first_phone_that_nobody_answers_and_the_last_are_told_of_differently() -> None:
    assert [notice.audience for notice in notices_of("alert_again")] == ["duty"]
    assert [notice.audience for notice in notices_of("call_now")] == ["desk"]


@pytest.mark.parametrize(("chosen", "channel"), [("", "sms"), ("email", "email"), ("whatsapp", "whatsapp")])
def test_the_citizens_choice_holds_from_the_opening_on(chosen: str, channel: str) -> None:
    fields = {"email": "ayse@example.org", "notify_by": chosen}
    opened = [errand for errand in errands_of_opening(a_request(**fields), a_city()) if errand.to_reporter]
    case, event = happened("resolve", **fields)
    resolved = [errand for errand in errands_of_event(case, event, a_told_city()) if errand.to_reporter]
    assert [errand.channel for errand in (*opened, *resolved)] == [channel, channel]
