"""What a citizen's own words are about: the likeliest services, how sure that is, and what else may be wanted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from chalicelib.core.weighing import Match, alarms, explained, hear, weigh

if TYPE_CHECKING:
    from chalicelib.core.city import City

Intent = Literal["", "status", "thanks", "greeting", "human", "foi", "privacy", "aid", "yes", "no", "menu"]
INTENTS: tuple[Intent, ...] = get_args(Intent)

OFFERED = 3
"""Services that are offered at most: a chat shows three buttons."""
LEAST = 1.5
"""What a service must weigh to be offered."""
SURE = 8.0
"""What the first must weigh to be taken for certain, and"""
LEAD = 0.62
"""how much of it the second may weigh at most. Both are measured on texts that no rule was written for
(tests/core/texts)."""
HEAVY = 6.0
"""What a matter must weigh to stand for itself beside others in one message."""
URGENT = "P1"
"""The priority of services whose danger is answered at once."""

# Where one matter may end and the next begin: for certain, and only where both sides are sure.
_ENDS = re.compile(
    r"[\n;]+|(?<=[.!?…])\s+|\b(?:ayr[ıi]ca|bir de|bi de|birde|bide|bunun d[ıi][şs][ıi]nda|bundan ba[şs]ka|also)\b", re.I
)
_JOINTS = re.compile(r",|\bve\b|\bhem de\b|\band\b", re.I)
_SAID_ALONE: tuple[Intent, ...] = ("yes", "no", "menu", "greeting", "thanks")
_ALONE = 4
"""Words of a message that is nothing but a yes, a greeting or a thank-you."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text seems to be: at most three codes of services, the likeliest first; `sure` where the first one stands
    clearly before all others; and an `intent`, "" where it is an ordinary matter."""

    services: tuple[str, ...] = ()
    sure: bool = False
    intent: Intent = ""


def guess(text: str, city: City) -> Guess:
    """What `text` is about, by the words of `city.lexicon`. Never raises."""
    matches = _heard(text, city)
    weights = weigh(matches, "services")
    ranked = sorted((code for code in weights if weights[code] >= LEAST), key=lambda code: (-weights[code], code))
    return Guess(tuple(ranked[:OFFERED]), _is_sure(ranked, weights), _intent(text, matches, ranked, weights, city))


def matters(text: str, city: City) -> tuple[str, ...]:
    """The parts of `text` that are matters of their own, in its order and words; the whole text alone where it is
    one. What says nothing by itself stays with what stands before it, and nothing is taken from a danger's story."""
    if danger_heard(text, city):
        return (text,)
    found: list[tuple[str, str]] = []
    for sentence in _cut(text, _ENDS):
        parts = _cut(sentence, _JOINTS)
        told = [guess(part, city) for part in parts]
        groups = {city.services[each.services[0]].group for each in told if each.sure}
        if len(groups) < 2 or not all(each.sure for each in told):
            parts = [sentence]
        for part in parts:
            _add(found, part, city)
    return tuple(part for part, _ in found) if len(found) > 1 else (text,)


def danger_heard(text: str, city: City) -> str:
    """The code of the first danger of the city's table that the text tells of, or ""."""
    return _first(alarms(hear(text, city.lexicon.of_dangers, city.lexicon.signs)), city)


def danger_told(text: str, city: City) -> str:
    """The code of the danger that is heard, or else of the urgent (P1) service that the text is surely about; "" where
    there is none, or where the text explains that danger away."""
    heard = hear(text, city.lexicon.of_dangers, city.lexicon.signs)
    if code := _first(alarms(heard), city):
        return code
    told = guess(text, city)
    service = city.services[told.services[0]] if told.sure and told.intent in ("", "aid") else None
    if service is None or service.priority != URGENT or not service.danger or explained(heard, service.danger):
        return ""
    return service.danger


def _first(codes: Collection[str], city: City) -> str:
    return next((code for code in city.dangers if code in codes), "")


def _heard(text: str, city: City) -> list[Match]:
    return hear(text, city.lexicon.of_matters, city.lexicon.signs)


def _add(found: list[tuple[str, str]], part: str, city: City) -> None:
    weights = weigh(_heard(part, city), "services")
    about = max(weights, key=lambda code: (weights[code], code), default="")
    if about.startswith("meta.") or weights.get(about, 0) < HEAVY:
        about = ""
    if found and (not about or not found[-1][1] or found[-1][1] == about):
        before, before_about = found.pop()
        part, about = f"{before} {part}", about or before_about
    found.append((part, about))


def _cut(text: str, ends: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in ends.split(text) if part.strip()]


def _is_sure(ranked: list[str], weights: Mapping[str, float]) -> bool:
    if not ranked or weights[ranked[0]] < SURE:
        return False
    return len(ranked) == 1 or weights[ranked[1]] <= LEAD * weights[ranked[0]]


def _intent(text: str, matches: list[Match], ranked: list[str], weights: Mapping[str, float], city: City) -> Intent:
    first = ranked[0] if ranked else ""
    service = city.services.get(first)
    heard = weigh(matches, "intents")
    most = weights[first] if first and not first.startswith("meta.") else 0.0
    for intent in ("status", "human"):
        if heard.get(intent, 0.0) >= max(most, HEAVY):
            return INTENTS[INTENTS.index(intent)]
    if service and service.basis in ("foi", "privacy"):
        return "foi" if service.basis == "foi" else "privacy"
    if service and service.group == "aid" and most >= HEAVY:
        return "aid"
    for intent in _SAID_ALONE:
        if intent in heard and most < HEAVY and (intent in ("thanks", "menu") or len(text.split()) <= _ALONE):
            return intent
    return ""
