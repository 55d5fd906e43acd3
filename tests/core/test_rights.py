"""Who has which part in a request, and how much of it they see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.core.city import City
from chalicelib.core.people import Person, Substitute
from chalicelib.core.request import Request
from chalicelib.core.rights import (
    CITIZEN,
    RIGHTS,
    SYSTEM,
    Actor,
    Hat,
    is_confidential,
    is_within,
    needs_contact,
    parts,
    sight,
    staff,
)
from tests.build import MONDAY, STAFF, a_case, a_request, a_staffed_city, an_actor, moved

CITY = a_staffed_city()
TODAY = date(2026, 11, 23)


def marked() -> Request:
    """A pothole that somebody marked confidential."""
    return moved(a_case(), "confidential", "supervisor", now=MONDAY, reason="Tehdit var.").request


def of_the_desk() -> Request:
    return a_case("triaged").request


OPENINGS = {
    "pothole": a_request(city=CITY),
    "marked": marked(),
    "aid": a_request(city=CITY, service_code="aid.food"),
    "desk": of_the_desk(),
}


@pytest.mark.parametrize(
    ("who", "pothole", "marked", "aid", "desk"),
    [
        ("operator", {"centre"}, set(), set(), {"centre", "desk"}),
        ("aid", {"centre"}, {"centre"}, {"centre"}, {"centre", "desk"}),
        ("supervisor", *[{"centre", "supervisor"}] * 3, {"centre", "desk", "supervisor"}),
        ("switchboard", set(), set(), set(), set()),
        ("admin", {"admin"}, {"admin"}, {"admin"}, {"admin"}),
        ("auditor", set(), set(), set(), set()),
        ("officer", {"unit"}, {"unit"}, set(), set()),
        ("head", {"unit"}, {"unit"}, set(), set()),
        ("izsu", set(), set(), set(), set()),
        ("citizen", {"citizen"}, {"citizen"}, {"citizen"}, {"citizen"}),
        ("system", {"system"}, {"system"}, {"system"}, {"system"}),
    ],
)
def test_each_role_has_these_parts(
    who: str, pothole: set[str], marked: set[str], aid: set[str], desk: set[str]
) -> None:
    actor = an_actor(who)
    found = [set(parts(actor, OPENINGS[name], CITY)) for name in ("pothole", "marked", "aid", "desk")]
    assert found == [pothole, marked, aid, desk]


@pytest.mark.parametrize(
    ("who", "pothole", "marked", "aid"),
    [
        ("operator", "full", "none", "none"),
        ("aid", "full", "full", "full"),
        ("supervisor", "full", "full", "full"),
        ("switchboard", "masked", "none", "none"),
        ("admin", "history", "history", "history"),
        ("auditor", "history", "history", "history"),
        ("officer", "masked", "masked", "none"),
        ("head", "masked", "masked", "none"),
        ("izsu", "none", "none", "none"),
        ("system", "full", "full", "full"),
        ("citizen", "none", "none", "none"),
    ],
)
def test_each_role_sees_so_much(who: str, pothole: str, marked: str, aid: str) -> None:
    actor = an_actor(who)
    assert [sight(actor, OPENINGS[name], CITY) for name in ("pothole", "marked", "aid")] == [pothole, marked, aid]


def test_a_unit_sees_whom_the_law_wants_answered_but_never_a_hidden_identity() -> None:
    petition = a_request(city=CITY, legal_basis="petition")
    assert sight(an_actor("officer"), petition, CITY) == "full"
    assert needs_contact(petition, CITY)
    hidden = a_request(city=CITY, hide_identity=True)
    assert sight(an_actor("officer"), hidden, CITY) == "masked"
    assert not needs_contact(replace(hidden, state=replace(hidden.state, service="water.meter")), CITY)


def test_what_becomes_a_petition_shows_its_applicant_and_what_is_none_any_more_hides_them() -> None:
    hidden, petition = a_request(city=CITY, hide_identity=True), a_request(city=CITY, legal_basis="petition")
    assert not needs_contact(hidden, CITY)
    assert needs_contact(replace(hidden, state=replace(hidden.state, basis="petition")), CITY)
    asked = replace(petition, draft=replace(petition.draft, hide_identity=True))
    assert needs_contact(asked, CITY)
    assert replace(asked, state=replace(asked.state, basis="service")).identity_hidden


def test_a_head_answers_for_the_units_below_and_an_officer_for_his_own_alone() -> None:
    request = replace(OPENINGS["pothole"], state=replace(OPENINGS["pothole"].state, unit="park-guney"))
    for role, unit, expected in (
        ("unit_head", "park-bahceler", {"unit"}),
        ("unit_head", "park-kuzey", set()),
        ("unit_officer", "park-bahceler", set()),
        ("unit_officer", "park-guney", {"unit"}),
        ("unit_head", None, set()),
    ):
        assert set(parts(Actor("staff", "x", (Hat(role, unit),)), request, CITY)) == expected


def test_a_unit_alerted_with_the_one_in_charge_helps_and_sees_no_contact() -> None:
    request = OPENINGS["pothole"]
    request = replace(request, route=replace(request.route, also=("zabita",)))
    helper = Actor("staff", "x", (Hat("unit_officer", "zabita"),))
    assert parts(helper, request, CITY) == {"helper"}
    assert sight(helper, request, CITY) == "masked"


def test_confidential_is_what_its_service_or_a_person_says() -> None:
    assert [is_confidential(OPENINGS[name], CITY) for name in OPENINGS] == [False, True, True, False]


def test_within_is_the_unit_itself_and_all_above_it() -> None:
    assert is_within("park-guney", "park-guney", CITY)
    assert is_within("park-guney", "park-bahceler", CITY)
    assert not is_within("park-bahceler", "park-guney", CITY)
    assert not is_within("park-guney", None, CITY)
    assert not is_within("no-such-unit", "park-guney", CITY)


def test_token_and_record_must_agree() -> None:
    assert staff(CITY, "operator", ("operator",), TODAY) == Actor(
        "staff", "operator", (Hat("operator", "cagri-merkezi"),)
    )
    assert staff(CITY, "operator", ("supervisor",), TODAY) is None
    assert staff(CITY, "operator", (), TODAY) is None
    assert staff(CITY, "nobody", ("operator", "supervisor"), TODAY) is None
    disabled = {"operator": replace(CITY.people["operator"], disabled=True)}
    assert staff(replace(CITY, people=disabled), "operator", ("operator",), TODAY) is None


def test_who_has_no_record_yet_is_at_most_admin() -> None:
    assert staff(CITY, "first", ("admin", "supervisor"), TODAY) == Actor("staff", "first", (Hat("admin", None),))


@pytest.mark.parametrize(("day", "stands_in"), [(22, False), (23, True), (27, True), (28, False)])
def test_a_substitute_wears_both_hats_on_the_days_that_were_set(day: int, stands_in: bool) -> None:
    away = replace(CITY.people["officer"], substitute=Substitute("izsu", TODAY, date(2026, 11, 27)))
    city = replace(CITY, people={**CITY.people, "officer": away})
    actor = staff(city, "izsu", ("unit_officer",), date(2026, 11, day))
    assert actor
    assert parts(actor, OPENINGS["pothole"], city) == ({"unit"} if stands_in else set())


def test_no_right_belongs_to_nobody_or_to_a_role_that_there_is_not() -> None:
    roles = {role for role, _ in STAFF.values()} | {"social_media"}
    for right, those in RIGHTS.items():
        assert those, right
        assert those <= roles, right
    assert not CITIZEN.may("work")
    assert not SYSTEM.may("settings")


def test_only_an_admin_changes_settings_and_an_auditor_changes_nothing() -> None:
    assert {who for who in STAFF if an_actor(who).may("settings")} == {"admin"}
    assert not parts(an_actor("auditor"), OPENINGS["pothole"], CITY)


def a_city_of(*people: Person) -> City:
    return replace(CITY, people={person.username: person for person in people})


def test_a_disabled_person_hands_on_what_is_theirs() -> None:
    away = replace(
        CITY.people["supervisor"], disabled=True, substitute=Substitute("operator", TODAY, date(2026, 12, 1))
    )
    actor = staff(a_city_of(away, CITY.people["operator"]), "operator", ("operator",), TODAY)
    assert actor
    assert actor.roles == {"operator", "supervisor"}
