"""What a citizen's words could be filed as: services to choose from, each with the words that speak for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.core.city import City
from chalicelib.core.lexicon import LEAST
from chalicelib.core.spelling import spell
from chalicelib.core.weighing import Match, hear, weigh

MOST = 5
"""Services that are suggested at most."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A service, and the words of the text that speak for it, in their order and as they were written."""

    service: str
    words: tuple[str, ...]


def suggest(text: str, city: City) -> tuple[Suggestion, ...]:
    """The services of the public form that `text` could be about, the likeliest first; none where it says too little.
    By the lexicon that chats are understood with (core/lexicon). Never raises."""
    matches = hear(text, city.lexicon.of_matters, city.lexicon.signs)
    weights = weigh(matches, "services")
    offered = [code for code in weights if weights[code] >= LEAST and city.services[code].listed]
    ranked = sorted(offered, key=lambda code: (-weights[code], code))[:MOST]
    return tuple(Suggestion(code, _words(text, code, matches, city)) for code in ranked)


def _words(text: str, service: str, matches: Iterable[Match], city: City) -> tuple[str, ...]:
    places = 0
    for match in matches:
        if match.rule.kind == "services" and match.rule.code == service and match.weight > 0:
            places |= match.places
    written: dict[str, str] = {}
    for typed in text.split():
        for word in spell(typed, city.lexicon.signs):
            written.setdefault(word, typed.strip(".,;:!?…\"'()[]"))
    heard = (word for place, word in enumerate(spell(text, city.lexicon.signs)) if places >> place & 1)
    return tuple(dict.fromkeys(written.get(word, word) for word in heard))
