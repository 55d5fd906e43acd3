"""Reads what a peer posts: a form, urlencoded or in parts, whatever its charset."""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from urllib.parse import parse_qsl

from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.peer_form import PeerForm, decode
from chalicelib.entry.rim import body_of

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
# Lambda takes six megabytes, in base64, and what the gateway says of the call goes with it.
HEAVIEST_WITH_FILES = 4_400_000
MOST_FIELDS = 500
# What peers may also put into the address.
IN_THE_QUERY = ("api_key", "jurisdiction_id")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)


def read_form(request: Request) -> PeerForm:
    """The fields and files of this call. Raises Invalid ("form" for what cannot be read, "form-type", "too-large")."""
    content_type = str(request.headers.get("content-type", ""))
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == MULTIPART:
            form = wire.read_multipart(content_type, _with_files(request))
        elif kind in ("", URLENCODED):
            form = PeerForm(_fields(body_of(request), content_type))
        else:
            raise Invalid(Fault("Content-Type", "form-type"))
    except (UnicodeEncodeError, binascii.Error) as error:  # what no gateway hands on
        raise Invalid(Fault("", "form")) from error
    query = request.query_params or {}
    asked = tuple((name, str(query[name])) for name in IN_THE_QUERY if name in query)
    return replace(form, fields=form.fields + asked)


def _with_files(request: Request) -> bytes:
    raw: bytes = request.raw_body
    if len(raw) > HEAVIEST_WITH_FILES:
        raise Invalid(Fault("", "too-large"))
    return raw


def _fields(raw: bytes, content_type: str) -> tuple[tuple[str, str], ...]:
    """The pairs of an urlencoded body; the bytes behind its percent signs are read by `decode`."""
    try:
        pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="latin-1")
    except ValueError as error:
        raise Invalid(Fault("", "form")) from error
    said = _CHARSET.search(content_type)
    charset = said[1] if said else next((value for name, value in pairs if name == "_charset_"), "")
    return tuple((decode(name.encode("latin-1")), decode(value.encode("latin-1"), charset)) for name, value in pairs)
