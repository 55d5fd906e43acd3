"""The words of a mail: bytes decoded, HTML made text, what it quotes taken away."""

from __future__ import annotations

import html
import re

_LONGEST_HTML = 500_000

# Those that say less than they hold: what is sent as one of them here is UTF-8 if it can be, else Turkish, since
# programs mislabel it and no Turkish text in Windows-1254 is valid UTF-8. ISO-8859-9 is a part of Windows-1254.
_DOUBTFUL = {"", "us-ascii", "ascii", "utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252",
             "iso-8859-9", "latin5", "windows-1254", "cp1254", "unknown-8bit"}  # fmt: skip

_MARK = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?][^<>]*>|[^<]+|<")
_UNSEEN = ("script", "style", "head", "title", "template", "noscript")
_BREAKS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote")

# How programs introduce what they quote: who wrote it (an address or a time of day) and that they did.
_QUOTED = re.compile(
    r"-{3,}\s*(?:original message|orijinal (?:mesaj|ileti)|özgün (?:ileti|mesaj))\s*-{3,}"
    r"|(?=.*(?:@|\d[:.]\d\d))(?:on .{5,200} wrote|.{5,300} (?:yazdı|yazmış|şunları yazdı|şunu yazdı)):",
    re.IGNORECASE,
)
_SENDER = re.compile(r"\*?(?:kimden|from|gönderen)\s*:", re.IGNORECASE)
_SENT = re.compile(r"\*?(?:gönderildi|gönderme tarihi|gönderim tarihi|tarih|sent|date)\s*:", re.IGNORECASE)
_RULE = re.compile(r"[_=-]{5,}")
_LONGEST_LINE = 600


def decode(raw: bytes, charset: str) -> str:
    """The text in these bytes. Where `charset` is unknown, doubtful or wrong, UTF-8 and then Windows-1254 are tried, so
    that Turkish letters come out right; never raises."""
    named = charset.strip().lower()
    for each in ("utf-8",) if named in _DOUBTFUL else (named, "utf-8"):
        try:
            return raw.decode(each)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1254", "replace")


def read_html(source: str) -> str:
    """The text that an HTML mail shows, its blocks on lines of their own. The result is text: it is escaped wherever it
    is shown, and no mark of it means anything."""
    shown: list[str] = []
    unseen = ""
    for mark in _MARK.finditer(_without_comments(source[:_LONGEST_HTML])):
        text, name = mark.group(), (mark["name"] or "").lower()
        if unseen:
            if (mark["end"] and name == unseen) or name == "body":
                unseen = ""
        elif name in _UNSEEN and not mark["end"]:
            unseen = name
        elif name in _BREAKS:
            shown.append("\n")
        elif not name and not text.startswith(("<!", "<?")):
            shown.append(re.sub(r"\s+", " ", text))
    lines = (" ".join(line.split()) for line in html.unescape("".join(shown)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(source: str) -> str:
    kept, place = [], 0
    while (start := source.find("<!--", place)) >= 0:
        kept.append(source[place:start])
        end = source.find("-->", start + 2)  # "<!-->" ends where it begins
        place = end + 3 if end >= 0 else len(source)
    return "".join([*kept, source[place:]])


def without_history(text: str) -> str:
    """The text without the mails that it quotes; the whole where nothing else is in it."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((place for place in range(len(lines)) if _begins_history(lines, place)), len(lines))
    kept = [line for line in lines[:end] if not line.lstrip().startswith(">")]
    while kept and (not kept[-1].strip() or _RULE.fullmatch(kept[-1].strip())):
        kept.pop()
    return "\n".join(kept).strip() or text.strip()


def _begins_history(lines: list[str], place: int) -> bool:
    line, following = (each.strip()[:_LONGEST_LINE] for each in (*lines[place : place + 2], "")[:2])
    if _QUOTED.fullmatch(line) or (following.endswith(":") and _QUOTED.fullmatch(f"{line} {following}")):
        return True
    return bool(_SENDER.match(line)) and any(_SENT.match(each.strip()) for each in lines[place + 1 : place + 4])
