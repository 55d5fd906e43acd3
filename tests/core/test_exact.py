"""Words that must come back as they were sent: letter for letter, but for what XML forbids."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.text import clean, exact
from chalicelib.core.understand import understand
from tests.build import a_city, what_is_said


def test_line_breaks_ends_and_marks_stay_as_they_were() -> None:
    text = " Bir\r\nİki\rÜç\n\tİstanbul\u0307 & <b> ]]> \u0085\u2028son \r\n"
    assert exact(text) == text


def test_what_xml_forbids_goes_and_the_rest_stays() -> None:
    assert exact("a\0b\x01\x08\x0b\x0c\x0e\x1fc\ufffe\uffffd\ud800e") == "abcd\ufffde"


def test_nothing_but_white_space_is_nothing() -> None:
    assert exact(" \r\n\t\0") == ""


def test_what_people_type_loses_the_two_characters_that_are_none() -> None:
    assert clean("a\ufffe\uffffb", lines=True) == "ab"


@given(st.text())
def test_any_text_can_stand_in_xml(text: str) -> None:
    ElementTree.fromstring(f"<a>{escape(exact(text))}</a>")


def test_a_description_is_exact_only_where_that_is_asked_for() -> None:
    said = what_is_said(description="Bir\r\niki ")
    assert understand(said, a_city(), exact=True).text == "Bir\r\niki "
    assert understand(said, a_city()).text == "Bir\niki"
