"""What a peer's form says: its place, its attributes, and what is kept beside them."""

from __future__ import annotations

import pytest

from chalicelib.core.peer_form import PeerForm
from chalicelib.core.peer_post import LONGEST, Post, read_post
from tests.build import a_city


def read(service: str = "road.pothole", /, **fields: str) -> Post:
    city = a_city()
    form = PeerForm(tuple({"description": "Çukur"}.items()) + tuple(fields.items()))
    return read_post(form, city.services[service], city, "Yok.", lambda id: f"Adres kodu {id}")


def codes(post: Post) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in post.faults]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ({}, ("lat", "location-required")),
        ({"lat": "38.4"}, ("long", "point-incomplete")),
        ({"long": "27.1"}, ("lat", "point-incomplete")),
        ({"lat": "38,4", "long": "27.1"}, ("lat", "decimal-comma")),
        ({"lat": "NaN", "long": "27.1"}, ("lat", "coordinate")),
        ({"lat": "38.4", "long": "inf"}, ("long", "coordinate")),
        ({"lat": "38.4", "long": "Infinity"}, ("long", "coordinate")),
        ({"lat": "38.4", "long": "1e999"}, ("long", "coordinate")),
        ({"lat": "٣٨.٤", "long": "27.1"}, ("lat", "coordinate")),
        ({"lat": "38°24'", "long": "27.1"}, ("lat", "coordinate")),
        ({"lat": "27.2", "long": "38.4"}, ("lat", "swapped")),
    ],
)
def test_a_place_that_is_none_is_named(place: dict[str, str], fault: tuple[str, str]) -> None:
    assert codes(read(**place)) == [fault]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"lat": " 38.462 ", "long": "+27.217"}, {"lat": 38.462, "long": 27.217}),
        ({"address_string": "Ankara Caddesi"}, {"address": "Ankara Caddesi"}),
        ({"address_id": "1234"}, {"address": "Adres kodu 1234"}),
        ({"address_string": "Ankara Caddesi", "lat": "", "long": " "}, {"address": "Ankara Caddesi"}),
    ],
)
def test_one_whole_place_is_enough(place: dict[str, str], said: dict[str, object]) -> None:
    post = read(**place)
    assert post.faults == ()
    assert said.items() <= post.said.items()


def test_attributes_of_the_service_are_answers_and_all_others_are_kept() -> None:
    post = read(**{"address_string": "x", "attribute[lanes]": "left", "attribute[fixmystreet_id]": "77"})
    assert post.said["answers"] == {"lanes": ["left"]}
    assert post.extras == (("fixmystreet_id", ("77",)),)


def test_an_answer_to_a_notice_is_kept_and_no_answer() -> None:
    post = read("out.streetlight", **{"address_string": "x", "attribute[wire]": "evet", "attribute[lamp]": "out"})
    assert post.said["answers"] == {"lamp": ["out"]}
    assert post.extras == (("wire", ("evet",)),)


def test_a_contact_that_cannot_be_read_does_not_lose_the_report() -> None:
    post = read(address_string="x", phone="sorma, ben ararım", email="yok")
    assert not {"phone", "email"} & post.said.keys()
    assert dict(post.extras) == {"phone": ("sorma, ben ararım",), "email": ("yok",)}
    assert [code for code, _ in post.remarks] == ["phone", "email"]


def test_links_to_media_are_kept_and_said_to_be() -> None:
    post = read(address_string="x", media_url="http://169.254.169.254/latest/meta-data")
    assert post.extras == (("media_url", ("http://169.254.169.254/latest/meta-data",)),)
    assert post.remarks == (("media-url", "1"),)


def test_the_longest_description_is_taken_and_one_character_more_is_not() -> None:
    assert read(address_string="x").said["description"] == "Çukur"
    form = PeerForm((("address_string", "x"), ("description", "ğ" * LONGEST)))
    longer = PeerForm((("address_string", "x"), ("description", "ğ" * (LONGEST + 1))))
    service = a_city().services["road.pothole"]
    assert read_post(form, service, a_city(), "", str).faults == ()
    assert codes(read_post(longer, service, a_city(), "", str)) == [("description", "too-long")]


def test_without_a_description_that_is_said() -> None:
    form = PeerForm((("address_string", "x"), ("description", " \r\n")))
    assert read_post(form, a_city().services["road.pothole"], a_city(), "Yok.", str).said["description"] == "Yok."
