"""Photos as a telephone takes them: a JPEG with the place in its EXIF."""

from __future__ import annotations

from io import BytesIO
from typing import TypedDict

from PIL import Image

GPS = 0x8825


class Chosen(TypedDict):
    """A file as a file chooser hands it over."""

    name: str
    mimeType: str
    buffer: bytes


def photo(name: str = "cukur.jpg", *, colour: str = "red", lat: float = 0, long: float = 0) -> Chosen:
    """A photo of 3000 x 2000 pixels, taken north and east of nowhere unless `lat` and `long` (degrees) say where."""
    exif = Image.Exif()
    if lat or long:
        exif[GPS] = {1: "N", 2: _parts(lat), 3: "E", 4: _parts(long)}
    content = BytesIO()
    Image.new("RGB", (3000, 2000), colour).save(content, "JPEG", exif=exif)
    return Chosen(name=name, mimeType="image/jpeg", buffer=content.getvalue())


def _parts(degrees: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(round(degrees * 3600, 4), 60)
    return (minutes // 60, minutes % 60, seconds)
