"""What anybody may see of a request, in the words of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.case import Case
from chalicelib.core.publication import Public, public_of, still
from chalicelib.core.words import name_of_service
from chalicelib.entry.pages import say
from chalicelib.entry.photo_views import Photo
from chalicelib.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class ForAll:
    """What everybody sees: the service, roughly where, and the words and photos that staff released ("" and none where
    they did not)."""

    service: str
    around: str
    text: str
    photos: tuple[Photo, ...]


def for_all(desk: Desk, case: Case, language: str) -> ForAll | None:
    """What is public of the case now; none for nothing."""
    public = public_of(case, desk.city)
    public = still(public, desk.city) if public else None
    if public is None:
        return None
    return ForAll(
        service=name_of_service(public.service, desk.city, language),
        around=around(public, language),
        text=public.text,
        photos=tuple(_photo(desk.photo_url(id), language) for id in public.photos),
    )


def around(public: Public, language: str) -> str:
    """Roughly where it is, "" where nobody said: the district, and the middle of the cell."""
    if public.lat is None or public.long is None:
        return public.district
    near = say("public.near", language, lat=f"{public.lat:.4f}", long=f"{public.long:.4f}")
    return ", ".join(part for part in (public.district, near) if part)


def _photo(url: str, language: str) -> Photo:
    return Photo(say("public.photo", language), thumbnail=f"{url}/kucuk", url=url)
