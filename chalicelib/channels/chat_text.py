"""Words and buttons as chats take them: cut between letters as people see them, and written out where none can be
tapped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count

from chalicelib.core.chat import Button, Reply

CUT = "…"
"""What a text ends with that was cut."""

_JOINER = "\u200d"
_CAPITALS = range(0x1F1E6, 0x1F200)  # regional indicators: two of them are a flag
_SKINS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)  # the flags of regions are spelled with these


def length(text: str) -> int:
    """How long the networks may count it: UTF-16 units, of which a character has one or two."""
    return len(text) + sum(ord(mark) > 0xFFFF for mark in text)


def cut(text: str, most: int) -> str:
    """The text in at most `most` UTF-16 units: whole, or as many of its letters as fit before CUT. A letter with its
    marks, a flag and an emoji of several parts stay whole. What is half a surrogate pair becomes U+FFFD."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if length(text) <= most:
        return text
    kept, room = "", most - length(CUT)
    for letter in letters(text):
        room -= length(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + CUT


def words(text: str, most: int) -> str:
    """The text cut to `most` UTF-16 units, and never nothing, which no chat takes: then CUT."""
    return cut(text, most) if text.strip() else CUT


def letters(text: str) -> Iterator[str]:
    """What people see as one letter each (UAX #29's clusters, without Korean jamo and the conjuncts of India)."""
    start, flags = 0, 0
    for place in range(1, len(text)):
        before, mark = text[place - 1], text[place]
        flags = flags + 1 if ord(before) in _CAPITALS else 0
        if not _clings(before, mark, odd=flags % 2 == 1):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _clings(before: str, mark: str, *, odd: bool) -> bool:
    code = ord(mark)
    if mark == _JOINER or before == _JOINER or code in _SKINS or code in _TAGS:
        return True
    if code in _CAPITALS and odd:
        return True
    return unicodedata.category(mark).startswith("M") or (before, mark) == ("\r", "\n")


def tappable(buttons: Sequence[Button], most: int, longest_id: int) -> tuple[Button, ...]:
    """The first `most` of them that can be tapped: what comes back is ASCII, not too long, and that of no other."""
    known: dict[str, Button] = {}
    for button in buttons:
        if button.id.isascii() and button.id.isprintable() and 0 < len(button.id) <= longest_id:
            known.setdefault(button.id, button)
    return tuple(known.values())[:most]


def titles(buttons: Sequence[Button], most: int) -> list[str]:
    """What stands on each of them, in at most `most` UTF-16 units: on one line, never nothing, and no two the same; a
    number tells apart those that would be."""
    said: list[str] = []
    for place, button in enumerate(buttons, start=1):
        words = " ".join(button.title.split())
        title = cut(words, most) or CUT
        for number in count(place):
            if title not in said:
                break
            title = cut(f"{number}. {words}", most)
        said.append(title)
    return said


def plain(reply: Reply, most: int) -> str:
    """The reply where nothing can be tapped, in at most `most` UTF-16 units: its words, then each choice on a line of
    its own with the number to answer by. The words are cut before a choice is."""
    choices = [*reply.rows, *reply.buttons]
    if not choices:
        return words(reply.text, most)
    lines = [f"{place}) {line(choice)}" for place, choice in enumerate(choices, start=1)]
    listed = "\n".join(lines)
    room = most - length(listed) - 2
    return f"{words(reply.text, room)}\n\n{listed}" if room > 0 else cut(f"{reply.text}\n\n{listed}", most)


def line(choice: Button) -> str:
    """A choice with its second line on one."""
    title, about = " ".join(choice.title.split()), " ".join(choice.about.split())
    return f"{title}: {about}" if about else title
