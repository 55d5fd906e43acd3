"""Who stands in for whom, who heads what, and whom a duty roster calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from chalicelib.core.city import City, Shift
from chalicelib.core.moments import TURKEY
from chalicelib.core.people import (
    Person,
    Substitute,
    address_of,
    heads_of,
    officers_of,
    on_duty,
    standing_in_for,
    supervisors,
)
from tests.cities.reading import a_city

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
NIGHT, WEEKEND = ("+905321110001", "+905321110002"), ("+905321110003",)
ROSTER = (Shift((0, 1, 2, 3, 4), 17 * 60 + 30, 8 * 60 + 30, NIGHT), Shift((5, 6), 0, 24 * 60, WEEKEND))


def a_person(username: str, role: str = "unit_officer", **fields: object) -> Person:
    return Person(**({"username": username, "name": username, "role": role, "unit": "zabita"} | fields))  # type: ignore[arg-type]  # fields of Person


def a_city_of(*people: Person) -> City:
    return replace(a_city("example"), people={person.username: person for person in people})


def a_city_with(**units: dict[str, object]) -> City:
    city = a_city("example")
    changed = {name.replace("_", "-"): fields for name, fields in units.items()}
    return replace(
        city, units=dict(city.units) | {code: replace(city.units[code], **fields) for code, fields in changed.items()}
    )


AYSE = a_person("ayse", substitute=Substitute("bora", MONDAY, FRIDAY))
BORA, CAN = a_person("bora", substitute=Substitute("can", MONDAY, FRIDAY)), a_person("can")


@pytest.mark.parametrize(
    ("day", "stands_in"),
    [
        (date(2026, 11, 22), False),
        (MONDAY, True),
        (date(2026, 11, 25), True),
        (FRIDAY, True),
        (date(2026, 11, 28), False),
    ],
)
def test_a_substitute_stands_in_from_the_first_day_to_the_last(day: date, stands_in: bool) -> None:
    city = a_city_of(AYSE, replace(BORA, substitute=None))
    assert standing_in_for(city, "bora", day) == ((AYSE,) if stands_in else ())
    assert address_of(city, "ayse", day).username == ("bora" if stands_in else "ayse")


def test_substitutes_make_no_chain() -> None:
    city = a_city_of(AYSE, BORA, CAN)
    assert standing_in_for(city, "can", MONDAY) == (BORA,)
    assert address_of(city, "ayse", MONDAY) == BORA


def test_a_substitute_of_a_disabled_person_counts() -> None:
    away = replace(AYSE, disabled=True)
    city = a_city_of(away, BORA)
    assert standing_in_for(city, "bora", MONDAY) == (away,)
    assert address_of(city, "ayse", MONDAY) == BORA


def test_a_disabled_substitute_stands_in_for_nobody() -> None:
    city = a_city_of(AYSE, replace(BORA, disabled=True))
    assert standing_in_for(city, "bora", MONDAY) == ()
    assert address_of(city, "ayse", MONDAY) == AYSE


def test_somebody_unknown_stands_in_for_nobody_and_has_no_address() -> None:
    city = a_city_of(AYSE)
    assert standing_in_for(city, "nobody", MONDAY) == ()
    with pytest.raises(KeyError):
        address_of(city, "nobody", MONDAY)


def test_heads_officers_and_supervisors_are_the_enabled_ones_of_their_unit() -> None:
    head, gone = a_person("head", "unit_head"), a_person("gone", "unit_head", disabled=True)
    other = a_person("other", "unit_head", unit="saha-isleri")
    lead, off = a_person("lead", "supervisor", unit=None), a_person("off", "supervisor", unit=None, disabled=True)
    city = a_city_of(head, gone, other, CAN, lead, off)
    assert heads_of(city, "zabita") == (head,)
    assert officers_of(city, "zabita") == (CAN,)
    assert supervisors(city) == (lead,)
    assert heads_of(city, "cozum-merkezi") == ()


@pytest.mark.parametrize(
    ("day", "time", "phones"),
    [
        (23, "08:29", ("+905000000003",)),  # Monday morning: nobody's Sunday duty crosses midnight
        (23, "12:00", ("+905000000003",)),
        (23, "17:29", ("+905000000003",)),
        (23, "17:30", NIGHT),
        (24, "08:29", NIGHT),
        (24, "08:30", ("+905000000003",)),
        (28, "02:00", (*NIGHT, *WEEKEND)),  # Saturday: the shift of Friday night still holds
        (28, "08:30", WEEKEND),
        (29, "23:59", WEEKEND),
    ],
)
def test_the_shift_that_holds_is_called_and_else_the_duty_phone(day: int, time: str, phones: tuple[str, ...]) -> None:
    city = a_city_with(zabita={"roster": ROSTER})
    at = datetime.fromisoformat(f"2026-11-{day}T{time}").replace(tzinfo=TURKEY)
    assert on_duty(city, "zabita", at) == phones


def test_a_unit_without_a_duty_is_answered_for_from_above_and_at_last_by_the_desk() -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=TURKEY)
    bare: dict[str, object] = {"duty_phone": None}
    city = a_city_with(zabita=bare | {"parent": "saha-isleri"}, saha_isleri={"roster": ROSTER})
    assert on_duty(city, "zabita", noon) == WEEKEND
    assert on_duty(a_city_with(zabita=bare), "zabita", noon) == ("+905000000001",)
    assert on_duty(a_city_with(zabita=bare, cozum_merkezi=bare), "zabita", noon) == ()


def test_a_phone_on_two_shifts_is_called_once() -> None:
    always = Shift((0, 1, 2, 3, 4, 5, 6), 0, 24 * 60, NIGHT)
    city = a_city_with(zabita={"roster": (always, always)})
    assert on_duty(city, "zabita", datetime(2026, 11, 24, 1, tzinfo=TURKEY)) == NIGHT
