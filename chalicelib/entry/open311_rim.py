"""The rim of Open311: answers in the format that was asked for, and every error as its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib.core.errors import Fault, Invalid, KeyReused
from chalicelib.core.tracking import show
from chalicelib.entry.rim import TITLES, View, answering, language_of, read_error, say_error, say_fault, say_why

if TYPE_CHECKING:  # only named here
    from chalicelib.core.open311_xml import Content

XML, JSON = "xml", "json"
TYPES = {XML: "text/xml", JSON: "application/json"}
# GeoReport v2, "Errors": 404 for what is not there, 403 for the key, 400 for everything else; what the sender can only
# wait for, send smaller or send otherwise keeps its own status.
STATUSES = {401: 403, 409: 400, 422: 400}


def peer(bp: Blueprint) -> Callable[[View], View]:
    """For the views of Open311: what they raise is answered as a list of errors in the format that was asked for."""
    return answering(bp, refusal)


def refusal(error: Exception, request: Request) -> Response:
    """The answer to an error: one entry for each thing that is wrong, its field named."""
    status, code, faults, headers = read_error(error)
    language = language_of(request)
    detail = {"number": show(error.number)} if isinstance(error, KeyReused) else {}
    sentences = [_say(fault, language) for fault in faults] or [say_why(error, code, language, **detail)]
    return refused(request, STATUSES.get(status, status), sentences, headers)


def refused(
    request: Request, status: int, sentences: list[str] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """A list of errors: these sentences, else the one that belongs to the status."""
    said = sentences or [say_error(TITLES.get(status, "broken"), language_of(request))]
    errors: list[Content] = [{"code": status, "description": sentence} for sentence in said]
    return told(request, "errors", errors, status=status, headers=headers)


def told(
    request: Request,
    root: str,
    content: Content,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    charset: bool = True,
) -> Response:
    """An answer in the format that was asked for; `charset` is left out only where a reader compares whole types."""
    from chalicelib.core.open311_xml import to_json, to_xml

    asked = format_of(request)
    common = {
        "Content-Type": TYPES[asked] + ("; charset=utf-8" if charset else ""),
        "Content-Language": language_of(request),
        "Vary": "Accept, Accept-Language",
    }
    body = to_xml(root, content) if asked == XML else to_json(content)
    return Response(body, status_code=status, headers=common | (headers or {}))


def format_of(request: Request) -> str:
    """The format asked for: by the suffix of the address, else by Accept, else XML."""
    arguments = request.uri_params or {}
    last = next((arguments[name] for name in ("more", "id", "name") if name in arguments), "")
    suffix = last.rpartition(".")[2]
    return suffix if suffix in TYPES else _accepted(str(request.headers.get("accept", "")))


def stem(name: str) -> str:
    """A name without its suffix; a suffix that we do not know is a part of the name."""
    before, dot, suffix = name.rpartition(".")
    return before if dot and suffix in TYPES else name


def required(field: str, value: str) -> str:
    """The value. Raises Invalid ("required") where there is none."""
    if not value.strip():
        raise Invalid(Fault(field, "required"))
    return value


def _say(fault: Fault, language: str) -> str:
    return f"{fault.field}: {say_fault(fault, language)}" if fault.field else say_fault(fault, language)


def _accepted(accept: str) -> str:
    """JSON where it is wanted more than XML; a type that is named outweighs a wildcard (RFC 9110, 12.5.1)."""
    wanted = {XML: (0.0, 0), JSON: (0.0, 0)}
    for part in accept.lower().split(","):
        kind, _, parameters = part.strip().partition(";")
        for asked, weight in _ranges(kind.strip(), parameters):
            wanted[asked] = max(wanted[asked], weight)
    return JSON if wanted[JSON] > wanted[XML] else XML


def _ranges(kind: str, parameters: str) -> list[tuple[str, tuple[float, int]]]:
    quality = next((each.strip()[2:] for each in parameters.split(";") if each.strip().startswith("q=")), "1")
    try:
        weight = float(quality)
    except ValueError:
        weight = 0.0
    if not weight > 0:
        return []
    named = {"application/json": JSON, "text/json": JSON, "text/xml": XML, "application/xml": XML}
    if kind in named:
        return [(named[kind], (weight, 1))]
    return [(XML, (weight, 0))] if kind in ("*/*", "text/*", "application/*") else []
