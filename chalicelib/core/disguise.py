"""What hides beside the pixels of an image: pages, scripts, archives, in its metadata or behind its end."""

from __future__ import annotations

import re

# Each word is long enough not to occur by chance; in lower case, since a browser does not mind the case.
_MARKUP = re.compile(rb"<(?:script|html|body|iframe|object|embed|svg|!doctype|!entity|\?php|%@|foreignobject)[\s>/%:]")
_DOCUMENTS = (b"%pdf-", b"%!ps-adobe", b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x7felf\x02\x01\x01")
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 22 + 65_535
"""Bytes from the end within which an archive says where it ends (APPNOTE 4.3.16)."""
_END_OF_JPEG, _SCAN = b"\xff\xd9", b"\xff\xda"


def kind_of_text(content: bytes) -> str:
    """What something is that is no image: "svg", "markup" or ""."""
    start = content[:4096].lower()
    if b"<svg" in start:
        return "svg"
    return "markup" if _MARKUP.search(start + b" ") else ""


def is_disguised(content: bytes) -> bool:
    """Whether a JPEG or PNG is something else as well. Pixels are not looked at: there anything occurs by chance."""
    beside = (_beside_png if content.startswith(b"\x89PNG") else _beside_jpeg)(content)
    lower = beside.lower()
    if _MARKUP.search(lower + b" ") or any(word in lower for word in _DOCUMENTS):
        return True
    return _is_archive(content)


def scans_of(content: bytes) -> int:
    """How often a JPEG goes over its pixels: once, or for a progressive one about ten times."""
    if content.startswith(b"\x89PNG"):
        return 1
    start = _first_scan(content)
    end = content.find(_END_OF_JPEG, start)
    return content.count(_SCAN, start, end if end >= 0 else len(content))


def _beside_jpeg(content: bytes) -> bytes:
    """All before the first scan and all behind the first end; within a scan neither mark can occur (ITU T.81, B.1.1.5).
    A thumbnail within the metadata has marks of its own, so its segment is stepped over."""
    start = _first_scan(content)
    end = content.find(_END_OF_JPEG, start)
    return content[:start] + (content[end + 2 :] if end >= 0 else b"")


def _first_scan(content: bytes) -> int:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] != _SCAN[1]:
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return place


def _beside_png(content: bytes) -> bytes:
    """Every chunk but those of pixels, and all behind the end (PNG, 5.3)."""
    found, place = [], 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] != b"IDAT":
            found.append(content[place + 4 : place + 8 + length])
        place += 12 + length
        if found and found[-1][:4] == b"IEND":
            break
    return b"\n".join([*found, content[place:]])


def _is_archive(content: bytes) -> bool:
    """Whether it ends as a ZIP does: with the mark of its end, and a comment of exactly the length said there."""
    tail = content[-_ZIP_TAIL:]
    place = tail.find(_ZIP_END)
    while place >= 0:
        if place + 22 <= len(tail):
            entries = int.from_bytes(tail[place + 10 : place + 12], "little")
            directory = int.from_bytes(tail[place + 12 : place + 16], "little")
            if entries and 46 * entries <= directory <= len(content):
                return True
        place = tail.find(_ZIP_END, place + 1)
    return False
