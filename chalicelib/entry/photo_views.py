"""The photos of a request, as its pages show them to who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.case import Case
from chalicelib.core.rights import CITIZEN
from chalicelib.entry.pages import say
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import Shown, shown

CLOSING = ("resolve",)


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo: what it is and who sent it, in words; its addresses where it can be shown, else why it cannot; `id` is
    that of its file."""

    caption: str
    thumbnail: str = ""
    url: str = ""
    width: int = 0
    height: int = 0
    words: str = ""
    id: str = ""


def photos_of(desk: Desk, case: Case, language: str) -> tuple[Photo, ...]:
    """Every photo of the request, in the order in which they came. One batch get where there are any."""
    captions = dict.fromkeys(case.request.draft.files, say("photos.opening", language))
    for event in case.events:
        code = "closing" if event.move in CLOSING else "citizen" if event.actor == CITIZEN.name else "staff"
        for id in event.facts.get("files", ()):
            captions.setdefault(id, say(f"photos.{code}", language))
    return tuple(photo_of(each, captions[each.id], language) for each in shown(desk, case.files, case.number))


def photo_of(file: Shown, caption: str, language: str) -> Photo:
    """One file under this caption."""
    if file.state == "clean":
        return Photo(caption, file.thumbnail_url, file.url, file.width, file.height, id=file.id)
    code = "refused" if file.state == "refused" else "checking"
    return Photo(caption, words=say(f"photos.{code}", language))
