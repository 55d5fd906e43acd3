"""Weighs what was heard: which rules of a lexicon hold in a text, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.core.spelling import spell
from chalicelib.core.vocabulary import Index, Kind, Rule

NEAR = 7
"""Words within which the parts of a rule count whole."""
FAR = 0.7
"""What a rule counts whose parts stand further apart."""
FURTHER = 0.4
"""What each further rule counts beside the one before it: many weak words do not make a strong one."""
INSIDE = 0.4
"""What a single word counts inside a longer phrase that was heard: çöp in "çöp konteyneri"."""
_WAYS = 6
"""Ways of hearing one rule that are looked at; a text that says a word more often says nothing new."""


class Span(NamedTuple):
    """Where a phrase was heard, one bit for the place of each of its words, and how well it was spelt."""

    places: int
    worth: float


class Match(NamedTuple):
    """A rule that holds, what it weighs here, and the places of its words."""

    rule: Rule
    weight: float
    places: int


def hear(text: str, index: Index, signs: Mapping[str, str]) -> list[Match]:
    """The rules of `index` that hold in `text`, in which `signs` such as emoji stand for words."""
    spans = _spans(spell(text, signs), index)
    longer = 0
    for found in spans.values():
        for span in found:
            if span.places & (span.places - 1):
                longer |= span.places
    return [
        Match(rule, rule.weight * way.worth * (INSIDE if _is_inside(way.places, longer) else 1), way.places)
        for heard in spans.keys() & index.rules.keys()
        for rule in index.rules[heard]
        if rule.parts[-1] in spans  # most rules end here, cheaply
        for way in _ways(rule, spans)
    ]


def weigh(matches: Iterable[Match], kind: Kind) -> dict[str, float]:
    """What the matches of a kind come to, by code. Words that a heavier rule has counted add nothing."""
    by_code: dict[str, list[Match]] = {}
    for match in matches:
        if match.rule.kind == kind:
            by_code.setdefault(match.rule.code, []).append(match)
    return {code: _sum(of_code) for code, of_code in by_code.items()}


def alarms(matches: Iterable[Match]) -> set[str]:
    """The codes that are heard in words which nothing explains away: a negative rule says what only sounds like the
    danger, such as a fire escape, and takes its words out for rules that weigh no more than it."""
    found = list(matches)
    harmless = [match.rule for match in found if match.rule.weight < 0]
    words = [match.places for match in found if match.rule.weight < 0]
    return {
        told.code
        for told, _, places in found
        if told.weight > 0
        and not any(
            rule.code == told.code and -rule.weight >= told.weight and places & taken
            for rule, taken in zip(harmless, words, strict=True)
        )
    }


def explained(matches: Iterable[Match], code: str) -> bool:
    """Whether the text says in words what only sounds like this danger."""
    return any(match.rule.code == code and match.rule.weight < 0 for match in matches)


def _sum(matches: list[Match]) -> float:
    total, share, counted = 0.0, 1.0, 0
    denied: set[Rule] = set()
    for rule, weight, places in sorted(matches, key=lambda match: (-match.weight, match.places)):
        if weight < 0:
            total += 0.0 if rule in denied else weight
            denied.add(rule)
        elif places & ~counted:
            total += weight * share
            share *= FURTHER
            counted |= places
    return total


def _spans(words: list[str], index: Index) -> dict[str, list[Span]]:
    """Where each phrase and each set was heard."""
    found = [index.words.find(word) for word in words]
    spans: dict[str, list[Span]] = {}
    for place, known in enumerate(found):
        for first in known:
            for phrase, parts in index.phrases.get(first, ()):
                if span := _span(parts, place, found):
                    for name in (phrase, *index.sets.get(phrase, ())):
                        spans.setdefault(name, []).append(span)
    return spans


def _span(parts: tuple[str, ...], place: int, found: list[dict[str, float]]) -> Span | None:
    if place + len(parts) > len(found):
        return None
    worth = 1.0
    for at, part in enumerate(parts):
        if part not in found[place + at]:
            return None
        worth = min(worth, found[place + at][part])
    return Span(((1 << len(parts)) - 1) << place, worth)


def _ways(rule: Rule, spans: dict[str, list[Span]]) -> list[Span]:
    """The ways in which the parts of a rule are heard, the best first. No word is two parts."""
    first, *others = rule.parts
    reached = spans[first]
    if not all(part in spans for part in others):
        return []
    for part in others:
        reached = [
            Span(before.places | span.places, min(before.worth, span.worth))
            for before in reached[:_WAYS]
            for span in spans[part][:_WAYS]
            if not before.places & span.places
        ]
    if others:
        far = NEAR + len(rule.parts)
        reached = [way if _width(way.places) < far else Span(way.places, way.worth * FAR) for way in reached]
    return reached[:_WAYS] if rule.kind == "dangers" else sorted(reached, key=_worth)[-1:]


def _worth(span: Span) -> tuple[float, int]:
    return span.worth, -_width(span.places)


def _width(places: int) -> int:
    """Words from the first of these places to the last."""
    return places.bit_length() - (places & -places).bit_length()


def _is_inside(places: int, longer: int) -> bool:
    return places & (places - 1) == 0 and places & longer != 0
