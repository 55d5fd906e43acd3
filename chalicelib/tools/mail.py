"""E-mail bodies by Jinja2: a Letter becomes a plain text and an HTML part."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chalicelib.core.letter import Letter

TEMPLATES = Path(__file__).parent.parent / "web" / "templates"


def render(letter: Letter) -> tuple[str, str]:
    """The text and the HTML part of a letter; everything in the HTML is escaped."""
    return _template("mail.txt", escape=False).render(letter=letter), _template("mail.html", escape=True).render(
        letter=letter
    )


@cache
def _template(name: str, *, escape: bool) -> Template:
    room = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escape,  # noqa: S701 - the text part is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return room.get_template(name)
