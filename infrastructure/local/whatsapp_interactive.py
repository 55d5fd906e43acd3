"""What Meta takes as an interactive WhatsApp message: up to three buttons, a list of up to ten rows, a question for the
place."""

from collections.abc import Mapping, Sequence
from typing import Any

from infrastructure.local.refusal import Refused, part

# Meta's published Cloud API reference v23.0, counted in UTF-16 units.
_BODY = 1024
_BUTTONS, _TITLE, _ID = 3, 20, 256
_ROWS, _ROW_TITLE, _ROW_ABOUT, _ROW_ID = 10, 24, 72, 200
_OPEN = 20
_SECTIONS = 10


def read_interactive(body: Mapping[str, Any]) -> str:
    """The words of the message; raises Refused as Meta does, naming the field."""
    kind, action = part(body, "interactive", "type"), part(body, "interactive", "action")
    text = _said(part(body, "interactive", "body", "text"), _BODY, "interactive.body.text")
    if kind == "button":
        _check_buttons(part(action, "buttons"))
    elif kind == "list":
        _said(part(action, "button"), _OPEN, "interactive.action.button")
        _check_rows(part(action, "sections"))
    elif kind != "location_request_message" or part(action, "name") != "send_location":
        raise _bad("interactive.type")
    return text


def choices(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What can be tapped, each as its id and its title; of a question for the place none."""
    action = part(body, "interactive", "action") or {}
    buttons = [each["reply"] for each in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return [(each["id"], each["title"]) for each in (*buttons, *rows)]


def _check_buttons(buttons: object) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _BUTTONS:
        raise _bad("interactive.action.buttons")
    for button in buttons:
        if part(button, "type") != "reply":
            raise _bad("interactive.action.buttons.type")
        _said(part(button, "reply", "title"), _TITLE, "interactive.action.buttons.reply.title")
        _said(part(button, "reply", "id"), _ID, "interactive.action.buttons.reply.id")
    _differ([button["reply"]["id"] for button in buttons], "interactive.action.buttons.reply.id")
    _differ([button["reply"]["title"] for button in buttons], "interactive.action.buttons.reply.title")


def _check_rows(sections: object) -> None:
    if not isinstance(sections, list) or not 1 <= len(sections) <= _SECTIONS:
        raise _bad("interactive.action.sections")
    rows = [row for section in sections for row in part(section, "rows") or ()]
    if not 1 <= len(rows) <= _ROWS:
        raise _bad("interactive.action.sections.rows")
    for section in sections:
        if len(sections) > 1 or "title" in section:
            _said(part(section, "title"), _ROW_TITLE, "interactive.action.sections.title")
    for row in rows:
        _said(part(row, "title"), _ROW_TITLE, "interactive.action.sections.rows.title")
        _said(part(row, "id"), _ROW_ID, "interactive.action.sections.rows.id")
        if part(row, "description") is not None:
            _said(part(row, "description"), _ROW_ABOUT, "interactive.action.sections.rows.description")
    _differ([row["id"] for row in rows], "interactive.action.sections.rows.id")


def _said(text: object, most: int, field: str) -> str:
    if not isinstance(text, str) or not text.strip() or units(text) > most:
        raise _bad(field)
    return text


def _differ(texts: Sequence[str], field: str) -> None:
    if len(set(texts)) < len(texts):
        raise _bad(field)


def units(text: str) -> int:
    """The text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bad(field: str) -> Refused:
    return Refused("131009", f"Parameter value is not valid: {field}")
