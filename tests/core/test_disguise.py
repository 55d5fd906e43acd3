"""What hides beside the pixels of an image."""

from __future__ import annotations

import random

import pytest

from chalicelib.core.disguise import is_disguised, kind_of_text, scans_of
from tests.photos import HTML, SVG, XMP, a_jpeg, a_png, chunk, polyglots

POLYGLOTS = polyglots()


@pytest.mark.parametrize("what", POLYGLOTS)
def test_an_image_that_is_something_else_as_well_is_found(what: str) -> None:
    assert is_disguised(POLYGLOTS[what])


@pytest.mark.parametrize("shouted", [b"<SCRIPT>", b"<ScRiPt src=x>", b"<Svg/onload=x>", b"<IFRAME\n", b"<html"])
def test_the_case_of_letters_does_not_matter(shouted: bytes) -> None:
    assert is_disguised(a_jpeg() + shouted)


def test_a_photo_with_all_that_cameras_write_is_nothing_else() -> None:
    assert not is_disguised(a_jpeg(xmp=XMP))
    assert not is_disguised(a_png(Title="Çukur < kaldırım", Software="Paint & co"))


def test_what_a_telephone_hangs_behind_a_photo_is_let_be() -> None:
    film = b"\x00\x00\x00\x18ftypmp42" + random.Random(1).randbytes(300_000)
    assert not is_disguised(a_jpeg() + film + b"SEFT")


def test_pixels_are_not_searched() -> None:
    png = a_png()
    pixels = chunk(b"IDAT", HTML)
    assert not is_disguised(png[:-12] + pixels + png[-12:])


@pytest.mark.parametrize("seed", range(30))
def test_no_ordinary_photo_is_taken_for_something_else(seed: int) -> None:
    assert not is_disguised(a_jpeg(seed, (320, 240), progressive=seed % 2 == 0, quality=95))


@pytest.mark.parametrize("broken", [b"", b"\xff", b"\xff\xd8\xff", b"\x89PNG", b"\xff\xd8\xff\xe0\x00", b"\x89PNG" * 9])
def test_stumps_are_looked_at_without_harm(broken: bytes) -> None:
    assert not is_disguised(broken)


def test_how_often_a_jpeg_goes_over_its_pixels() -> None:
    assert scans_of(a_jpeg(progressive=False)) == 1
    assert 3 < scans_of(a_jpeg(progressive=True)) < 15
    assert scans_of(a_png()) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [(SVG, "svg"), (b"  \n<SVG>", "svg"), (HTML, "markup"), (b"<html>", "markup"), (b"MZ\x90", ""), (b"", "")],
)
def test_what_something_is_that_is_no_image(content: bytes, kind: str) -> None:
    assert kind_of_text(content) == kind
