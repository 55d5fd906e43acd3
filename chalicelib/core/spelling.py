"""Finds the words of a vocabulary in words as people type them: with endings, without marks or vowels, misspelt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from chalicelib.core.text import fold

SHORT = 3
"""Letters of a word that takes only endings: gaz is in gazdan, and not in Gaziemir."""
FUZZY = 5
"""Letters from which on one may be wrong."""
MISSPELT = 0.75
"""What a word counts that is found only so."""
ANY_NUMBER = "0"
"""Stands in a vocabulary for every number of at most four digits, such as a bus line's."""

_GLUED = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_SAME_SOUND = str.maketrans({"w": "v", "q": "k", "x": "ks"})
# A verb denied after folding: -madi, -miyor, -mez, -memis, -amadi; as it is clipped (-mdi, -mio) and said (-mayi).
_DENIAL = re.compile(r"(?:y?[ae])?m(?:[ae]?d|[ae]m[aeiu]|[ae]z|[aeiu]?y|[iu]o)")
# Verbs as they are said: "yaniyo" and "geliyom" for -iyor, "atlicam" for -yacagim, "duscek" for -ecek.
_NOW = re.compile(r"([iu])yo(?:l[ae]r|[mzn])?$")
_SOON = re.compile(r"([iu]|[ae]y[aeiu])?c([ae])[mnzkg]")
_VOWELS = re.compile("[aeiou]")
_SOFT = {"k": "g", "t": "d", "p": "b"}
_LONGEST = 16
# Endings of a noun after folding: plural, whose, case, -deyiz, then -li, -siz, -ci, -ki; a vowel before needs its
# buffer.
_TAIL = r"(?:[yn]?[aeiu]|n?[dt][ae](?:n|ki|y[iu][mz])?|n?[iu]n|y?l[ae]|l[iu](?:k|g[iu])?|s[iu]z(?:l[iu]k)?|c[iu])?"
_ENDINGS = re.compile(rf"(?:l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]n(?:[iu]z)?|[iu])?{_TAIL}")
_AFTER_VOWEL = re.compile(rf"y?(?:l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu])?{_TAIL}")


def spell(text: str, signs: Mapping[str, str]) -> list[str]:
    """The folded words of `text`: signs such as emoji as their words, "2gün" as two, "çooook" as "cok", w as v."""
    for sign, word in signs.items():
        if sign in text:
            text = text.replace(sign, f" {word} ")
    return _DRAWN_OUT.sub(r"\1", _GLUED.sub(" ", fold(text)).translate(_SAME_SOUND)).split()


class Vocabulary:
    """The words to be found. One of at most SHORT letters is found with endings only, a longer one wherever a word
    begins with it, with "*" behind it a short one too; with "=" behind it only as the whole word, with "~" only as a
    verb that is denied: gel~ is in gelmedi and gelmiyor, not in geldi and gelmek. A last k, t or p may have become
    soft. What begins like one of the `right` words is right as it is, and never one of these misspelt."""

    def __init__(self, words: Collection[str], right: Collection[str] = ()) -> None:
        self._right = right
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, list[str]] = defaultdict(list)
        self._denied: dict[str, list[str]] = defaultdict(list)
        self._begin: dict[str, list[str]] = defaultdict(list)
        self._bare: dict[str, list[str]] = defaultdict(list)
        self._nearly: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in words:
            self._learn(word)

    def find(self, word: str) -> dict[str, float]:
        """Which words of the vocabulary `word` is, each with what it counts: 1, or MISSPELT."""
        found = list(dict.fromkeys(each for form in (word, *_in_full(word)) for each in self._exactly(form)))
        if found:
            return dict.fromkeys(found, 1.0)
        if any(word[:length] in self._right for length in range(SHORT + 1, len(word) + 1)):
            return {}
        return dict.fromkeys([*self._exactly(_DOUBLED.sub(r"\1", word)), *self._misspelt(word)], MISSPELT)

    def _exactly(self, word: str) -> list[str]:
        found = list(self._whole.get(word, ()))
        if word.isdigit():
            found += self._whole.get(ANY_NUMBER, ()) if len(word) <= 4 else ()
        for length in range(2, min(len(word), _LONGEST) if "m" in word else 0):
            if word[:length] in self._denied and _DENIAL.match(word, length):
                found += self._denied[word[:length]]
        for length in range(1, min(len(word), SHORT) + 1):
            stem, rest = word[:length], word[length:]
            if stem in self._short and (_AFTER_VOWEL if stem[-1] in "aeiou" else _ENDINGS).fullmatch(rest):
                found += self._short[stem]
        for length in range(2, min(len(word), _LONGEST) + 1):
            found += self._begin.get(word[:length], ())
        return found

    def _learn(self, word: str) -> None:
        said = word.rstrip("=~*").translate(_SAME_SOUND)
        if word.endswith("~"):
            self._denied[said].append(word)
            back = (_VOWELS.findall(said) or "e")[-1] in "aou"
            self._allow_slips(word, said + ("mad" if back else "med"))
            self._allow_slips(word, said + "miy")
        elif word.endswith("=") or said.isdigit():
            self._whole[said].append(word)
        else:
            forms = {said, said[:-1] + _SOFT.get(said[-1], said[-1])}
            for form in forms if len(said) > 2 else {said}:
                (self._short if not word.endswith("*") and len(said) <= SHORT else self._begin)[form].append(word)
            self._allow_slips(word, said)
            if len(said) > SHORT:
                self._bare[_VOWELS.sub("", said)].append(word)

    def _allow_slips(self, word: str, said: str) -> None:
        if len(said) >= FUZZY:
            for left in {said, *_shortened(said)}:
                self._nearly[left].append((word, said))

    def _misspelt(self, word: str) -> Iterator[str]:
        if len(word) >= SHORT and not _VOWELS.search(word):
            yield from self._bare.get(word, ())
        if len(word) < FUZZY or word.isdigit():
            return
        for length in range(FUZZY - 1, min(len(word), _LONGEST) + 1):
            begin = word[:length]
            for left in {begin, *_shortened(begin)}:
                for known, said in self._nearly.get(left, ()):
                    # The same last letter: else every word of the same root but another ending would be one of these.
                    if begin[0] == said[0] and begin[-1] == said[-1] and _is_near(begin, said):
                        yield known


def _in_full(word: str) -> Iterator[str]:
    """What a verb is in writing that is typed as it is said: atlicam is atlacag- or atlayacag-."""
    if now := _NOW.search(word):
        yield f"{word[: now.end(1)]}yor"
    if (soon := _SOON.search(word, 2)) and (soon[1] or word[soon.start() - 1] not in "aeiou"):
        stem, vowel = word[: soon.start()], soon[2]
        yield f"{stem}{vowel}c{vowel}g"
        yield f"{stem}{vowel}y{vowel}c{vowel}g"


def _shortened(word: str) -> Iterator[str]:
    """The word without each of its letters but the first."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _is_near(one: str, other: str) -> bool:
    """Whether one letter added, lost, changed, or two neighbours swapped make `one` the `other`."""
    if len(one) > len(other):
        one, other = other, one
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )
