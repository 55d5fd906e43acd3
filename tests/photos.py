"""Photos as telephones make them, and files that only look like one."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

IZMIR = (38.4237, 27.1428)
# The test file that every scanner knows (eicar.org), in two pieces so that none stops at this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>38,25.422N</exif:GPSLatitude></x:xmpmeta>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)


def a_photo(seed: int = 0, size: tuple[int, int] = (640, 480), *, mode: str = "RGB") -> Image.Image:
    """A picture with something to see in it: noise drawn large."""
    noise = random.Random(seed).randbytes(16 * 12 * 3)
    return Image.frombytes("RGB", (16, 12), noise).resize(size).convert(mode)


def a_jpeg(seed: int = 0, size: tuple[int, int] = (640, 480), *, at: Any = IZMIR, **saved: Any) -> bytes:
    """A JPEG with all that gives its maker away: EXIF with place, time, camera and a thumbnail, XMP, a comment."""
    written = io.BytesIO()
    exif = an_exif(at) if at else Image.Exif()
    a_photo(seed, size).save(written, "JPEG", **{"exif": exif, "xmp": XMP, "comment": b"GPS 38.42"} | saved)
    return written.getvalue()


def an_exif(at: tuple[float, float], *, orientation: int = 1) -> Image.Exif:
    """What a camera writes down; `at` are degrees north and east."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telefon"
    exif[ExifTags.Base.DateTime] = "2026:11:23 10:30:00"
    exif[ExifTags.Base.Orientation] = orientation
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N" if at[0] >= 0 else "S"
    gps[ExifTags.GPS.GPSLatitude] = _parts(at[0])
    gps[ExifTags.GPS.GPSLongitudeRef] = "E" if at[1] >= 0 else "W"
    gps[ExifTags.GPS.GPSLongitude] = _parts(at[1])
    return exif


def a_png(size: tuple[int, int] = (64, 48), *, mode: str = "RGB", **texts: str) -> bytes:
    """A PNG, with these texts in it."""
    written, told = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, text in texts.items():
        told.add_text(name, text)
    a_photo(0, size, mode=mode).save(written, "PNG", pnginfo=told)
    return written.getvalue()


def a_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that claims to be this large in a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_zip() -> bytes:
    """An archive with a page in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("index.txt", "merhaba")
    return written.getvalue()


def polyglots() -> dict[str, bytes]:
    """Images that are something else as well, by what hides in them and where."""
    photo, png = a_jpeg(), a_png()
    return {
        "zip behind a jpeg": photo + a_zip(),
        "zip behind a png": png + a_zip(),
        "page behind a jpeg": photo + HTML,
        "page behind a png": png + HTML,
        "script in a jpeg's comment": a_jpeg(comment=b"<script>alert(1)</script>"),
        "svg in a jpeg's xmp": a_jpeg(xmp=SVG),
        "php in a png's text": a_png(Comment="<?php system($_GET['c']); ?>"),
        "page in a png's text": a_png(Comment=HTML.decode()),
        "pdf behind a jpeg": photo + b"%PDF-1.7\n1 0 obj",
        "program behind a png": png + b"\x7fELF\x02\x01\x01" + bytes(40),
    }


def _parts(degrees: float) -> tuple[float, float, float]:
    degrees = abs(degrees)
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)
