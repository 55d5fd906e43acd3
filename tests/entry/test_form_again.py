"""The form that comes back: faults, a key used before, a store that is away."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.core.request import Request
from tests.entry.citizen import filled_in, number_on, post
from tests.fakes import Office

HOSTILE = "<script>alert(1)</script>\n\u202e=cmd|' /C calc'!A0 \"><img src=x onerror=alert(2)> 😀 {{7*7}}"


def test_faults_stand_on_top_and_beside_their_fields_and_what_was_typed_stays(office: Office) -> None:
    typed = filled_in(phone="12", email="x@", description="", neighbourhood=HOSTILE.replace("\n", " "), do_not_call="1")
    answer, page = post("/basvuru", typed)
    assert answer.status == 400
    assert page.title.startswith("Hata: ")
    assert {"#f-phone", "#f-email", "#f-description"} <= set(page.links)
    for name in ("phone", "email", "description"):
        field = page.ids[f"f-{name}"]
        assert field["aria-invalid"] == "true"
        assert f"error-{name}" in field["aria-describedby"].split()
        assert f"error-{name}" in page.ids
    sent = {name: value for name, value in typed.items() if name != "service_code"}
    assert {name: page.fields[name] for name in sent} == sent
    assert page.ids["errors"]["autofocus"] == ""
    assert office.requests.rows == {}


def test_a_basis_in_law_says_what_it_needs(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(legal_basis="petition", first_name="", address=""))
    assert answer.status == 400
    assert {"#f-first_name", "#f-last_name", "#f-address"} <= set(page.links)
    assert page.fields["legal_basis"] == "petition"


def test_a_way_to_be_informed_says_what_it_needs_and_stays_chosen(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(notify_by="email", email=""))
    assert answer.status == 400
    assert "#f-notify_by" in page.links
    assert page.fields["notify_by"] == "email"
    assert "E-posta ile bilgilendirebilmemiz için" in page.words


def test_a_place_outside_the_city_is_said_and_can_be_left_out(office: Office) -> None:
    answer, page = post("/basvuru", filled_in(lat="41.0", long="29.0"))
    assert answer.status == 400
    assert "#f-location" in page.links
    assert (page.fields["lat"], page.fields["long"]) == ("", "")
    assert post("/basvuru", page.fields)[0].status == 201


def test_a_matter_that_is_gone_is_chosen_again(office: Office) -> None:
    answer, page = post("/basvuru", filled_in() | {"service_code": "no.such"})
    assert answer.status == 400
    assert "/basvuru/road.pothole" in page.links


def test_when_nothing_can_be_stored_the_form_comes_back_with_its_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(request: Request, *_: object) -> bool:
        raise TryLater("table away", wait=7)

    fields = filled_in()
    monkeypatch.setattr(office.requests, "open", away)
    answer, page = post("/basvuru", fields)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "7"
    assert "Başvurunuz henüz kaydedilmedi" in page.words
    assert page.fields == fields | {"service_code": "road.pothole"}


def test_where_nobody_may_stay_unnamed_a_contact_is_asked_for(office: Office) -> None:
    office.city = office.with_city(anonymous="tips").city
    answer, page = post("/basvuru", filled_in(phone=""))
    assert answer.status == 400
    assert "#f-phone" in page.links
    assert post("/basvuru", page.fields | {"kind": "report"})[0].status == 201


def test_the_same_form_with_other_words_asks_before_it_opens_another(office: Office) -> None:
    fields = filled_in()
    _, first = post("/basvuru", fields)
    answer, page = post("/basvuru", fields | {"description": "Bambaşka bir konu"})
    assert answer.status == 422
    assert number_on(first) in page.words.replace("\u2011", "-")
    assert page.fields["description"] == "Bambaşka bir konu"
    assert page.fields["key"] != fields["key"]
    assert len(office.requests.rows) == 1
    assert post("/basvuru", page.fields)[0].status == 201
    assert len(office.requests.rows) == 2
