"""Where each role is reached now; among staff nobody is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.city import City, Shift
from chalicelib.core.errors import Undeliverable
from chalicelib.core.people import Substitute
from chalicelib.flows.address import address
from tests.build import MONDAY, a_request, an_errand
from tests.core.told import a_told_city, erased, happened, with_people

CITY = a_told_city()
DAY = MONDAY.date()


def where(role: str, city: City = CITY, channel: str = "email", **fields: Any) -> str:
    errand = an_errand(role=role, channel=channel)
    return address(city, errand, a_request(city=CITY, **fields))


def test_each_role_has_its_address() -> None:
    assert where("unit:fen-isleri") == "fen-isleri@izmir.example.org"
    assert where("unit:fen-isleri:duty", channel="sms") == "+905000000013"
    assert where("person:officer") == "officer@example.org"
    assert where("person:officer:phone", channel="sms") == CITY.people["officer"].phone
    assert where("body:konak-belediyesi") == CITY.bodies["konak-belediyesi"].email
    assert where("reporter:1", channel="sms") == "+905321112233"
    assert where("reporter:1", email="a@b.org") == "a@b.org"


def test_a_substitute_takes_over_on_the_day_of_the_errand() -> None:
    away = with_people(CITY, officer={"substitute": Substitute("head", DAY, DAY)})
    assert where("person:officer", away) == "head@example.org"
    assert where("person:officer:phone", away, "sms") == CITY.people["head"].phone
    later = with_people(
        CITY, officer={"substitute": Substitute("head", DAY + timedelta(days=1), DAY + timedelta(days=2))}
    )
    assert where("person:officer", later) == "officer@example.org"


@pytest.mark.parametrize("change", [{"disabled": True}, {"email": None, "phone": None}])
def test_for_who_cannot_be_reached_any_more_their_unit_is_told(change: dict[str, Any]) -> None:
    city = with_people(CITY, officer=change)
    assert where("person:officer", city) == "fen-isleri@izmir.example.org"
    assert where("person:officer:phone", city, "sms") == "+905000000013"


def test_for_somebody_of_no_unit_and_for_a_unit_that_is_gone_the_desk_is_told() -> None:
    desk = CITY.units[CITY.desk]
    assert where("person:nobody") == desk.email
    assert where("person:admin", with_people(CITY, admin={"disabled": True})) == desk.email
    assert where("unit:gone") == desk.email
    assert where("unit:gone:duty", channel="sms") == desk.duty_phone


def test_the_phones_on_duty_are_rung_in_turn_and_after_the_last_the_last() -> None:
    shift = Shift(days=tuple(range(7)), start=0, end=0, phones=("+905000000021", "+905000000022"))
    unit = replace(CITY.units["fen-isleri"], roster=(shift,))
    city = replace(CITY, units=dict(CITY.units) | {"fen-isleri": unit})
    rung = [where(f"unit:fen-isleri:duty{turn}", city, "sms") for turn in ("", ":1", ":2")]
    assert rung == ["+905000000021", "+905000000022", "+905000000022"]


def test_a_citizen_who_was_erased_and_a_body_without_an_address_cannot_be_told() -> None:
    case, _ = happened("resolve", CITY)
    for role, channel in (("reporter:1", "sms"), ("reporter:1", "email"), ("body:karaburun-belediyesi", "email")):
        with pytest.raises(Undeliverable):
            address(CITY, an_errand(role=role, channel=channel), erased(case).request)


def test_where_nobody_has_a_phone_the_sms_ends_and_says_so() -> None:
    bare = replace(CITY, units={code: replace(unit, duty_phone=None) for code, unit in CITY.units.items()})
    with pytest.raises(Undeliverable):
        where("unit:fen-isleri:duty", bare, "sms")
