"""Multipart bodies as clients really send them, and as nobody should."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.core.peer_form import PeerForm
from chalicelib.tools.multipart import MOST_PARTS, read_multipart

TYPE = 'multipart/form-data; boundary="x y"'


def part(head: str, body: bytes) -> bytes:
    return b"--x y\r\n" + head.encode() + b"\r\n\r\n" + body + b"\r\n"


def read(*parts: bytes, content_type: str = TYPE) -> PeerForm:
    return read_multipart(content_type, b"".join(parts) + b"--x y--\r\n")


def test_fields_keep_their_line_breaks_and_letters() -> None:
    form = read(part('Content-Disposition: form-data; name="description"', "Bir\r\nİki\rş\n".encode()))
    assert form.fields == (("description", "Bir\r\nİki\rş\n"),)


@pytest.mark.parametrize("name", ["media", "media[]", "photo1", "file_0", ""])
def test_a_file_is_a_file_whatever_its_name(name: str) -> None:
    head = f'Content-Disposition: form-data; name="{name}"; filename="çukur.jpg"\r\nContent-Type: image/jpeg'
    (file,) = read(part(head, b"\xff\xd8\r\n--x\0")).files
    assert (file.name, file.media_type, file.content) == ("çukur.jpg", "image/jpeg", b"\xff\xd8\r\n--x\0")


def test_an_image_without_a_file_name_is_a_file_too() -> None:
    form = read(part('Content-Disposition: form-data; name="media"\r\nContent-Type: image/png', b"\x89PNG"))
    assert [file.media_type for file in form.files] == ["image/png"]


def test_a_part_may_say_its_own_charset() -> None:
    head = 'Content-Disposition: form-data; name="description"\r\nContent-Type: text/plain; charset=ISO-8859-9'
    assert read(part(head, "Işık".encode("iso8859-9"))).fields == (("description", "Işık"),)


@pytest.mark.parametrize(
    ("encoding", "body"), [("base64", base64.b64encode("Işık".encode())), ("quoted-printable", b"I=C5=9F=C4=B1k"),
                           ("8bit", "Işık".encode())]
)  # fmt: skip
def test_old_transfer_encodings_are_understood(encoding: str, body: bytes) -> None:
    head = f'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: {encoding}'
    assert read(part(head, body)).fields == (("a", "Işık"),)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"----\r\n"),
        ("multipart/form-data; boundary=other", part('Content-Disposition: form-data; name="a"', b"1")),
        (TYPE, b""),
        (TYPE, part('Content-Disposition: form-data; name="a"', b"1")),
        (TYPE, b"--x y\r\nno header\r\n\r\n--x y--\r\n"),
        ("multipart/form-data; boundary=" + "q" * 300, b"--q"),
        (TYPE, part('Content-Disposition: form-data; name="a"', b"") * (MOST_PARTS + 1) + b"--x y--\r\n"),
    ],
)
def test_what_is_no_whole_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(Invalid):
        read_multipart(content_type, body)


@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_body_breaks_it(body: bytes, boundary: str) -> None:
    for content_type in (TYPE, f"multipart/form-data; boundary={boundary}"):
        try:
            read_multipart(content_type, body)
        except Invalid:
            continue


def test_nothing_of_a_broken_body_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Invalid):
        read_multipart("multipart/form-data; boundary=zz", b"--yy canary\r\n")
    assert caplog.records == []
