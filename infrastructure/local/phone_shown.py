"""What a telephone shows of a message it got, read from the request by which the provider was asked to send it."""

from dataclasses import dataclass
from typing import Any

from infrastructure.local.outbox import Message
from infrastructure.local.refusal import part


@dataclass(frozen=True)
class Tap:
    """Something to tap: the id that comes back, what stands on it, a second line; `row` whether it is of a list."""

    choice: str
    title: str
    about: str = ""
    row: bool = False


@dataclass(frozen=True)
class Shown:
    """Taps in their order, what opens the list where there is one, and whether the place is asked for."""

    taps: tuple[Tap, ...] = ()
    open_rows: str = ""
    asks_place: bool = False


def shown(message: Message) -> Shown:
    """What can be tapped on this message; nothing on an SMS."""
    body = message.body
    if message.channel == "whatsapp":
        return _of_whatsapp(body["message"] if message.provider == "whatsapp-aws" else body)
    if message.channel == "telegram":
        return _of_telegram(part(body, "reply_markup"))
    quick = part(body, "message", "quick_replies")
    return Shown(tuple(Tap(_said(each, "payload"), _said(each, "title")) for each in _each(quick)))


def _of_whatsapp(body: object) -> Shown:
    asked = part(body, "interactive")
    buttons = _each(part(asked, "action", "buttons"))
    taps = [Tap(_said(each, "reply", "id"), _said(each, "reply", "title")) for each in buttons]
    for section in _each(part(asked, "action", "sections")):
        rows = _each(part(section, "rows"))
        taps += [Tap(_said(row, "id"), _said(row, "title"), _said(row, "description"), row=True) for row in rows]
    return Shown(tuple(taps), _said(asked, "action", "button"), part(asked, "type") == "location_request_message")


def _of_telegram(markup: object) -> Shown:
    lines = _each(part(markup, "inline_keyboard"))
    taps = [Tap(_said(key, "callback_data"), _said(key, "text")) for line in lines for key in _each(line)]
    keyboard = [key for line in _each(part(markup, "keyboard")) for key in _each(line)]
    return Shown(tuple(taps), asks_place=any(part(key, "request_location") for key in keyboard))


def _each(listed: object) -> list[Any]:
    return listed if isinstance(listed, list) else []


def _said(body: object, *path: str) -> str:
    return str(part(body, *path) or "")
