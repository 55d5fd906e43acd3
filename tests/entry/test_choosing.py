"""The way to the form: home, matters, the empty form, in both languages."""

from __future__ import annotations

import pytest

from tests.build import a_city
from tests.entry.citizen import get, number_on, post, the_request
from tests.entry.gateway import call
from tests.fakes import Office

PAGES = ["/", "/basvuru", "/basvuru/road.pothole", "/takip", "/aydinlatma"]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_page_speaks_both_languages_one_click_apart(office: Office, url: str, language: str) -> None:
    answer, page = get(url + ("?lang=en" if language == "en" else ""))
    assert answer.status == 200
    assert page.tags[0] == ("html", {"lang": language})
    assert answer.headers["content-language"] == language
    assert (url if language == "en" else f"{url}?lang=en") in page.links


def test_the_language_is_carried_on(office: Office) -> None:
    _, home = get("/?lang=en")
    assert {"/basvuru?lang=en", "/takip?lang=en", "/aydinlatma?lang=en"} <= set(home.links)
    _, form = get("/basvuru/road.pothole?lang=en")
    answer, opened = post("/basvuru", form.fields | {"description": "A hole", "phone": "0532 111 22 33"})
    assert answer.headers["content-language"] == "en"
    assert the_request(office).draft.language == "en"
    assert f"/takip/{number_on(opened)}?lang=en" in opened.links


def test_a_refused_form_is_answered_in_its_own_language(office: Office) -> None:
    _, form = get("/basvuru/road.pothole?lang=en")
    (action,) = [given["action"] for tag, given in form.tags if tag == "form"]
    assert call("POST", action, "{}", {"content-type": "text/plain"}).headers["content-language"] == "en"


def test_the_home_page_names_the_emergency_line_first(office: Office) -> None:
    _, page = get("/")
    calls = [link for link in page.links if link.startswith("tel:")]
    assert calls[0] == "tel:112"
    assert "tel:153" in calls
    assert office.city.centre.tr in page.words


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
def test_every_way_to_reach_a_centre_is_on_its_home_page(office: Office, city: str) -> None:
    office.city = a_city(city)
    _, page = get("/")
    for channel in office.city.channels:
        assert channel.value in page.words
        assert channel.hours.tr in page.words


def test_whatsapp_and_special_numbers_can_be_tapped(office: Office) -> None:
    office.city = a_city("ilkadim-ilkim")
    _, page = get("/")
    assert {"https://wa.me/905051785501", "tel:4445501"} <= set(page.links)


def test_all_listed_matters_can_be_chosen_and_no_other(office: Office) -> None:
    _, page = get("/basvuru")
    offered = {link.removeprefix("/basvuru/") for link in page.links if link.startswith("/basvuru/")}
    assert offered == {service.code for service in office.city.services.values() if service.listed}


@pytest.mark.parametrize("city", ["izmir-him", "ilkadim-ilkim", "example"])
def test_every_listed_matter_has_its_form(office: Office, city: str) -> None:
    office.city = a_city(city)
    for service in office.city.services.values():
        answer, page = get(f"/basvuru/{service.code}")
        assert answer.status == (200 if service.listed else 404), service.code
        if service.listed:
            assert service.label.tr in page.words
            assert "tel:112" in page.links


def test_the_notice_is_information_with_its_version(office: Office) -> None:
    _, form = get("/basvuru/road.pothole")
    assert office.city.notice_version in form.words
    assert "/aydinlatma" in form.links
    _, page = get("/aydinlatma")
    assert office.city.notice.tr.split()[-1] in page.words
    assert office.city.notice_version in page.words


def test_a_citys_colour_is_a_style_sheet_of_its_own(office: Office) -> None:
    _, plain = get("/")
    assert "/tema.css" not in plain.html
    coloured = office.with_city(colour="#c8102e")
    office.city = coloured.city
    _, page = get("/")
    assert "/tema.css" in page.html
    answer = call("GET", "/tema.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "--bridge: #c8102e" in answer.text


def test_the_form_warns_of_its_danger_before_anything_is_asked(office: Office) -> None:
    _, page = get("/basvuru/sewer.open_manhole")
    danger = office.city.dangers["open_manhole"]
    assert danger.text.tr in page.words
    assert page.words.index(danger.text.tr) < page.words.index("Bize anlatın")
    assert page.links.count("tel:112") == 2  # its own, and the static line


def test_the_form_says_by_when_and_who_before_it_asks(office: Office) -> None:
    _, pothole = get("/basvuru/road.pothole")
    assert "En geç 3 iş günü içinde bilgi veririz" in pothole.words
    _, rubbish = get("/basvuru/waste.collection")
    assert "ilgili ilçe belediyesi bakıyor" in rubbish.words
    _, foi = get("/basvuru/legal.foi4982")
    assert "En geç 15 iş günü içinde" in foi.words
    assert foi.fields["legal_basis"] == "foi"


def test_the_form_is_never_cached_and_never_has_the_same_key(office: Office) -> None:
    one, first = get("/basvuru/road.pothole")
    _, second = get("/basvuru/road.pothole")
    assert one.headers["cache-control"] == "no-store"
    assert first.fields["key"] != second.fields["key"]
