"""Renders the citizen's pages: the templates, what they may say, and the headers of every HTML answer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.city import Channel, City
from chalicelib.entry.headers import COMMON, page_policy

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "web" / "templates"

HEADERS = {**COMMON, "Content-Security-Policy": page_policy()}


def show_page(
    template: str,
    language: str,
    here: str,
    title: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    stored: bool = False,
    **values: Any,
) -> Response:
    """The page of `template`, in `language`. `here` is the path for its language switch; only a `stored` page may be
    cached, found by search engines, and stands without a citizen's data."""
    city = wire.city()
    frame = {
        "language": language,
        "here": here,
        "title": title,
        "city": city,
        "other_language": _other(language, city),
        "indexed": stored,
        "urgent": False,
        "failed": False,
    }
    text = _environment().get_template(template).render(frame | _words(language) | values)
    common = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": language,
        "Cache-Control": "public, max-age=60" if stored else "no-store",
    }
    return Response(text, status_code=status, headers={**HEADERS, **common, **(headers or {})})


def pick(wanted: str | None) -> str:
    """The language of a page: English where it is asked for and the city speaks it, else Turkish."""
    return "en" if wanted == "en" and "en" in wire.city().languages else "tr"


def say(code: str, language: str, **values: object) -> str:
    """A sentence of texts/."""
    return wire.wording().say(code, language, **values)


def tel(line: str) -> str:
    """The address that dials `line`, however it is written."""
    return "tel:" + re.sub(r"[^0-9+]", "", line)


def channel_link(channel: Channel) -> str:
    """The address that opens a channel; "" for one that has none, such as a counter."""
    if channel.kind == "phone":
        return tel(channel.value)
    if channel.kind == "whatsapp":
        return "https://wa.me/" + re.sub(r"^0", "90", re.sub(r"[^0-9]", "", channel.value))
    if channel.kind == "email":
        return "mailto:" + channel.value
    return channel.value if channel.value.startswith("https://") else ""


def _words(language: str) -> dict[str, Any]:
    def link(path: str) -> str:
        return path + "?lang=en" if language == "en" else path

    return {
        "say": lambda code, **values: say(code, language, **values),
        "link": link,
        "tel": tel,
        "channel_link": channel_link,
    }


def _other(language: str, city: City) -> str:
    other = "tr" if language == "en" else "en"
    return other if other in city.languages else ""


@cache
def _environment() -> Environment:
    # Jinja2 costs a tenth of a cold start: the JSON API never pays for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
