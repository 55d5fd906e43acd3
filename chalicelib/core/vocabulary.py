"""What words mean to a municipality: rules that weigh for a service, an intent or a danger, read from its preset."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from chalicelib.core.spelling import Vocabulary

if TYPE_CHECKING:  # it reads what the city is made of
    from chalicelib.core.shape import Table

Kind = Literal["services", "intents", "dangers"]
KINDS: tuple[Kind, ...] = ("services", "intents", "dangers")
INTENTS = ("status", "thanks", "greeting", "human", "yes", "no", "menu")
"""What somebody may want that is no service, by words of its own."""
TELLS = "9"
"""The weight of a danger's own words."""

_WORDS = r"[a-z0-9]+[=~*]?(?: [a-z0-9]+[=~*]?)*"
_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_PHRASES = re.compile(rf"{_WORDS}(?:, {_WORDS})*")
_PART = rf"(?:{_NAME.pattern}|{_WORDS})"
_RULES = re.compile(rf"{_PART}(?: \+ {_PART})*(?:, {_PART}(?: \+ {_PART})*)*")
_NAMES = re.compile(rf"\b{_NAME.pattern}\b")
_WORD = re.compile(r"[a-z]{4,}")
_WEIGHT = re.compile(r"-?[1-9][0-9]?")

Rules = Mapping[str, Mapping[str, str]]
"""By code and weight, the rules as one text: "rogar + acik, ROGAR + KAPAK"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where every one of `parts` is heard, in any order, `code` weighs `weight` more, or less. A part is a phrase, or
    the name, in capitals, of a set of phrases."""

    kind: Kind
    code: str
    weight: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Rules by kind, the sets of phrases that they name, and the words that signs such as emoji stand for. They are
    kept as they are written, and taken apart when somebody is first listened to. `names` are folded: a place that is
    called so is no misspelt word."""

    rules: Mapping[Kind, Rules] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def every_word(self) -> set[str]:
        """All words of at least four letters in it."""
        texts = [text for rules in self.rules.values() for weights in rules.values() for text in weights.values()]
        return set(_WORD.findall(" ".join((*texts, *self.sets.values()))))

    @cached_property
    def of_matters(self) -> Index:
        """What tells services and intents."""
        return Index(self, ("services", "intents"))

    @cached_property
    def of_dangers(self) -> Index:
        """What tells dangers to life; apart, because it is asked for where nothing else is."""
        return Index(self, ("dangers",))


class Index:
    """The rules by their first part, the sets by their phrases, the phrases by their first word."""

    def __init__(self, lexicon: Lexicon, kinds: tuple[Kind, ...]) -> None:
        self.rules: dict[str, list[Rule]] = {}
        self.sets: dict[str, list[str]] = {}
        self.phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        parts: set[str] = set()
        for rule in (rule for kind in kinds for rule in _rules(lexicon, kind)):
            self.rules.setdefault(rule.parts[0], []).append(rule)
            parts.update(rule.parts)
        for name in sorted(parts & lexicon.sets.keys()):
            for phrase in lexicon.sets[name].split(", "):
                self.sets.setdefault(phrase, []).append(name)
        for phrase in sorted(parts - lexicon.sets.keys() | self.sets.keys()):
            spoken = tuple(phrase.split())
            self.phrases.setdefault(spoken[0], []).append((phrase, spoken))
        words = {word for found in self.phrases.values() for _, spoken in found for word in spoken}
        self.words = Vocabulary(words, lexicon.every_word() | lexicon.names)


def read_lexicon(table: Table, known: Mapping[Kind, Collection[str]]) -> Lexicon:
    """The table `lexicon` of a catalogue or preset. Its `sets` are phrases by name; its `services`, `intents` and
    `dangers` are, by code, rules by weight; each list is one text, parted by commas. `known` are the codes of each
    kind. Faults go to the table."""
    table.maybe_text("about")
    sets = _read_texts(table.table("sets"), _NAME, _PHRASES) if table.has("sets") else {}
    signs = _read_texts(table.table("signs"), re.compile(r"\W+"), _PHRASES) if table.has("signs") else {}
    rules = {kind: _read_rules(table.table(kind), known[kind]) for kind in KINDS if table.has(kind)}
    table.close()
    texts = [text for of_kind in rules.values() for weights in of_kind.values() for text in weights.values()]
    for name in sorted(set(_NAMES.findall(" ".join(texts))) - sets.keys()):
        table.fault("sets", f'no set "{name}"')
    return Lexicon(rules, sets, signs)


def word_dangers(words: Mapping[str, str], harmless: Iterable[str]) -> Lexicon:
    """The catalogue's own words of dangers, each with its danger's code, and the phrases that only sound like one."""
    rules: dict[str, dict[str, str]] = {}
    for phrase, code in words.items():
        weights = rules.setdefault(code, {TELLS: "", f"-{TELLS}": ", ".join(harmless)})
        weights[TELLS] = f"{weights[TELLS]}, {phrase}".removeprefix(", ")
    return Lexicon({"dangers": rules})


def join(one: Lexicon, other: Lexicon) -> Lexicon:
    """Both lexicons as one."""
    rules = {kind: _join_rules(one.rules.get(kind, {}), other.rules.get(kind, {})) for kind in KINDS}
    return Lexicon(rules, _join_texts(one.sets, other.sets), {**one.signs, **other.signs})


def _join_rules(one: Rules, other: Rules) -> Rules:
    return {code: _join_texts(one.get(code, {}), other.get(code, {})) for code in {**one, **other}}


def _join_texts(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {key: ", ".join(text for text in (one.get(key), other.get(key)) if text) for key in {**one, **other}}


def _rules(lexicon: Lexicon, kind: Kind) -> Iterator[Rule]:
    for code, weights in lexicon.rules.get(kind, {}).items():
        for weight, text in weights.items():
            for said in dict.fromkeys(text.split(", ")) if text else ():
                yield Rule(kind, code, int(weight), tuple(said.split(" + ")))


def _read_rules(table: Table, known: Collection[str]) -> dict[str, dict[str, str]]:
    for code in sorted(set(table.codes()) - set(known)):
        table.fault(code, "no such code")
    return {code: _read_texts(table.table(code), _WEIGHT, _RULES) for code in table.codes()}


def _read_texts(table: Table, keys: re.Pattern[str], texts: re.Pattern[str]) -> dict[str, str]:
    for key in table.codes():
        if not keys.fullmatch(key):
            table.fault(key, f"not of the form {keys.pattern}")
    return {key: table.text(key, texts, "a list of folded phrases and names of sets") for key in table.codes()}
