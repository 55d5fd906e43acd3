"""In which language somebody writes."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.text import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that are everyday ones in one of the two languages, and nothing in the other.
_ENGLISH = _words(
    "the is are was my there not please hello hi hey and has have been for i you your want need what where when with of"
    " this that it street garbage trash water request can could would who how from we our no nobody days"
)
_TURKISH = _words(
    "var yok bir ve mi mu bu ne cok icin degil merhaba selam evet hayir gun gundur sokak sokakta mahalle neden nasil"
    " lutfen bizim benim olarak kadar daha ama tesekkurler kolay gelsin iyi gunler turkce"
)
_LETTERS = frozenset("çğışöüÇĞİŞÖÜ")


def tongue(text: str, present: str, city: City) -> str:
    """The language of the text: "tr", "en" where the city speaks it, or "ar"; `present` where the text does not tell.

    One word is enough to ask for a language by its name, or to greet in it."""
    letters = [mark for mark in text if mark.isalpha()]
    if letters and 2 * sum("\u0600" <= mark <= "\u06ff" for mark in letters) > len(letters):
        return "ar"
    words = fold(text).split()
    if words in (["turkce"], ["turkish"]):
        return "tr"
    if "en" not in city.languages:
        return "tr" if present == "en" else present
    if words in (["english"], ["ingilizce"], ["hello"], ["hi"], ["hey"]):
        return "en"
    english = sum(word in _ENGLISH for word in words)
    turkish = sum(word in _TURKISH for word in words) + (2 if _LETTERS & set(text) else 0)
    if english >= 2 and english > turkish:
        return "en"
    return "tr" if turkish >= 2 and turkish > english else present
