"""Images by Pillow: whatever comes is decoded and drawn anew, without anything but its pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import ExifTags, Image, ImageOps

from chalicelib.core.files import MOST_PIXELS, Picture, Position, Unfit

LONGEST, SMALL = 2048, 320
"""The longer side of the image and of its small form, in pixels."""
_QUALITY, _SMALL_QUALITY = 85, 75
_FORMATS = ("JPEG", "PNG")
# What Pillow raises of a file that is broken or made to break it; SyntaxError is its own word for a bad PNG.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, MemoryError, TypeError)


def draw(content: bytes) -> Picture:
    """The picture in a JPEG or PNG, upright, in RGB, LONGEST at most, and its small form; both JPEGs without metadata.

    Raises Unfit ("too-many-pixels", "broken").
    """
    # Pillow's own guard only warns up to twice its limit; the size is known before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with _unbroken(), Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise Unfit("too-many-pixels")
        position = _position(opened)
        turned = opened.getexif().get(ExifTags.Base.Orientation, 1)
        opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded no larger than it is needed
        opened.load()
        drawn = _upright(_flat(_shrunk(opened, LONGEST)), turned)
        small = _shrunk(drawn, SMALL)
        return Picture(_jpeg(drawn, _QUALITY), _jpeg(small, _SMALL_QUALITY), drawn.width, drawn.height, position)


@contextmanager
def _unbroken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise Unfit("broken") from error


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    """The same within a square of this side; its colours come by way of their names where it has a palette."""
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA")
    elif image.mode not in ("L", "LA", "RGB", "RGBA"):
        image = image.convert("RGB")
    scale = min(1.0, longest / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _flat(image: Image.Image) -> Image.Image:
    """In RGB; what is see-through becomes white."""
    if image.mode in ("RGBA", "LA"):
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return image.convert("RGB")


def _upright(image: Image.Image, orientation: Any) -> Image.Image:
    """Turned as the camera was held (EXIF 2.32, Orientation)."""
    image.getexif()[ExifTags.Base.Orientation] = orientation if orientation in range(1, 9) else 1
    return ImageOps.exif_transpose(image) or image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """Only pixels: a fresh image has no EXIF, no comment, no colour profile and no thumbnail to write."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()


def _position(image: Image.Image) -> Position | None:
    """Where the camera says it was; nothing where that is missing or makes no sense."""
    try:
        told = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(told[ExifTags.GPS.GPSLatitude], told[ExifTags.GPS.GPSLatitudeRef], "S")
        long = _degrees(told[ExifTags.GPS.GPSLongitude], told[ExifTags.GPS.GPSLongitudeRef], "W")
    except (*_BROKEN, ZeroDivisionError, AttributeError):
        return None
    return Position(lat, long) if abs(lat) <= 90 and abs(long) <= 180 and (lat or long) else None


def _degrees(parts: Any, side: Any, negative: str) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    side = side.decode("ascii") if isinstance(side, bytes) else str(side)
    degrees = whole + minutes / 60 + seconds / 3600
    return round(-degrees if side.strip("\x00 ").upper() == negative else degrees, 6)
