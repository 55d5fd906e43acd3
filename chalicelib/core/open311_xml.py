"""Open311's two formats: a resource as JSON, and the same as XML by the Spark convention (open311.org).

XML is written here and not by a library, because a carriage return must leave as a character reference: as a bare
character every XML reader would turn it into a line feed (XML 1.0, 2.11).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from chalicelib.core.text import exact

Content = str | int | float | bool | None | Sequence["Content"] | Mapping[str, "Content"]

CHILDREN: Mapping[str, str] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "notes": "note",
}
"""What the elements of a list are called; those of any other list repeat its own name."""

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def to_json(content: Content) -> str:
    """The resource as JSON, without its root."""
    return json.dumps(_legal(content), ensure_ascii=False)


def to_xml(root: str, content: Content) -> str:
    """The resource as an XML document whose root element is `root`; what is absent is an empty element."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_element(root, content))


def _element(name: str, content: Content) -> Iterator[str]:
    inside = "".join(_inside(name, content))
    yield f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _inside(name: str, content: Content) -> Iterator[str]:
    if isinstance(content, Mapping):
        for child, value in content.items():
            if _is_list(value) and value and child not in CHILDREN:
                yield from (piece for one in value for piece in _element(child, one))
            else:
                yield from _element(child, value)
    elif _is_list(content):
        yield from (piece for one in content for piece in _element(CHILDREN[name], one))
    else:
        yield _word(content).translate(_ESCAPED)


def _is_list(content: Content) -> TypeGuard[Sequence[Content]]:
    return isinstance(content, Sequence) and not isinstance(content, str)


def _word(value: Content) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):  # never with an exponent, which a decimal has not
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return exact(str(value))


def _legal(content: Content) -> Content:
    """The same without what XML forbids, so that both formats say the same."""
    if isinstance(content, Mapping):
        return {name: _legal(value) for name, value in content.items()}
    if _is_list(content):
        return [_legal(one) for one in content]
    return exact(content) if isinstance(content, str) else content
