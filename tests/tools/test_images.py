"""Images by Pillow: what comes out is pixels and nothing else."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from PIL import ExifTags, Image

from chalicelib.core.files import MOST_PIXELS, Position, Unfit
from chalicelib.tools.images import LONGEST, SMALL, draw
from tests.photos import IZMIR, a_bomb, a_jpeg, a_photo, a_png, an_exif


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",))


def test_a_photo_comes_out_upright_shrunk_and_with_a_small_form() -> None:
    picture = draw(a_jpeg(size=(4000, 3000), exif=an_exif(IZMIR, orientation=6)))
    assert (picture.width, picture.height) == (LONGEST * 3 // 4, LONGEST)
    assert opened(picture.image).size == (picture.width, picture.height)
    assert opened(picture.thumbnail).size == (SMALL * 3 // 4, SMALL)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_as_the_camera_was_held(orientation: int) -> None:
    corner = Image.new("RGB", (60, 40), "white")
    corner.paste((255, 0, 0), (0, 0, 20, 20))
    written = io.BytesIO()
    corner.save(written, "JPEG", exif=an_exif(IZMIR, orientation=orientation), quality=95)
    drawn = opened(draw(written.getvalue()).image)
    turned = {1: (5, 5), 2: (54, 5), 3: (54, 34), 4: (5, 34), 5: (5, 5), 6: (34, 5), 7: (34, 54), 8: (5, 54)}
    red, green, _ = drawn.getpixel(turned[orientation])  # type: ignore[misc]  # RGB has three
    assert (red > 200, green < 80) == (True, True)


def test_a_small_photo_stays_as_small_as_it_is() -> None:
    picture = draw(a_png((64, 48)))
    assert (picture.width, picture.height) == (64, 48)


def test_nothing_but_pixels_comes_out() -> None:
    picture = draw(a_jpeg())
    for content in (picture.image, picture.thumbnail):
        image = opened(content)
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert not any(word in content for word in (b"Exif", b"GPS", b"xmp", b"Telefon", b"Photoshop", b"2026"))


def test_where_it_was_taken_is_read_before() -> None:
    position = draw(a_jpeg(at=IZMIR)).position
    assert position
    assert (position.lat, position.long) == pytest.approx(IZMIR, abs=1e-5)
    assert draw(a_jpeg(at=(-33.9, -18.4))).position == Position(-33.9, -18.4)


@pytest.mark.parametrize("at", [None, (0.0, 0.0), (91.0, 27.0), (38.0, 181.0)])
def test_a_place_that_makes_no_sense_is_none(at: tuple[float, float] | None) -> None:
    assert draw(a_jpeg(at=at)).position is None


def test_a_place_of_broken_numbers_is_none() -> None:
    exif = an_exif(IZMIR)
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (38.0,)
    assert draw(a_jpeg(exif=exif)).position is None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_jpeg(mode: str) -> None:
    picture = draw(a_png(mode=mode) if mode != "I;16" else _sixteen_bits())
    assert opened(picture.image).mode == "RGB"


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "YCbCr"])
def test_every_kind_of_jpeg_becomes_one_in_rgb(mode: str) -> None:
    written = io.BytesIO()
    a_photo(mode=mode).save(written, "JPEG")
    assert opened(draw(written.getvalue()).image).mode == "RGB"


def test_what_is_see_through_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    assert opened(draw(written.getvalue()).image).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 1), (MOST_PIXELS + 1, 1)])
def test_a_header_of_too_many_pixels_is_refused_before_a_pixel_is_there(size: tuple[int, int]) -> None:
    tracemalloc.start()
    with pytest.raises(Unfit, match="too-many-pixels"):
        draw(a_bomb(*size))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_jpegs_header_of_too_many_pixels_is_refused() -> None:
    photo = bytearray(a_jpeg(at=None))
    start = photo.index(b"\xff\xc0")
    photo[start + 5 : start + 9] = (30_000).to_bytes(2, "big") * 2
    with pytest.raises(Unfit, match="too-many-pixels"):
        draw(bytes(photo))


@pytest.mark.parametrize("kept", [0, 3, 20, 300, 0.5, 0.95])
def test_what_is_cut_off_is_broken(kept: float) -> None:
    photo = a_jpeg()
    with pytest.raises(Unfit, match="broken"):
        draw(photo[: int(kept * len(photo)) if kept < 1 else int(kept)])


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM", "TGA"])
def test_pillow_never_opens_another_kind(kind: str) -> None:
    written = io.BytesIO()
    a_photo(size=(64, 64)).save(written, kind)
    with pytest.raises(Unfit, match="broken"):
        draw(written.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says of broken EXIF that it is
def test_whatever_is_changed_in_a_photo_it_is_drawn_or_unfit() -> None:
    for content in (a_jpeg(size=(96, 64)), a_png((96, 64), mode="P", Comment="x" * 50)):
        for place in range(0, min(len(content), 2400), 7):
            changed = bytearray(content)
            changed[place] ^= 0xFF
            try:
                draw(bytes(changed))
            except Unfit as error:
                assert error.reason in ("broken", "too-many-pixels")


def _sixteen_bits() -> bytes:
    written = io.BytesIO()
    Image.new("I;16", (20, 20), 40_000).save(written, "PNG")
    return written.getvalue()
