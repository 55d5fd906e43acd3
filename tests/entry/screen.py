"""Reads a page as a browser does: its words, its links, and what its form would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Screen(HTMLParser):
    """A page: `fields` as its (last) form would send them; `links` and `words`, without those of templates; the
    attributes of what has one of the `ids`, and of all `tags`."""

    html: str
    fields: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    title: str = ""
    _open: list[str] = field(default_factory=list)
    _name: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    @property
    def words(self) -> str:
        """All that can be read, single spaced."""
        return " ".join(" ".join(self.heard).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._open.append(tag)
        if "id" in given:
            self.ids[given["id"]] = given
        if tag == "a" and "template" not in self._open:
            self.links.append(given["href"])
        name = given.get("name", "")
        if tag == "form":
            self.fields.clear()
        if tag == "input" and name:
            chosen = given.get("type") not in ("checkbox", "radio") or "checked" in given
            self.fields |= {name: given.get("value", "")} if chosen else {}
        if tag in ("textarea", "select") and name:
            self._name = name
            self.fields[name] = ""
        if tag == "option" and "selected" in given:
            self.fields[self._name] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        here = self._open[-1] if self._open else ""
        if here == "textarea":
            self.fields[self._name] += data.removeprefix("\n")
        elif here == "title":
            self.title += data
        elif here == "option" or "template" in self._open:
            return
        else:
            self.heard.append(data)
