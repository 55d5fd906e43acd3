"""What was said is understood field by field, and every fault is named at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.core.heard import FIELDS, LIMITS
from chalicelib.core.request import way_to_reach
from chalicelib.core.understand import understand
from tests.build import a_city, a_draft, what_is_said


def faults_of(**fields: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        understand(what_is_said() | fields, a_city())
    return {fault.field: fault.code for fault in refused.value.faults}


def test_what_is_said_is_cleaned_and_normalised() -> None:
    draft = a_draft(
        description=" a\x00b\r\nc ", first_name="Ay\r\nşe\u200f", phone="(0532) 111-22-33", email="Ayse@ORNEK.org"
    )
    assert draft.text == "ab\nc"
    assert draft.first_name.startswith("Ay şe")
    assert (draft.phone, draft.email) == ("+905321112233", "Ayse@ornek.org")


def test_null_and_blank_are_unsaid() -> None:
    assert a_draft(email="  ", lat=None, kind=None, hide_identity=None) == a_draft()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("şikâyet", "complaint"),
        ("SIKAYET", "complaint"),
        ("öneri/görüş", "suggestion"),
        ("İhbar", "report"),
        ("bilgi", "inquiry"),
    ],
)
def test_kinds_are_known_by_their_turkish_words(typed: str, kind: str) -> None:
    assert a_draft(kind=typed).kind == kind


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"service_code": "no.such"}, {"service_code": "service-code"}),
        ({"service_code": None}, {"service_code": "required"}),
        ({"description": " \x00 "}, {"description": "required"}),
        ({"description": "ş" * 5001}, {"description": "too-long"}),
        ({"description": 7}, {"description": "must-be-text"}),
        ({"kind": "dedikodu"}, {"kind": "kind"}),
        ({"legal_basis": "none"}, {"legal_basis": "legal-basis"}),
        ({"language": "de"}, {"language": "language"}),
        ({"hide_identity": "yes"}, {"hide_identity": "must-be-boolean"}),
        ({"lat": 38.4}, {"long": "point-incomplete"}),
        ({"lat": 27.1, "long": 38.4}, {"lat": "outside-area"}),
        ({"lat": float("nan"), "long": 27.1}, {"lat": "coordinate"}),
        ({"lat": True, "long": 27.1}, {"lat": "coordinate"}),
        ({"lat": 10**400, "long": 27.1}, {"lat": "coordinate"}),
        ({"legal_basis": "petition", "address": ""}, {"address": "required-by-law"}),
        ({"status": "closed"}, {"status": "unknown-field"}),
        ({"language": "english"}, {"language": "language"}),
        ({"legal_basis": "petition", "hide_identity": True}, {"hide_identity": "hidden-applicant"}),
    ],
)
def test_each_fault_is_named(fields: dict[str, object], fault: dict[str, str]) -> None:
    assert faults_of(**fields) == fault


def test_all_faults_come_at_once_one_a_field() -> None:
    assert set(faults_of(phone="12", email="x", lat=1.0, long="z", service_code=7)) == {
        "phone", "email", "lat", "long", "service_code",
    } - {"lat"}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "kind", "ok"),
    [("always", "talep", True), ("tips", "ihbar", True), ("tips", "talep", False), ("never", "ihbar", False)],
)
def test_the_city_says_who_may_stay_anonymous(rule: str, kind: str, ok: bool) -> None:
    city = replace(a_city(), anonymous=rule)
    said = what_is_said(phone=None, kind=kind)
    if ok:
        assert understand(said, city).kind
    else:
        with pytest.raises(Invalid, match="phone: contact-required"):
            understand(said, city)


def test_dont_give_my_name_is_understood() -> None:
    assert a_draft(description="KAÇAK KAT ÇIKIYORLAR İSMİMİ VERMEYİN").hide_identity
    assert not a_draft().hide_identity


@pytest.mark.parametrize(
    ("contact", "way"),
    [
        ({"phone": "0532 111 22 33", "email": "a@b.org"}, "sms"),
        ({"phone": "0232 111 22 33", "email": "a@b.org"}, "email"),
        ({"phone": "0232 111 22 33"}, "call"),
        ({"phone": "+49 151 23456789"}, "call"),
        ({"phone": None}, "none"),
    ],
)
def test_who_is_told_how(contact: dict[str, str], way: str) -> None:
    assert way_to_reach(a_draft(**contact)) == way


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=20), anything, max_size=20))
def test_whatever_is_said_is_understood_or_refused(said: dict[str, object]) -> None:
    try:
        draft = understand(said, a_city())
    except Invalid as refused:
        assert refused.faults
        assert len({fault.field for fault in refused.faults}) == len(refused.faults)
    else:
        assert draft.service in a_city().services
        assert len(draft.text) <= LIMITS["description"]
