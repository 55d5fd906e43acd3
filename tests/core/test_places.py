"""A place is read out of a person's own words, and what only sounds like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.places import Place, read_district, read_place, take_place
from tests.build import a_city

CITY = a_city()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Bornova Ankara Caddesi'nde büyük bir çukur var", Place("Ankara Caddesi", "Bornova")),
        ("konak esrefpasa 437 sokak no 5 te çöp var", Place("437 sokak no 5", "Konak")),
        ("1851/10 Sokak karanlık", Place("1851/10 Sokak")),
        ("Buca'da 204/12 sk. no:7/A önünde moloz", Place("204/12 sk. no:7/A önünde", "Buca")),
        ("Kazımdirik mah. çöpler duruyor", Place("", "", "Kazımdirik")),
        ("Atatürk Mahallesi 52 Sokak 14", Place("52 Sokak 14", "", "Atatürk")),
        ("Gazi Osman Paşa Bulvarı 12/A çöp", Place("Gazi Osman Paşa Bulvarı 12/A")),
        ("437 sokakta su akıyor", Place("437 sokakta")),
        ("Basmane Garı'nın orada bekliyor", Place("Basmane Garı")),
        ("PTT karşısında rögar kapağı yok", Place("PTT karşısında")),
        ("Aşık Veysel Parkı içinde köpekler", Place("Aşık Veysel Parkı")),
        ("there is a pothole on Ankara Street 12", Place("Ankara Street 12")),
        ("garbage near the blue mosque", Place("near the blue mosque")),
    ],
)
def test_what_names_a_place_is_read(text: str, place: Place) -> None:
    assert read_place(text, CITY) == place


@pytest.mark.parametrize(
    "text",
    [
        "cöp alınmadi 3 gundur kokudan duramiyoruz",
        "sokakta çukur var",
        "bizim sokak çok karanlık",
        "evimin önünde çöp var",
        "onu gördüm, yani çok kötü",
        "meydana gelen olay",
        "kimse yok karanlık sokakta, orada sokakta kalan biri var",
        "çocuk parkı kirli",
        "no 5",
        "",
    ],
)
def test_what_names_no_place_is_not_one(text: str) -> None:
    assert not read_place(text, CITY).is_exact


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("Su yok 2 gündür gaziemirde", "Gaziemir"),
        ("Konak'ta elektrik yok", "Konak"),
        ("bornovadaki park", "Bornova"),
        ("BUCA ŞİRİNYER", "Buca"),
        ("mahalledeki çeşme akmıyor", ""),
        ("Çeşme Ilıca plajı", "Çeşme"),
        ("konak ve buca", ""),
    ],
)
def test_a_district_is_read_with_any_ending(text: str, district: str) -> None:
    assert read_district(text, CITY) == district


def test_a_district_alone_is_no_exact_place() -> None:
    assert not read_place("gaziemirde su yok", CITY).is_exact


def test_whatever_answers_the_question_for_the_place_is_one() -> None:
    assert take_place("bilmiyorum, köprünün orada bir yer", CITY).address == "bilmiyorum, köprünün orada bir yer"
    assert take_place("Konak eşrefpaşa", CITY) == Place("Konak eşrefpaşa", "Konak")


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    place = read_place(text, CITY)
    assert len(place.address) <= 300
    assert len(place.neighbourhood) <= 80
