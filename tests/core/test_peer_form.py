"""A peer's form: attributes in all their spellings, several values, and texts in whatever charset."""

from __future__ import annotations

import pytest

from chalicelib.core.peer_form import PeerForm, decode


def test_attributes_are_read_in_all_three_forms_and_keep_their_order() -> None:
    fields = (
        ("attribute[lanes]", "left"),
        ("attribute[lanes]", "right"),
        ("attribute[items][]", "sofa"),
        ("attribute[items][]", "bed"),
        ("attribute[items][2]", "other"),
        ("attribute[size]", "wheel"),
    )
    assert PeerForm(fields).attributes() == {
        "lanes": ("left", "right"),
        "items": ("sofa", "bed", "other"),
        "size": ("wheel",),
    }


def test_an_empty_value_counts_as_none() -> None:
    form = PeerForm((("lat", " "), ("lat", ""), ("attribute[size]", ""), ("media_url", "")))
    assert (form.one("lat"), form.attributes(), form.every("media_url")) == ("", {}, ())


def test_media_links_come_repeated_or_with_brackets() -> None:
    form = PeerForm((("media_url", "https://a.example/1.jpg"), ("media_url[]", "https://a.example/2.jpg")))
    assert form.every("media_url") == ("https://a.example/1.jpg", "https://a.example/2.jpg")


@pytest.mark.parametrize("name", ["attribute[]", "attribute[a]b]", "attribute", "xattribute[a]", "attribute[a][x]"])
def test_what_only_looks_like_an_attribute_is_none(name: str) -> None:
    assert PeerForm(((name, "1"),)).attributes() == {}


def test_text_is_utf_8_whatever_is_declared() -> None:
    assert decode("Işık İçin".encode(), "iso-8859-1") == "Işık İçin"


@pytest.mark.parametrize(
    ("charset", "codec"), [("iso-8859-9", "iso8859-9"), ('"Windows-1254"', "cp1254"), ("LATIN5", "iso8859-9")]
)
def test_text_in_a_declared_charset_is_read_by_it(charset: str, codec: str) -> None:
    assert decode("Işık İğne".encode(codec), charset) == "Işık İğne"


@pytest.mark.parametrize("charset", ["", "utf-8", "rot13", "zlib", "no-such", "utf-7"])
def test_what_is_broken_becomes_the_replacement_character_and_the_rest_stays(charset: str) -> None:
    assert decode(b"\xff\xc4\xb0stanbul", charset) == "\ufffdİstanbul"
