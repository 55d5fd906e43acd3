"""A form sent: the number, and what the citizen is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.flows.track import expected_proof
from tests.entry.citizen import filled_in, number_on, post, the_request
from tests.fakes import Office


def test_a_form_sent_opens_one_request_and_shows_its_number(office: Office) -> None:
    answer, page = post("/basvuru", filled_in())
    request = the_request(office)
    assert answer.status == 201
    assert number_on(page).replace("-", "") == request.number
    assert answer.headers["location"].endswith(f"/takip/{number_on(page)}")
    assert request.channel == "web"
    assert request.notice == office.city.notice_version
    assert office.city.units["fen-isleri"].name.tr in page.words
    assert "26 Kasım 2026 Perşembe 17.30 3 iş günü kaldı" in page.words
    assert "Süre: 3 iş günü." in page.words
    assert "+90\u00a05••\u00a0•••\u00a022\u00a033" in page.html
    assert "Takip şifreniz" not in page.words


def test_the_same_form_twice_is_one_request(office: Office) -> None:
    fields = filled_in()
    _, first = post("/basvuru", fields)
    answer, again = post("/basvuru", fields)
    assert answer.status == 200
    assert number_on(first) == number_on(again)
    assert len(office.requests.rows) == 1


def test_a_form_without_a_key_is_taken(office: Office) -> None:
    assert post("/basvuru", filled_in() | {"key": "", "minted": ""})[0].status == 201


def test_the_year_of_the_number_is_that_of_the_form(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    fields = filled_in()
    office.clock.move(minutes=2)
    post("/basvuru", fields)
    assert the_request(office).number.startswith("26")
    assert the_request(office).opened.year == 2026  # UTC; in Türkiye it is 2027
    assert post("/basvuru", fields)[0].status == 200


def test_a_form_older_than_a_day_has_no_time_of_its_own(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 30, 12, tzinfo=UTC)
    fields = filled_in()
    office.clock.move(days=3)
    post("/basvuru", fields)
    assert the_request(office).number.startswith("27")


def test_what_a_form_should_not_hold_does_not_reach_intake(office: Office) -> None:
    answer, _ = post("/basvuru", filled_in() | {"status": "closed", "unit": "x", "hide_identity": "1"})
    assert answer.status == 201
    assert the_request(office).draft.hide_identity


def test_a_place_inside_the_city_is_kept(office: Office) -> None:
    post("/basvuru", filled_in(lat="38.462100", long="27.217000"))
    draft = the_request(office).draft
    assert (draft.lat, draft.long) == (38.4621, 27.217)


def test_a_danger_in_the_words_is_answered_first(office: Office) -> None:
    _, page = post("/basvuru", filled_in(description="Sokakta gaz kokusu var"))
    assert page.words.index(office.city.dangers["gas"].text.tr) < page.words.index("Başvurunuzu aldık")
    assert {"tel:187", "tel:112"} <= set(page.links)


def test_a_referral_names_the_body_and_that_the_centre_follows_it_up(office: Office) -> None:
    _, page = post("/basvuru", filled_in("waste.collection", district="Konak"))
    assert "Bu konuya Konak Belediyesi bakıyor." in page.words
    assert "takip eder" in page.words


def test_an_unread_road_is_for_the_centre_to_find_out(office: Office) -> None:
    _, page = post("/basvuru", filled_in(address="Köşedeki bakkalın önü"))
    assert "Hangi birimin bakacağını merkezimiz belirleyecek" in page.words


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"phone": "", "email": "ayse@example.org"}, "a•••@example.org"),
        ({"phone": "0232 444 55 66"}, "Telefonla aranacaksınız"),
        ({"phone": "0232 444 55 66", "do_not_call": "1"}, "Aranmak istemediğinizi not ettik"),
        ({"phone": "", "kind": "report"}, "İletişim bilgisi bırakmadınız"),
        ({"email": "ayse@example.org", "notify_by": "email"}, "a•••@example.org"),
        ({"notify_by": "whatsapp"}, "Numaranızı WhatsApp ile gönderiyoruz: +90 5"),
    ],
)
def test_everybody_is_told_how_they_are_reached(office: Office, contact: dict[str, str], said: str) -> None:
    _, page = post("/basvuru", filled_in(**contact))
    assert said in page.words


@pytest.mark.parametrize("email", ["ayse@example.org", ""])
def test_who_left_no_phone_follows_by_the_pin_on_the_page(office: Office, email: str) -> None:
    _, page = post("/basvuru", filled_in(phone="", email=email, kind="report"))
    pin = expected_proof(office.desk, the_request(office))
    assert pin in page.words
    assert ("e-postanıza da yazdık" in page.words) == bool(email)
    answer, own = post("/takip", {"number": number_on(page), "contact": pin})
    assert answer.status == 200
    assert "Büyük bir çukur var." in own.words
