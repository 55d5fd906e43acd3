"""Reads multipart/form-data bodies: fields with their charset, files with their bytes."""

from __future__ import annotations

import base64
import binascii
import logging
import quopri
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.peer_form import PeerForm, Upload, decode

MOST_PARTS = 500
# Of a part's header line, in bytes; long file names fit.
_LONGEST_HEADER = 8192


def read_multipart(content_type: str, body: bytes) -> PeerForm:
    """The form in this body; `content_type` is its header with the boundary. A part is a file where it has a file name
    or is an image. Raises Invalid ("form") where it is cut off, or not a multipart form, or has over MOST_PARTS."""
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # it quotes what it cannot read
    _, options = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = options.get(b"boundary", b"")
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks(), max_header_size=_LONGEST_HEADER)
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise Invalid(Fault("", "form")) from error
    if not boundary or not parts.ended:
        raise Invalid(Fault("", "form"))
    return _form(parts.found, options.get(b"charset", b"").decode("latin-1"))


@dataclass
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """Its bytes; RFC 7578 forgets transfer encodings, some clients do not."""
        raw = b"".join(self.pieces)
        encoding = self.headers.get(b"content-transfer-encoding", b"").strip().lower()
        if encoding == b"quoted-printable":
            return quopri.decodestring(raw)
        try:
            return base64.b64decode(raw) if encoding == b"base64" else raw
        except binascii.Error:
            return raw


class _Parts:
    """What the parser has found so far."""

    def __init__(self) -> None:
        self.found: list[_Part] = []
        self.ended = False
        self._name, self._value = b"", b""

    def callbacks(self) -> Mapping[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.found) >= MOST_PARTS:
            raise FormParserError("too many parts")
        self.found.append(_Part())

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self.found[-1].headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.found[-1].pieces.append(data[start:end])

    def _end(self) -> None:
        self.ended = True


def _form(parts: list[_Part], charset: str) -> PeerForm:
    fields: list[tuple[str, str]] = []
    files: list[Upload] = []
    for part in parts:
        _, told = parse_options_header(part.headers.get(b"content-disposition", b""))
        kind, about = parse_options_header(part.headers.get(b"content-type", b""))
        name = decode(told.get(b"name", b""))
        if b"filename" in told or b"filename*" in told or kind.startswith(b"image/"):
            files.append(Upload(decode(told.get(b"filename", b"")), kind.decode("latin-1").lower(), part.content))
        else:
            own = about.get(b"charset", b"").decode("latin-1") or charset
            fields.append((name, decode(part.content, own)))
    return PeerForm(tuple(fields), tuple(files))
