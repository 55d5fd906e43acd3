"""Service, place and competence decide which unit answers for a request, and how soon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.core.city import City, District, Owner, Service
from chalicelib.core.lexicon import danger_heard
from chalicelib.core.text import fold, mentions

if TYPE_CHECKING:
    from chalicelib.core.request import Draft

# Folded words of the road classes, with the abbreviations of Turkish addresses; the law gives squares, boulevards and
# avenues to the metropolitan municipality and streets to the districts (Law 5216 art. 7).
ROAD_WORDS = (
    ("main", re.compile(r"\b(?:cadde\w*|cad|cd|bulvar\w*|bulv|blv|blvd|meydan\w*)\b")),
    ("side", re.compile(r"\b(?:sokak\w*|sokag\w*|sok|sk)\b")),
)
# "meydana gelen" (occurred) is no square; "sokak lambası" and "sokak köpeği" say nothing of the road.
NOT_A_ROAD = re.compile(r"meydana gel\w*|sokak (?:lamba|hayvan|kope|kopeg|kedi|satici|cocu|direg|isik)\w*")
GLUED_NUMBER = re.compile(r"(?<=\d)(?=[a-z])")
SUFFIXES = r"(?:d[ae](?:n|ki|yim|yiz)?|t[ae](?:n|ki|yim|yiz)?|n?[iu]n|[yn]?[aeiu]|d[ae]yken)?"

P5_KINDS = ("suggestion", "thanks")


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers: `unit` is accountable; `body` is another public body it was referred to ("district": not yet known
    which); `also` are further units alerted; `road` is "main", "side", "several" or "" (unread); `danger` is the code
    of the danger that the service or the words tell of."""

    unit: str
    priority: str
    body: str = ""
    also: tuple[str, ...] = ()
    triage: bool = False
    road: str = ""
    district: str = ""
    danger: str = ""


def route(draft: Draft, city: City) -> Route:
    """The unit and priority of a draft: competence first, then the road class; what cannot be told is triage, never a
    guess. The centre's desk answers for referrals and triage."""
    service = city.services[draft.service]
    words = fold(draft.text)
    danger = service.danger or danger_in(words, city)
    district = find_district(draft, city)
    road = road_class(draft.address, draft.text) if service.side_owner else ""
    owner = _owner(service, road)
    if owner.unit and _elsewhere(district, city):
        owner = Owner(unit=None, body="district", also=())
    body = owner.body or ""
    if body == "district" and district:
        body = district.body
    return Route(
        unit=owner.unit or city.desk,
        priority=priority_of(draft, service, city, words, danger),
        body=body,
        also=owner.also,
        triage=owner.triage,
        road=road,
        district=district.name if district else "",
        danger=danger,
    )


def priority_of(draft: Draft, service: Service, city: City, words: str, danger: str) -> str:
    """P1 (at once) to P5: the service's own; the danger's where there is one, if that is sooner, whatever the
    kind; P5 for suggestions and thanks; P2 where the folded `words` tell that someone was hurt."""
    if danger:
        return min(service.priority, city.dangers[danger].priority)
    if draft.kind in P5_KINDS:
        return "P5"
    return "P2" if service.priority > "P2" and mentions(words, city.urgent_words) else service.priority


def danger_in(words: str, city: City) -> str:
    """The code of the first danger in the preset's table that the text tells of, or ""; what only sounds like one (a
    fire escape, a site that crashed) is passed over. The rules are the lexicon's."""
    return danger_heard(words, city)


def road_class(address: str, description: str) -> str:
    """ "main", "side", "several" or "", from the words of the address, and only where these say nothing, from the
    description."""
    return _road_class(address) or _road_class(description)


def find_district(draft: Draft, city: City) -> District | None:
    """The one district named by the field, else by the address, else by the neighbourhood or the words; None if none or
    several are."""
    for words in (draft.district, draft.address, draft.neighbourhood, draft.text):
        folded = fold(words)
        named = [each for each in city.districts if _names(each, folded)] if folded else []
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _names(district: District, folded: str) -> bool:
    name = fold(district.name)
    return name in folded and re.search(rf"\b{name}{SUFFIXES}\b", folded) is not None


def _road_class(words: str) -> str:
    folded = NOT_A_ROAD.sub(" ", GLUED_NUMBER.sub(" ", fold(words)))
    found = [name for name, pattern in ROAD_WORDS if pattern.search(folded)]
    return "several" if len(found) > 1 else "".join(found)


def _owner(service: Service, road: str) -> Owner:
    if not service.side_owner:
        return service.owner
    if road == "main":
        return service.owner
    return service.side_owner if road == "side" else Owner(unit=None, body=None, triage=True)


def _elsewhere(district: District | None, city: City) -> bool:
    return bool(city.home_district and district and fold(district.name) != fold(city.home_district))
