"""What is beyond somebody's sight is not in what they get."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.case import Case, Event, Read, Said
from chalicelib.core.marks import Entry
from chalicelib.core.rights import Actor, Hat, Sight
from chalicelib.core.shown import initials, listed, shown
from tests.build import MONDAY, a_city, a_request

PERSONAL = ("Ayşe", "Yılmaz", "+905321112233", "ayse@example.org", "Fatma Kaya", "çukur", "Gizli söz", "Evim")


def a_case(**fields: object) -> Case:
    request = a_request(email="ayse@example.org", on_behalf_of="Fatma Kaya", **fields)
    event = Event(request.number, 2, MONDAY, "legal", "operator", {"legal_basis": "petition"}, said="x")
    said = Said(2, "salt", {"first_name": "Ayşe", "address": "Evim", "note": "Gizli söz"})
    return Case(request, (event,), {2: said}, (Read(MONDAY, "aid_line"),))


def words(case: Case) -> str:
    return f"{case.request.draft} {case.said} {case.reads}"


def test_full_sight_sees_all_of_it() -> None:
    case = a_case()
    assert shown(case, "full", audit=True) is case
    assert shown(case, "full") == replace(case, reads=())


@pytest.mark.parametrize("sight", ["full", "masked", "history"])
def test_who_audits_sees_who_read_it_whatever_else_is_hidden(sight: Sight) -> None:
    assert shown(a_case(), sight, audit=True).reads == (Read(MONDAY, "aid_line"),)
    assert shown(a_case(), sight).reads == ()


def test_masked_sight_sees_the_matter_without_contact_and_name() -> None:
    seen = shown(a_case(), "masked")
    draft = seen.request.draft
    assert (draft.first_name, draft.last_name, draft.on_behalf_of) == ("A.", "Y.", "F. K.")
    assert (draft.phone, draft.email) == ("+90 5•• ••• 22 33", "a•••@example.org")
    assert "çukur" in draft.text
    assert dict(seen.texts(2)) == {"note": "Gizli söz"}
    assert seen.reads == ()


def test_masked_sight_sees_nothing_of_who_stays_unnamed() -> None:
    case = a_case(hide_identity=True)
    by_muhtar = replace(case, request=replace(case.request, draft=replace(case.request.draft, requester="muhtar")))
    draft = shown(by_muhtar, "masked").request.draft
    assert draft.requester == ""
    assert (draft.first_name, draft.last_name, draft.on_behalf_of, draft.phone, draft.email) == ("", "", "", "", "")


@pytest.mark.parametrize("sight", ["history", "none"])
def test_history_holds_no_word_of_anybody(sight: Sight) -> None:
    case = a_case()
    assert all(word in words(case) for word in PERSONAL)
    seen = shown(case, sight)
    assert [word for word in PERSONAL if word in words(seen)] == []
    assert "aid_line" not in words(seen)
    assert (seen.events, seen.state) == (case.events, case.state)


def an_entry(service: str = "road.pothole", *, confidential: bool = False) -> Entry:
    return Entry("261148173056", MONDAY, "assigned", "P3", service, MONDAY, "officer", confidential)


@pytest.mark.parametrize(
    ("role", "unit", "of_unit", "sees"),
    [
        ("operator", "cagri-merkezi", "", False),
        ("switchboard", "santral", "", False),
        ("aid_line", "cagri-merkezi", "", True),
        ("supervisor", "cagri-merkezi", "sosyal-hizmetler", True),
        ("unit_officer", "sosyal-hizmetler", "sosyal-hizmetler", True),
        ("unit_officer", "fen-isleri", "sosyal-hizmetler", False),
        ("unit_head", "fen-isleri", "sosyal-hizmetler", False),
        ("unit_officer", "fen-isleri", "", False),
    ],
)
def test_confidential_entry_of_a_list_tells_only_those_entitled(role: str, unit: str, of_unit: str, sees: bool) -> None:
    actor = Actor("staff", "somebody", (Hat(role, unit),))
    for entry in (an_entry("aid.food"), an_entry(confidential=True)):
        (told,) = listed([entry], actor, a_city(), of_unit)
        assert (told.service, told.taken_by) == ((entry.service, "officer") if sees else ("", ""))
        assert (told.number, told.status, told.at) == (entry.number if sees else "", entry.status, entry.at)


def test_ordinary_entry_is_everybodys() -> None:
    actor = Actor("staff", "somebody", (Hat("switchboard", None),))
    assert listed([an_entry()], actor, a_city()) == (an_entry(),)


def test_initials_are_of_every_name() -> None:
    assert [initials(name) for name in ("Ayşe Nur", "İpek", "", "  ")] == ["A. N.", "İ.", "", ""]
