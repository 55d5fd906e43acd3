"""Where it is, read from a person's own words: a district, a neighbourhood, a street with its number, a landmark."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.core.city import City
from chalicelib.core.request import Draft
from chalicelib.core.routing import find_district
from chalicelib.core.text import clean, fold

# A word, with what is written into it: "1851/10", "Konak'ta", "12-A".
_WORD = re.compile(r"\w[\w/'’-]*")
_SUFFIX = r"(?:d[ae]|t[ae]|d[ae]n|t[ae]n|d[ae]ki|t[ae]ki|n[iu]n|[iu]n|y?[aeiu])?"
_NEIGHBOURHOOD = re.compile(r"mh|mah|mahalle\w*")
_STREET = re.compile(
    r"sk|sok|sokak\w*|sokag\w*|cd|cad|cadde\w*|blv|bulv|bulvar\w*|meydan(?:i|in|inda|indaki)?|sitesi\w*|apt|apartmani\w*"
    r"|street|avenue|boulevard|square"
)
# "in the street": of which one only a name written large, or a number, tells.
_ANY_STREET = re.compile(r"(?:sokak|cadde|meydan)(?:t|d|l)\w+")
# "Atatürk Parkı", "Kemer istasyonu": a name that ends in what the thing is.
_NAMED = re.compile(
    rf"(?:parki|camii|camisi|\w*okulu|lisesi|hastanesi|koprusu|istasyonu|mezarligi|universitesi|carsisi|pazari|duragi|gari|kavsagi|sahili|sapagi"
    rf"|kopruleri|stadi|iskelesi|koyu)n?{_SUFFIX}"
)
_BESIDE = re.compile(
    rf"(?:karsi|arka|kose|giris|cikis|civar|yakin|bitisi[gk]|dip|dib)(?:s?[iu])n?{_SUFFIX}|on(?:unde|undeki)|yan(?:inda|indaki)"
)
_NEAR = re.compile(r"\b(?:near|opposite|behind|next to|in front of|across from)\b(?: the)?((?: [\w'’-]+){1,4})", re.I)
_DOOR = re.compile(r"(?:\bno|\bnumara|\bkap[ıi] no)\s*[:.]?\s*\d+[\w/-]*", re.I)
_DOOR_AFTER = re.compile(
    r"\s*[.,]?\s*\d{1,4}(?:\s*[/-]\s*\w{1,3})?\b(?!\s*(?:g[uü]n|saat|ay|hafta|ki[sş]i|y[iı]l|dk|tane|days|hours))"
)
# What stands before a street or a landmark and names nothing.
_NAMELESS_WORDS = (
    "bu su o bizim sizin her ana ara tum butun bir ayni arka on yan ev evin evimin evimizin kapi kapinin kapimizin"
    " kapimin bina binanin binamizin apartman apartmanin is yerin isyerimin dukkanin cocuk kopek otobus oyun semt okul"
    " mahalle sokak cadde cop park kapali yeni eski kirik bozuk karanlik bos the a our my this that main in on at house"
    " home orada burada surada oradaki buradaki"
)
_NAMELESS = frozenset(_NAMELESS_WORDS.split())
# Districts whose names are everyday words too (a fountain, cherries, a dash).
_EVERYDAY = frozenset(("cesme", "kiraz", "tire"))
_LONGEST = 300
LONGEST_NAME = 3
"""Words of a street's name: "Gazi Osman Paşa"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in words; "" for what was not said. `address` is a street, a number, a landmark, in their own words."""

    address: str = ""
    district: str = ""
    neighbourhood: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether somebody could go there: a district alone is too large for that."""
        return bool(self.address or self.neighbourhood)


def read_place(text: str, city: City) -> Place:
    """The place that is named within a message; empty where none is. Never raises."""
    text = clean(text, lines=False)[:2000]
    words = [(found.start(), found.start() + _stem(found[0]), _bare(found[0])) for found in _WORD.finditer(text)]
    neighbourhood, spans = "", []
    for place, (_, end, word) in enumerate(words):
        start = _name_before(words, place, text, city)
        if start < 0:
            continue
        if _NEIGHBOURHOOD.fullmatch(word):
            neighbourhood = neighbourhood or text[start : words[place - 1][1]]
        elif _STREET.fullmatch(word):
            if _ANY_STREET.fullmatch(word) and not (text[start].isupper() or text[start].isdigit()):
                continue
            door = _DOOR_AFTER.match(text, end)
            spans.append((start, door.end() if door else end))
        elif _NAMED.fullmatch(word) or _BESIDE.fullmatch(word):
            spans.append((start, end))
    spans += [found.span() for pattern in (_NEAR, _DOOR) for found in pattern.finditer(text)]
    if spans and not any(_DOOR.fullmatch(text, *span) is None for span in spans) and not neighbourhood:
        spans = []  # a number alone, "no 5", is no place
    return Place(_joined(text, spans)[:_LONGEST], read_district(text, city), neighbourhood[:80])


def take_place(text: str, city: City) -> Place:
    """The place in the answer to the question where it is: whatever was written is a place, at the least a landmark."""
    text = clean(text, lines=False)
    read = read_place(text, city)
    return Place(text[:_LONGEST], read.district, read.neighbourhood)


def read_district(text: str, city: City) -> str:
    """The name of the one district that the words name, with whatever ending; "" for none or several."""
    found = find_district(Draft("", text), city)
    if found is None:
        return ""
    name = fold(found.name)
    written = [word for word in re.findall(r"\w+", text) if fold(word).startswith(name)]
    if name in _EVERYDAY and not any(word[0].isupper() for word in written):
        return ""
    return found.name


def _stem(word: str) -> int:
    """How long the word is without the ending after an apostrophe."""
    return len(re.split("['’]", word)[0])


def _bare(word: str) -> str:
    """The word as it is compared: folded, without what follows an apostrophe."""
    return fold(word[: _stem(word)])


def _name_before(words: list[tuple[int, int, str]], place: int, text: str, city: City) -> int:
    """Where the name before this word begins: one word, up to three that are written large, -1 for none."""
    begin, following = -1, place
    while 0 < following > place - LONGEST_NAME:
        start, end, name = words[following - 1]
        gap = text[end : words[following][0]].strip(". " if following == place else " ")
        large = text[start].isupper() and (begin < 0 or text[begin].isupper())
        if gap or not name or name in _NAMELESS or _is_district(name, city) or (begin >= 0 and not large):
            break
        begin, following = start, following - 1
    return begin


def _is_district(word: str, city: City) -> bool:
    return any(re.fullmatch(fold(each.name) + _SUFFIX, word) for each in city.districts)


def _joined(text: str, spans: list[tuple[int, int]]) -> str:
    """The parts of the text, each once, those that touch as one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and not text[whole[-1][1] : start].strip(" ,."):  # "" where they overlap
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return ", ".join(text[start:end].strip(" ,.") for start, end in whole)
