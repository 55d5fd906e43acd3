"""A member of staff at a page: who, in which language, and the frame around everything they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.rights import Actor
from chalicelib.entry import staff_words
from chalicelib.entry.pages import say, show_page

HOME = "/personel"
SIGN_IN = "/personel/giris"
# The pages of the menu, each with the right that opens it.
MENU = (
    ("inbox", HOME, "work"),
    ("record", "/personel/kayit", "contacts"),
    ("calls", "/personel/aramalar", "calls"),
    ("chats", "/personel/sohbetler", "chats"),
    ("contacts", "/personel/temas/gun", "contacts"),
    ("notices", "/personel/bildirimler", "notices"),
    ("settings", "/personel/ayarlar", "settings-read"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One call of a page: its actor, the form key of their session (CSRF), and what the address asked."""

    actor: Actor
    language: str
    csrf: str
    query: Mapping[str, str] = field(default_factory=dict)

    def say(self, code: str, **values: object) -> str:
        """A sentence of texts/ in the visitor's language."""
        return say(code, self.language, **values)

    def go(self, path: str, **query: object) -> str:
        """The address of a page in the visitor's language; what is empty stays out of the query."""
        return address(path, self.language, **query)


def address(path: str, language: str, **query: object) -> str:
    """The address of a page; English stands in its query."""
    asked = {name: value for name, value in query.items() if value}
    asked |= {"lang": "en"} if language == "en" else {}
    return f"{path}?{urlencode(asked)}" if asked else path


def show(
    template: str,
    visit: Visit,
    here: str,
    title: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    failed: bool = False,
    current: str = "",
    **values: Any,
) -> Response:
    """A page of the workplace; `here` is its path for the language switch, `current` its entry in the menu."""
    city, actor = wire.city(), visit.actor
    others = [hat for hat in actor.hats[1:] if hat != actor.hats[0]]
    return show_page(
        f"staff/{template}",
        visit.language,
        here,
        title,
        status=status,
        headers=headers,
        failed=failed,
        visit=visit,
        go=visit.go,
        current=current,
        menu=[(name, path) for name, path, right in MENU if actor.may(right)],
        person=staff_words.person(actor.name, city),
        role=visit.say(f"role.{actor.hats[0].role}"),
        vicarious=", ".join(dict.fromkeys(staff_words.hat(hat, city, visit.language) for hat in others)),
        **values,
    )


def redirect(to: str, cookies: list[str] | None = None, status: int = 303) -> Response:
    """See another page (303), or the same once more (307), with cookies to set."""
    headers: dict[str, Any] = {"Location": to, "Cache-Control": "no-store", "Content-Type": "text/plain"}
    return Response("", status_code=status, headers=headers | ({"Set-Cookie": cookies} if cookies else {}))
