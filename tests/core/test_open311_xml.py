"""Both formats carry the same, whatever the text."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.open311_xml import to_json, to_xml

TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


def legal(text: str) -> str:
    """The text as XML may carry it, by the production Char of XML 1.0."""
    kept = (
        "\ufffd" if 0xD800 <= ord(mark) <= 0xDFFF else mark
        for mark in text
        if mark in "\t\n\r" or 0x20 <= ord(mark) < 0xFFFE or ord(mark) > 0xFFFF
    )  # fmt: skip
    told = "".join(kept)
    return told if told.strip() else ""


@given(TEXTS)
def test_every_text_is_read_back_from_both_formats_without_what_xml_forbids(text: str) -> None:
    content = [{"description": text}]
    assert json.loads(to_json(content)) == [{"description": legal(text)}]
    root = ElementTree.fromstring(to_xml("service_requests", content).encode())
    assert (root.findtext("request/description") or "") == legal(text)


def test_values_have_the_words_of_xml_schema() -> None:
    content = {"yes": True, "no": False, "none": None, "n": 3, "lat": 38.46289, "tiny": 0.000001, "whole": 27.0}
    assert to_xml("x", content).partition("\n")[2] == (
        "<x><yes>true</yes><no>false</no><none/><n>3</n><lat>38.46289</lat><tiny>0.000001</tiny><whole>27</whole></x>"
    )
    assert to_json(content) == json.dumps(content)


def test_lists_are_wrapped_where_they_have_a_name_and_repeated_where_they_have_none() -> None:
    content = {"attributes": [{"values": []}], "media_url": ["a", "b"], "notes": []}
    assert to_xml("x", content).endswith(
        "<x><attributes><attribute><values/></attribute></attributes>"
        "<media_url>a</media_url><media_url>b</media_url><notes/></x>"
    )
    assert to_xml("errors", []).endswith("<errors/>")


def test_a_carriage_return_is_a_reference_and_the_encoding_is_declared() -> None:
    told = to_xml("x", {"a": '1\r\n2 ]]> &<>"'})
    assert told.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert "1&#13;\n2 ]]&gt; &amp;&lt;&gt;" in told
