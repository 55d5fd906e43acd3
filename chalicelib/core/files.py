"""Files that people send: whose they are, what became of them, and who may see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.core.errors import KopruError
from chalicelib.core.tracking import key_hash, same

FileState = Literal["awaited", "checking", "clean", "refused"]
FILE_ID = re.compile(r"[0-9a-f]{48}")
SESSION = re.compile(r"[\x21-\x7e]{16,128}")
"""An upload session is a secret of who uploads: a form's own key, or one that the server minted."""
IMAGES = ("image/jpeg", "image/png")
"""What can be uploaded; all of it leaves as JPEG."""
HEIC = "image/heic"
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
LARGEST = 15 * 1024 * 1024
"""Bytes of one file."""
MOST_PIXELS = 50_000_000
"""Of one image: what the cameras of telephones make at most without being asked for more, 8160 × 6120."""
REASONS = (
    "malware", "no-verdict", "missing", "file-type", "other-type", "heic", "svg", "markup", "polyglot", "too-large",
    "too-many-pixels", "broken", "erased",
)  # fmt: skip
"""Why an upload was refused; texts/files.json has the words."""
UPLOAD_TIME = timedelta(minutes=10)
"""How long a permission to upload holds; a draft that waits for a signal asks for a new one."""
UNCLAIMED = timedelta(hours=48)
"""How long a file that belongs to no request is kept."""
PUBLIC_TIME = timedelta(seconds=45)
"""How long the address of a public photo holds; the way to it is kept for 15 s, so that it is gone within a minute."""
DOWNLOAD_TIME = timedelta(minutes=5)
"""How long the address of a file holds."""
VERDICT_TIME = timedelta(minutes=15)
"""How long the malware verdict may be silent before a person is told."""
VERDICT_OVER = timedelta(days=1)
"""How long it is waited for at all."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a photo was taken, by its EXIF; kept only with consent. WGS 84 degrees."""

    lat: float
    long: float


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file. `number` is the request that it belongs to, "" for none yet; `reason` is why it was refused, a
    code of texts/files.json; `width` and `height` are pixels of the clean image; `bytes` is its size."""

    id: str
    media_type: str
    made: datetime
    state: FileState = "awaited"
    reason: str = ""
    number: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    consents: bool = False
    position: Position | None = None
    source: str = "web"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is made of an upload: JPEGs without any metadata, the size of the larger one in pixels, and where the
    original says it was taken."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    position: Position | None = None


class Unfit(KopruError):
    """No picture can be made of an upload; `reason` is a code of texts/files.json."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Offer:
    """Permission to upload one file: a form to post to `url` with these fields, and the file as its last part,
    `file`."""

    url: str
    fields: Mapping[str, str]
    until: datetime


def mint_id(secret: bytes, session: str, random: str) -> str:
    """The id of a new file of this session; `random` has 32 hexadecimal characters and makes its address unguessable,
    the rest ties it to the session."""
    return random + _tie(secret, session, random)


def belongs(secret: bytes, session: str, id: str) -> bool:
    """Whether a file of this id was uploaded in this session; compared in constant time."""
    return bool(FILE_ID.fullmatch(id)) and same(id[32:], _tie(secret, session, id[:32]))


def declared(media_type: str, content: bytes = b"") -> str:
    """A media type without its parameters, in small letters; where it says nothing, what the first bytes say."""
    said = media_type.split(";")[0].strip().lower()
    said = "image/jpeg" if said in ("image/jpg", "image/pjpeg") else said
    return said if said not in ("", "application/octet-stream") else kind_of(content)


def kind_of(content: bytes) -> str:
    """The media type that the first bytes of a file say, one of IMAGES or HEIC; "" for anything else."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return HEIC
    return next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")


def raw_key(id: str) -> str:
    """Where what was uploaded lies until it is checked."""
    return f"files/raw/{id}"


def id_of_raw(key: str) -> str:
    """The id of the upload that lies under this key; "" for any other key."""
    id = key.removeprefix("files/raw/")
    return id if key != id and FILE_ID.fullmatch(id) else ""


def clean_key(id: str) -> str:
    """Where the image lies that may be shown."""
    return f"files/clean/{id}.jpg"


def thumbnail_key(id: str) -> str:
    """Where its small form lies."""
    return f"files/clean/{id}-s.jpg"


def _tie(secret: bytes, session: str, random: str) -> str:
    return key_hash(secret, "file", f"{session}\n{random}")[:16]
