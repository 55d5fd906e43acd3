"""Turkish text: casing, folding for matching, plain letters for SMS, cleaning of what people typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_RANKS = {ord(letter): 0xE000 + rank for rank, letter in enumerate(_ALPHABET)}
_SHORT_WORD = 3

_LOWER = str.maketrans("Iİ", "ıi")
_UPPER = str.maketrans("ıi", "Iİ")
# The letters that make up nearly all marked text here, so that it rarely needs decomposing.
_UNMARKED = str.maketrans("çğıöşüâîûÇĞİÖŞÜÂÎÛ", "cgiosuaiuCGIOSUAIU")
# What a compatibility decomposition does not reach.
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "₺": "TL",
        "€": "EUR",
        **dict.fromkeys("‘’‚‛′´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)

_BREAK = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# What XML 1.0 cannot carry (its production "Char"), apart from surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_A_WORD = re.compile(r"[\W_]+")
# Printable ASCII that GSM-7 carries in one septet (3GPP TS 23.038, basic table).
_NOT_GSM = re.compile(r"[^ !\"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z]")


def lower_tr(text: str) -> str:
    """The text in NFC and lower case by the Turkish rule: I -> ı, İ -> i."""
    return unicodedata.normalize("NFC", text).translate(_LOWER).lower()


def upper_tr(text: str) -> str:
    """The text in NFC and upper case by the Turkish rule: ı -> I, i -> İ."""
    return unicodedata.normalize("NFC", text).translate(_UPPER).upper()


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script written as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """The text as bare lower-case words, for matching and search: 'IŞIK, 12/A' and 'ışık 12 a' fold alike.

    Everything that is neither letter nor digit becomes one space; ends carry none. Folding twice changes nothing.
    """
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text.lower()).strip()
    lowered = unicodedata.normalize("NFKC", text).translate(_LOWER).casefold()
    return _NOT_A_WORD.sub(" ", ascii_digits(_bare(lowered))).strip()


def plain(text: str) -> str:
    """The text for an SMS: only printable ASCII of the GSM-7 basic table, so that a character is one septet.

    Turkish and other Latin letters lose their marks, white space becomes single spaces, the rest is dropped.
    """
    folded = ascii_digits(_bare(text.translate(_PLAIN)))
    return re.sub(r"\s+", " ", _NOT_GSM.sub("", re.sub(r"\s", " ", folded)))


def clean(text: str, *, lines: bool) -> str:
    """What a person typed, in NFC, without control characters and lone surrogates, ends trimmed.

    With `lines` tabs and line breaks (all as \\n) stay; without, every run of white space becomes one space.
    """
    if not text.isprintable():  # else there is nothing to take out
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", _BREAK.sub("\n", text)))
    composed = unicodedata.normalize("NFC", text)
    return composed.strip() if lines else " ".join(composed.split())


def exact(text: str) -> str:
    """What another system sent, as it is, but without what XML forbids and with U+FFFD for lone surrogates; "" where
    there is nothing but white space."""
    if not text.isprintable():
        text = _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))
    return text if text.strip() else ""


def without_bidi(text: str) -> str:
    """The text without the invisible characters that turn the direction of writing."""
    return _BIDI.sub("", text)


def mentions(folded: str, phrases: tuple[str, ...]) -> str | None:
    """The first of the folded phrases that the folded text contains, or None.

    A word of a phrase matches the start of a word of the text; one of three letters or fewer only a whole word, so
    that 'gaz' is not found in 'gaziemir'. The words of a phrase must follow each other.
    """
    words = folded.split()
    index = _index(phrases)
    found = [
        place
        for at, word in enumerate(words)
        for place, wanted in index.get(word[:_SHORT_WORD], ())
        if all(map(_matches, words[at : at + len(wanted)], wanted)) and at + len(wanted) <= len(words)
    ]
    return phrases[min(found)] if found else None


def sort_key_tr(text: str) -> str:
    """A key that sorts in Turkish order, as code points or as UTF-8 bytes; marks count only between equal words."""
    lowered = lower_tr(text)
    letters = "".join(mark if mark in _ALPHABET else _bare(mark) for mark in lowered)
    return letters.translate(_RANKS) + "\0" + lowered


def _bare(text: str) -> str:
    """The text without accents, without the dot's absence on ı, and without invisible format characters."""
    unmarked = text.translate(_UNMARKED)
    if unmarked.isascii():
        return unmarked
    return "".join(
        mark
        for mark in unicodedata.normalize("NFKD", unmarked)
        if mark.isascii() or unicodedata.category(mark) not in ("Mn", "Cf")
    )


@cache
def _index(phrases: tuple[str, ...]) -> dict[str, list[tuple[int, list[str]]]]:
    """The place and the words of each phrase, by how its first word begins; blank phrases are left out."""
    index: dict[str, list[tuple[int, list[str]]]] = {}
    for place, phrase in enumerate(phrases):
        if wanted := phrase.split():
            index.setdefault(wanted[0][:_SHORT_WORD], []).append((place, wanted))
    return index


def _matches(word: str, wanted: str) -> bool:
    return word == wanted if len(wanted) <= _SHORT_WORD else word.startswith(wanted)
