"""Who is told of every event, by which channel."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.city import City, Shift
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS
from chalicelib.core.people import Substitute
from tests.build import MONDAY, MONDAY_NIGHT, a_case, a_request, moved
from tests.core.told import SCENES, a_told_city, erased, happened, with_people

CITY = a_told_city()
DAY = MONDAY.date()


def told(scene: str, city: City = CITY, **fields: Any) -> set[str]:
    return of(happened(scene, city, **fields)[0], city)


def of(case: Case, city: City = CITY) -> set[str]:
    return {f"{errand.role} {errand.purpose} {errand.channel}" for errand in _last(case, city)}


def after(case: Case, move: str, who: str, city: City = CITY, now: Any = MONDAY, **said: Any) -> set[str]:
    return of(moved(case, move, who, now=now + timedelta(hours=6), city=city, **said), city)


def raised(role: str, city: City = CITY, **fields: Any) -> set[str]:
    case = a_case("received", city=city, **fields)
    return after(case, "escalate", "system", city, clock="due", level=3, step="ladder", role=role)


def urgent(city: City = CITY, state: str = "received", **fields: Any) -> Case:
    return moved(
        a_case(state, city=city, **fields), "triage", "operator", now=MONDAY + timedelta(hours=5), city=city,
        priority="P1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "roles"),
    [
        ("triage to a unit", {"unit:izsu triage email"}),
        ("triage to the desk", {"unit:cagri-merkezi triage email"}),
        ("made more urgent", {"unit:fen-isleri triage email", "unit:fen-isleri:duty triage sms"}),
        ("assign", {"unit:izsu assign email"}),
        ("refer", {"body:bornova-belediyesi referral email", "reporter:1 refer sms"}),
        ("reject", {"reporter:1 reject sms"}),
        ("merge", {"reporter:1 merge sms"}),
        ("unmerge", {"unit:fen-isleri unmerge email", "reporter:1 unmerge sms"}),
        ("return", {"unit:cagri-merkezi return email"}),
        ("ask", {"reporter:1 ask sms"}),
        ("resolve", {"reporter:1 resolve sms"}),
        ("reopen", {"unit:fen-isleri reopen email", "reporter:1 reopen sms"}),
        ("answer", {"person:officer answer email"}),
        ("add", {"person:officer add email"}),
        ("withdraw", {"unit:fen-isleri withdraw email", "reporter:1 withdraw sms"}),
        ("not_solved", {"unit:fen-isleri not_solved email", "reporter:1 not_solved sms"}),
        ("warning", {"unit:fen-isleri escalate email", "person:officer escalate email"}),
        ("ladder", {"person:supervisor escalate email"}),
        ("no_answer", {"person:officer no_answer email"}),
        ("lapse", {"unit:fen-isleri lapse email", "reporter:1 lapse sms"}),
        ("untold", {"unit:cagri-merkezi untold email"}),
        ("unreached", {"unit:cagri-merkezi unreached email", "person:supervisor unreached email"}),
        ("follow", {"reporter:1 follow sms"}),
    ],
)
def test_who_is_told_by_which_channel(scene: str, roles: set[str]) -> None:
    assert told(scene) == roles


@pytest.mark.parametrize("scene", SCENES)
def test_ids_collide_on_a_repeat_and_fit_a_providers_tag(scene: str) -> None:
    case, event = happened(scene, CITY, email="a@b.org")
    first, again = errands_of_event(case, event, CITY), errands_of_event(case, event, CITY)
    assert first == again
    assert len({errand.id for errand in first}) == len(first)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", errand.id) for errand in first)
    assert all(errand.at == event.at and errand.event == event.n for errand in first)


def test_only_the_citizens_messages_wait_in_the_citizens_queue() -> None:
    case, event = happened("withdraw", CITY)
    queues = {errand.role: errand.queue for errand in errands_of_event(case, event, CITY)}
    assert queues == {"unit:fen-isleri": UNIT_ALERTS, "reporter:1": CITIZEN_MESSAGES}


def test_a_move_that_tells_nobody_leaves_no_errand() -> None:
    assert after(a_case("received", city=CITY), "note", "officer", text="Bakıldı.") == set()


@pytest.mark.parametrize(("contact", "channel"), [({"phone": None, "email": "a@b.org"}, "email"), ({}, "sms")])
def test_the_citizen_is_told_by_what_was_left(contact: dict[str, Any], channel: str) -> None:
    assert told("resolve", **contact) == {f"reporter:1 resolve {channel}"}


@pytest.mark.parametrize("contact", [{"phone": "0232 111 22 33"}, {"phone": None}])
def test_who_can_be_written_to_by_nothing_is_on_the_list_of_calls_and_not_in_the_ledger(
    contact: dict[str, Any],
) -> None:
    assert told("resolve", **contact) == set()


def test_after_an_erasure_nobody_writes_to_the_citizen() -> None:
    case = erased(a_case("resolved", city=CITY))
    assert after(case, "message", "operator", text="Not.") == set()


def test_a_new_pin_goes_only_to_whoever_proves_by_it() -> None:
    assert told("new_pin", email=None) == set()
    assert told("new_pin", email="a@b.org") == {"reporter:1 new_pin email"}


def test_the_receipt_of_what_was_sent_on_at_the_opening_is_no_second_referral() -> None:
    case = Case(a_request(city=CITY, service_code="waste.collection", district="Konak"))
    assert case.state.status == "referred"
    again = {"body": "konak-belediyesi", "check_back": "2026-12-07", "receipt": "K-1"}
    assert after(case, "refer", "operator", **again) == set()
    other = {"body": "bornova-belediyesi", "check_back": "2026-12-07", "receipt": "B-1"}
    assert after(case, "refer", "operator", **other) == {
        "body:bornova-belediyesi referral email",
        "reporter:1 refer sms",
    }


def test_a_body_without_an_address_was_told_by_whoever_referred_it() -> None:
    case = a_case("received", city=CITY)
    carried = {"body": "karaburun-belediyesi", "check_back": "2026-12-07", "receipt": "K-1"}
    assert after(case, "refer", "operator", **carried) == {"reporter:1 refer sms"}


def test_given_work_that_cannot_wait_rings_the_phone_on_duty() -> None:
    assert "unit:izsu:duty assign sms" in after(urgent(), "assign", "operator", unit="izsu")
    assert "unit:izsu:duty assign sms" not in told("assign")


def test_the_same_day_rings_only_outside_the_units_hours() -> None:
    case = moved(a_case("received", city=CITY), "triage", "operator", now=MONDAY, city=CITY, priority="P2")
    assert after(case, "assign", "operator", unit="eshot") == {"unit:eshot assign email"}
    at_night = after(case, "assign", "operator", now=MONDAY_NIGHT, unit="eshot")
    assert at_night == {"unit:eshot assign email", "unit:eshot:duty assign sms"}


def test_what_has_ended_wakes_nobody() -> None:
    assert "unit:fen-isleri:duty withdraw sms" not in after(urgent(), "withdraw", "citizen")


def test_a_second_return_goes_to_the_supervisors_and_without_any_to_the_desk() -> None:
    case, now = a_case("assigned", city=CITY), MONDAY + timedelta(hours=2)
    for move, who, said in (("return", "officer", {"reason": "a"}), ("assign", "operator", {"unit": "izsu"})):
        case = moved(case, move, who, now=now, city=CITY, **said)
    assert after(case, "return", "izsu", reason="b") == {"person:supervisor return email"}
    nobody = with_people(CITY, supervisor={"disabled": True})
    assert after(case, "return", "izsu", nobody, reason="b") == {"unit:cagri-merkezi return email"}


def test_a_p1_that_comes_back_rings_the_desk_whose_it_is_now() -> None:
    case = urgent(state="assigned")
    assert after(case, "return", "officer", reason="a") >= {"unit:cagri-merkezi:duty return sms"}


def test_who_has_taken_it_is_told_and_without_them_the_unit() -> None:
    case = a_case("received", city=CITY)
    assert after(case, "add", "citizen", text="x") == {"unit:fen-isleri add email"}
    by_phone = moved(case, "accept", "operator", now=MONDAY, city=CITY, by="Ali Usta")
    assert after(by_phone, "add", "citizen", text="x") == {"unit:fen-isleri add email"}
    taken = a_case("assigned", city=CITY)
    gone = with_people(CITY, officer={"disabled": True})
    assert after(taken, "add", "citizen", gone, text="x") == {"unit:fen-isleri add email"}
    no_mail = with_people(CITY, officer={"email": None})
    assert after(taken, "add", "citizen", no_mail, text="x") == {"unit:fen-isleri add email"}


def test_a_substitute_is_told_in_place_of_whoever_is_away() -> None:
    away = Substitute("izsu", DAY, DAY + timedelta(days=3))
    city = with_people(CITY, officer={"substitute": away, "disabled": True})
    assert after(a_case("assigned", city=CITY), "add", "citizen", city, text="x") == {"person:officer add email"}


def test_whoever_stands_in_for_another_supervisor_is_told_once() -> None:
    city = with_people(
        CITY,
        admin={"role": "supervisor"},
        auditor={"role": "supervisor", "substitute": Substitute("admin", DAY, DAY)},
    )
    assert raised("supervisor", city) == {"person:supervisor escalate email", "person:admin escalate email"}


def test_each_rung_is_told_and_a_rung_without_anybody_is_its_unit() -> None:
    assert raised("unit:fen-isleri") == {"unit:fen-isleri escalate email"}
    assert raised("head:fen-isleri") == {"person:head escalate email"}
    headless = with_people(CITY, head={"disabled": True})
    assert raised("head:fen-isleri", headless) == {"unit:fen-isleri escalate email"}
    assert raised("supervisor", with_people(CITY, supervisor={"disabled": True})) == {
        "unit:cagri-merkezi escalate email"
    }


def test_a_unit_above_is_told_by_its_mailbox_and_not_by_the_officer_below() -> None:
    case = a_case("assigned", city=CITY)
    step = {"clock": "due", "level": 4, "step": "ladder", "role": "unit:afet-isleri"}
    assert after(case, "escalate", "system", **step) == {"unit:afet-isleri escalate email"}


@pytest.mark.parametrize(
    ("role", "phone"),
    [
        ("unit:fen-isleri", "unit:fen-isleri:duty"),
        ("head:fen-isleri", "person:head:phone"),
        ("supervisor", "person:supervisor:phone"),
    ],
)
def test_only_a_p1_on_the_ladder_rings_phones(role: str, phone: str) -> None:
    step = {"clock": "due", "level": 3, "step": "ladder", "role": role}
    assert f"{phone} escalate sms" in after(urgent(), "escalate", "system", **step)
    assert f"{phone} escalate sms" not in raised(role)


def test_a_p1_that_nobody_takes_goes_from_phone_to_phone_and_then_to_the_centre() -> None:
    city = _with_roster("+905000000013", "+905000000014")
    case = urgent(city)
    case = moved(case, "alert_again", "system", now=MONDAY + timedelta(hours=6), city=city)
    assert of(case, city) == {"unit:fen-isleri:duty:1 alert_again sms"}
    assert after(case, "alert_again", "system", city) == {
        "unit:cagri-merkezi call_now email",
        "person:supervisor call_now email",
        "person:supervisor:phone call_now sms",
    }


def test_a_unit_that_the_city_no_longer_has_is_the_desk() -> None:
    case, _ = happened("add", CITY)
    units = {code: unit for code, unit in CITY.units.items() if code != "fen-isleri"}
    smaller = replace(CITY, units=units, people={})
    assert of(case, smaller) == {"unit:cagri-merkezi add email"}


def _last(case: Case, city: City) -> Any:
    return errands_of_event(case, case.events[-1], city)


def _with_roster(*phones: str) -> City:
    shift = Shift(days=tuple(range(7)), start=0, end=0, phones=phones)
    unit = replace(CITY.units["fen-isleri"], roster=(shift,))
    return replace(CITY, units=dict(CITY.units) | {"fen-isleri": unit})
